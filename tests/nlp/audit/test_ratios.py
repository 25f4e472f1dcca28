from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.readers import read
from nlp.types import Finding, Report
from nlp.understand import understand

Make = Callable[[str], Report]

# rule → a text that is wrong, one that is right, one that cannot be decided.
CASES = {
    "ratio.formula": (
        "农副产品交易总额8.66万元/年度预留份额7万元=132.71%。",
        "农副产品交易总额8.66万元/年度预留份额7万元=123.71%。",
        "农副产品交易总额约8.66万元以上/年度预留份额7万元=132.71%。",  # a bound has no exact ratio
    ),
    "ratio.rate": (
        "累计完成1142批次抽检任务，不合格35批次，合格率99.74%。",
        "完成快速检测14973批次，不合格86批次，合格率99.43%。",
        "累计完成1142批次抽检任务，不合格35家，合格率99.74%。",  # other units
    ),
    "ratio.of-budget": (
        "公务接待费支出10.83万元，为年初预算23.51万元的64.07%。",
        "公务接待费支出10.83万元，为年初预算23.51万元的46.07%。",
        "公务接待费支出10.83万元，比年初预算23.51万元少53.93%。",  # another relation
    ),
}


def findings(report: Report, rule: str) -> list[Finding]:
    return [f for f in report.findings if f.rule == rule]


@pytest.mark.parametrize("rule", CASES)
def test_a_wrong_ratio_is_found(report: Make, rule: str) -> None:
    (finding,) = findings(report(f"一、支出情况\n{CASES[rule][0]}\n"), rule)
    assert finding.kind == "ratio"
    assert len(finding.evidence) == 3
    assert finding.message.endswith("。")


@pytest.mark.parametrize("rule", CASES)
@pytest.mark.parametrize("case", [1, 2], ids=["right", "undecided"])
def test_no_alarm(report: Make, rule: str, case: int) -> None:
    assert findings(report(f"一、支出情况\n{CASES[rule][case]}\n"), rule) == []


def test_the_message_shows_the_sum(report: Make) -> None:
    (finding,) = findings(report(f"一、支出情况\n{CASES['ratio.rate'][0]}\n"), "ratio.rate")
    assert finding.computed == "(1142批次-35批次)/1142批次=96.94%"
    assert "99.74%" in finding.message
    assert finding.certainty == "certain"


def test_an_amount_without_decimals_may_be_rounded(report: Make) -> None:
    """132.71 % is wrong for 7万元, and possible for 6.53万元 printed as 7: likely, not certain."""
    (likely,) = findings(report(f"一、支出情况\n{CASES['ratio.formula'][0]}\n"), "ratio.formula")
    (certain,) = findings(report("一、支出情况\n交易额8.66万元/份额7.00万元=132.71%。\n"), "ratio.formula")
    assert (likely.certainty, certain.certainty) == ("likely", "certain")


MORE_RATES = [
    ("路检路查柴油货车4260辆次，查处超标车辆117辆次，超标率3.75%。", ["117辆次/4260辆次=2.75%"]),  # named for the part
    ("发放问卷300份，收回286份，回收率95.33%，其中满意268份，满意率93.71%。", []),  # each against its own whole
    (
        "发放问卷300份，收回286份，回收率95.33%，其中满意268份，满意率98.71%。",
        ["268份/286份=93.71%"],
    ),  # two could be it
    ("应完工52个，实际完工46个，按时完工率88.46%。", []),  # the end of the rate's name is what it is about
    ("全市完成抽检12233批次，其中市本级完成抽检1900批次，任务完成率100%。", []),  # another level's work is no whole
    ("检查企业120家，培训86人，参训率71.67%。", []),  # another unit
    ("抽检100批次，不合格3批次，不合格率3%。", []),  # a rate of the negation itself
]


@pytest.mark.parametrize(("text", "computed"), MORE_RATES)
def test_rates(report: Make, text: str, computed: list[str]) -> None:
    assert [f.computed for f in report(f"一、主要成效\n{text}\n").findings] == computed


