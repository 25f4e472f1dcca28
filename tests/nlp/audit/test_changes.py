"""Changes between years, and rates that no whole count can give."""

from collections.abc import Callable

import pytest

from nlp.types import Report

Make = Callable[[str], Report]


def found(made: Report, *rules: str) -> list[tuple[str, str]]:
    return [(f.computed, f.certainty) for f in made.findings if f.rule in rules]


# (sentence, what is found), and why it is there
WRONG = [
    ("公路108.2公里，比上年的96.4公里增加11.8公里，增长14.22%。", "11.8公里/96.4公里=12.24%", "by the difference"),
    ("较上年支出4906.31万元增加782.41万元，增长17.95%。", "782.41万元/4906.31万元=15.95%", "no figure of this year"),
    ("投诉由上年的156件降至61件，下降68.90%。", "(156件-61件)/156件=60.90%", "from … to …"),
    ("查阅时间由25分钟缩短至8分钟，缩短72%。", "(25分钟-8分钟)/25分钟=68.00%", "缩短"),
    ("全年信访216件，上年为258件，下降19.44%。", "(258件-216件)/258件=16.28%", "上年为 behind"),
    ("支出10486.30万元，比上年增加545.80万元，增长4.59%。", "545.80万元/(10486.30万元-545.80万元)=5.49%",
     "the year before is not printed"),
    ("支出90万元，比上年减少10万元，下降15%。", "10万元/(90万元+10万元)=10.00%", "of decrease"),
    ("支出746.32万元，执行率89.85%，比2022年689.75万元增长9.20%。", "(746.32万元-689.75万元)/689.75万元=8.20%",
     "a rate between"),
    ("比2020年的1896.40万元多支152.33万元，增长9.03%。", "152.33万元/1896.40万元=8.03%", "多支 is a difference"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "computed", "why"), WRONG)
def test_wrong_rates_of_change(report: Make, sentence: str, computed: str, why: str) -> None:
    made = report(f"一、支出情况\n{sentence}\n")
    assert found(made, "change.rate") == [(computed, "certain")], why


RIGHT = [
    ("新改建公路108.2公里，比上年的96.4公里增加11.8公里，增长12.24%。", "it is so"),
    ("全年支出3.12万元，比上年3.60万元下降13.33%。", "it is so, of decrease"),
    (
        "支出21.36万元，其中运行费17.90万元、接待费3.46万元，较2023年22.85万元下降6.52%。",
        "of the whole, not of the last part",
    ),
    ("预算16.80万元，决算13.05万元，比预算节约3.75万元，节约22.32%。", "saved of a budget"),
    ("事故7起，死亡4人，与上年相比分别减少2起、1人，起数下降22.22%。", "two at once"),
    ("接待24.7万人次，比上年的20.3万人次增加4.4万人次，增长约21%。", "about"),
    ("支出约100万元，比上年增加20万元，增长20%。", "the figure itself is about"),
    ("收入三年累计100万元，年均增长8%。", "an average"),
    ("游客增长12.4%。", "nothing to hold it against"),
    ("由30所压减至3所，压减率90%。", "nine in ten are gone"),
]


@pytest.mark.parametrize(("sentence", "why"), RIGHT)
def test_rates_that_may_be_right(report: Make, sentence: str, why: str) -> None:
    made = report(f"一、支出情况\n{sentence}\n")
    assert [f.computed for f in made.findings] == [], why


def test_a_difference_that_is_none(report: Make) -> None:
    made = report("一、支出情况\n新改建公路108.2公里，比上年的96.4公里增加12.8公里，增长13.28%。\n")
    assert found(made, "change.difference") == [("108.2公里-96.4公里=11.8公里", "certain")]


def test_several_figures_that_may_be_meant_are_likely(report: Make) -> None:
    made = report("一、支出情况\n支出5.42万元，其中运行费4.98万元、接待费0.44万元，比上年减少0.58万元，下降20%。\n")
    assert [certainty for _, certainty in found(made, "change.rate")] == ["likely"]


FROM_TO = [
    ("优良天数由62天增加到78天，增加14天。", [("78天-62天=16天", "certain")], "two days more"),
    ("优良天数由62天增加到78天，增加16天。", [], "it is so"),
    ("窗口从12个减少到9个，减少4个。", [("12个-9个=3个", "certain")], "of decrease"),
    ("优良天数由62天增加到78天，增加2个百分点。", [], "of something else"),
]


@pytest.mark.parametrize(("sentence", "expected", "why"), FROM_TO)
def test_from_one_figure_to_another(report: Make, sentence: str, expected: list[tuple[str, str]], why: str) -> None:
    assert found(report(f"一、主要成效\n{sentence}\n"), "change.from-to") == expected, why


POINTS = [
    ("执行率95.2%，比上年的92.1%提高3.1个百分点。", [], "it is so"),
    ("执行率95.2%，比上年的92.1%提高4.1个百分点。", [("95.2%-92.1%=3.1", "certain")], "a point too many"),
    ("满意度90%，较上年95%下降5个百分点。", [], "of decrease"),
    ("大班额比例由上年的4.86%下降到1.43%，下降3.43个百分点。", [], "the first is the one compared with"),
    ("大班额比例由上年的4.86%下降到1.43%，下降4.43个百分点。", [("4.86%-1.43%=3.4", "certain")], "… and wrong"),
    ("由4.86%下降到1.43%，下降3.43个百分点。", [], "no year is named"),
    ("执行率95.2%，提高4.1个百分点。", [], "nothing to hold it against"),
]


@pytest.mark.parametrize(("sentence", "expected", "why"), POINTS)
def test_points(report: Make, sentence: str, expected: list[tuple[str, str]], why: str) -> None:
    made = report(f"一、主要成效\n{sentence}\n")
    assert [(c.split("=")[0] + "=" + c.split("=")[1][:3], s) for c, s in found(made, "change.points")] == expected, why


FEASIBLE = [
    ("监督抽查475批次，合格率96.67%。", [("459/475=96.63%，460/475=96.84%", "likely")], "none of 475"),
    ("监督抽查480批次，合格率96.67%。", [], "464 of 480"),
    ("问卷调查30份，满意率95%。", [("28/30=93.33%，29/30=96.67%", "likely")], "of few"),
    ("抽查475批次，不合格20批次，合格率96.67%。", [], "the part is printed: another rule sees to it"),
    ("食品抽检300批次、药品抽检175批次，合格率96.67%。", [], "the rate may be of both"),
    ("支出475万元，执行率96.67%。", [], "no count"),
    ("抽查475批次，合格率96%以上。", [], "a bound"),
    ("抽查12000批次，合格率96.67%。", [], "of many every rate can be"),
]


@pytest.mark.parametrize(("sentence", "expected", "why"), FEASIBLE)
def test_rates_that_no_count_gives(report: Make, sentence: str, expected: list[tuple[str, str]], why: str) -> None:
    made = report(f"一、主要成效\n{sentence}\n")
    assert found(made, "ratio.feasible") == expected, why
