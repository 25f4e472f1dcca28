from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.audit import RULES
from nlp.types import Finding, Report

Make = Callable[[str], Report]

# rule → a text that is wrong, one that is right, one that cannot be decided.
CASES = {
    "ratio.formula": (
        "农副产品交易总额8.66万元/年度预留份额7万元=132.71%。",
        "农副产品交易总额8.66万元/年度预留份额7万元=123.71%。",
        "农副产品交易总额约8.66万元以上/年度预留份额7万元=132.71%。",  # a bound has no exact ratio
    ),
    "ratio.pass-rate": (
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


def test_every_rule_has_its_cases() -> None:
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_documented(rule: str) -> None:
    assert f"`{rule}`" in (Path(__file__).parents[3] / "docs" / "rules.md").read_text("utf-8")


@pytest.mark.parametrize("rule", CASES)
def test_a_wrong_ratio_is_found(report: Make, rule: str) -> None:
    (finding,) = findings(report(f"一、支出情况\n{CASES[rule][0]}\n"), rule)
    assert finding.kind == "ratio"
    assert len(finding.claims) == 3
    assert finding.message.endswith("。")


@pytest.mark.parametrize("rule", CASES)
@pytest.mark.parametrize("case", [1, 2], ids=["right", "undecided"])
def test_no_alarm(report: Make, rule: str, case: int) -> None:
    assert findings(report(f"一、支出情况\n{CASES[rule][case]}\n"), rule) == []


def test_the_message_shows_the_sum(report: Make) -> None:
    (finding,) = findings(report(f"一、支出情况\n{CASES['ratio.pass-rate'][0]}\n"), "ratio.pass-rate")
    assert finding.computed == "(1142批次-35批次)/1142批次=96.94%"
    assert "99.74%" in finding.message
    assert finding.certainty == "certain"


def test_an_amount_without_decimals_may_be_rounded(report: Make) -> None:
    """132.71 % is wrong for 7万元, and possible for 6.53万元 printed as 7: likely, not certain."""
    (likely,) = findings(report(f"一、支出情况\n{CASES['ratio.formula'][0]}\n"), "ratio.formula")
    (certain,) = findings(report("一、支出情况\n交易额8.66万元/份额7.00万元=132.71%。\n"), "ratio.formula")
    assert (likely.certainty, certain.certainty) == ("likely", "certain")


def test_rounding_is_no_slip(report: Make) -> None:
    """86.2 % is right for 86.19…86.25: the printed digits set the tolerance."""
    text = "一、支出情况\n预算15.33万元，实际10.4万元，预算执行率67.84%。\n"
    assert report(text).findings == ()


def test_a_rate_against_plan_and_actual(report: Make) -> None:
    text = "一、支出情况\n采购预算189.31万元，实际采购130.8万元，政府采购执行率79.09%。\n"
    (finding,) = report(text).findings
    assert finding.rule == "ratio.of-budget"
    assert "69.09" in finding.computed