def test_a_slip_planted_in_the_examples_is_found() -> None:
    root = Path(__file__).parents[3] / "examples"
    found = [f for path in sorted(root.glob("*.html")) for f in understand(read(path)).findings if f.kind == "ratio"]
    assert [f.computed for f in found] == ["117辆次/4260辆次=2.75%"]


def test_rounding_is_no_slip(report: Make) -> None:
    """86.2 % is right for 86.19…86.25: the printed digits set the tolerance."""
    text = "一、支出情况\n预算15.33万元，实际10.4万元，预算执行率67.84%。\n"
    assert report(text).findings == ()


NO_ALARMS = [
    "人均经费10万元/2人=5万元。",  # no ratio of like to like
    "抽检100批次，不达标5批次，不达标率5%。",  # the rate of the negation
    "供应商货款50万元，结转20万元，执行率95%。",  # carried over is not spent
    "预算100万元，追加20万元，执行率98%。",  # nor is what was added
    "预算100万元，其中专项30万元，执行率98%。",  # nor a part of the plan
    "高血压患者28.7万人，管理9.62万人，严重精神障碍患者规范管理率78.45%。",  # a rate of other people
]


@pytest.mark.parametrize("text", NO_ALARMS)
def test_figures_that_are_not_each_others(report: Make, text: str) -> None:
    assert report(f"一、支出情况\n{text}\n").findings == ()


def test_a_rate_against_plan_and_actual(report: Make) -> None:
    text = "一、支出情况\n采购预算189.31万元，实际采购130.8万元，政府采购执行率79.09%。\n"
    (finding,) = report(text).findings
    assert finding.rule == "ratio.of-budget"
    assert "69.09" in finding.computed


def test_a_rate_of_some_is_not_that_of_all(report: Make) -> None:
    text = "查出隐患1468条，其中一般隐患1461条、重大隐患7条，整改1452条，整改率{}%，重大隐患整改率100%。"
    for rate, wrong in (("98.91", []), ("96.91", ["96.91%"])):
        made = report(f"一、主要成效\n{text.format(rate)}\n")
        assert [f.stated.split("，")[-1] for f in made.findings if f.rule == "ratio.rate"] == wrong


@pytest.mark.parametrize(
    "text",
    [
        # of those that were done, not of all
        "受理案件128463件，结案126918件，结案率98.80%，按期结案121305件，按期结案率95.58%。",
        # the count right before is of the last thing listed
        "审结861件，其中调解534件、裁决327件，结案率96.09%，调解率62.02%。",
    ],
)
def test_a_rate_whose_figures_stand_farther_off(report: Make, text: str) -> None:
    assert not [f for f in report(f"一、主要成效\n{text}\n").findings if f.rule == "ratio.rate"]


# (sentence, what is found), and why it is there
TARGETS = [
    ("新增就业8416人，完成目标任务8000人的105.20%。", [], "it is so"),
    ("新增就业8416人，完成目标任务8000人的102.50%。", [("8416人/8000人=105.20%", "certain")], "digits transposed"),
    ("新增泊位2316个（公共1450个、道路866个），完成目标2000个的115.8%。", [], "the whole stands before its parts"),
    ("新增泊位2316个，其中道路866个，完成目标2000个的115.8%。", [], "of the first"),
    ("新增泊位2316个，其中道路866个，完成目标2000个的118.5%。", [], "of which is not said"),
    ("新建公厕8座、改建32座，完成计划50座的80%。", [], "the sum of both"),
    ("新增就业8416人，完成目标任务的102.50%。", [], "the target is not told"),
]


@pytest.mark.parametrize(("text", "expected", "why"), TARGETS)
def test_shares_of_a_target(report: Make, text: str, expected: list[tuple[str, str]], why: str) -> None:
    found = [f for f in report(f"一、主要成效\n{text}\n").findings if f.rule == "ratio.of-target"]
    assert [(f.computed, f.certainty) for f in found] == expected, why
