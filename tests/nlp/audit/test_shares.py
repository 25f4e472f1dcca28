"""Shares beside their parts."""

from collections.abc import Callable

import pytest

from nlp.types import Report

Make = Callable[[str], Report]

# (sentence, what is found), and why it is there
CASES = [
    ("支出总额3691.55万元，其中基本支出2735.18万元，占74.09%；项目支出956.37万元，占25.91%。", [], "it is so"),
    ("支出总额3691.55万元，其中基本支出2735.18万元，占47.09%。", [("2735.18万元/3691.55万元=74.09%", "certain")],
     "digits transposed"),
    ("培训816人次，其中妇女308人次，占33.75%。", [("308人次/816人次=37.75%", "certain")], "people"),
    ("基本支出2735.18万元，占74.09%；项目支出956.37万元，占25.91%。", [], "the whole is their sum"),
    ("全年支出100万元，占到位资金的90%。", [], "the whole is not told"),
    ("到位资金120万元，支出100万元，占到位资金的90%。", [("100万元/120万元=83.33%", "certain")], "named and told"),
    ("收入200万元，支出100万元，其中办公费30万元，占30%。", [], "one of the figures before agrees"),
    ("收入200万元，支出100万元，其中办公费30万元，占40%。", [("30万元/100万元=30.00%", "likely")],
     "more than one could be the whole"),
    ("支出100万元，其中甲40万元、乙60万元，分别占60%、40%。", [], "two at once"),
    ("提出建议117件，已解决98件，占86.73%。", [("98件/117件=83.76%", "likely")], "the count right before"),
    ("支出100万元。按功能分类：教育支出30万元，占40%。", [("30万元/100万元=30.00%", "likely")], "in one before"),
    ("全年离职6人，占聘用人数的42.86%。", [], "the whole is not told"),
    ("支出100.00万元，执行率98%，比上年的90.00万元增加10.00万元，增长11.11%。其中基本支出60.00万元"
     "（人员经费50.00万元、公用经费10.00万元），占支出的60%；项目支出40.00万元，占40%。", [], "it is far before"),
    ("比上年的90.00万元增加，其中项目支出40.00万元，占40%。", [], "last year's figure is no whole"),
    ("支出约100万元，其中办公费30万元，占40%。", [("30万元/100万元=30.00%", "likely")], "the whole is about"),
    ("支出100万元，其中办公费约30万元，占40%。", [], "the part is about"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected", "why"), CASES)
def test_shares(report: Make, sentence: str, expected: list[tuple[str, str]], why: str) -> None:
    made = report(f"一、支出情况\n{sentence}\n")
    assert [(f.computed, f.certainty) for f in made.findings if f.rule == "ratio.share"] == expected, why


def test_a_whole_told_elsewhere_is_an_assumption(report: Make) -> None:
    text = "一、支出情况\n项目支出3609.89万元。\n二、评价工作\n抽查项目7个，涉及资金2135.60万元，占项目支出的56.19%。\n"
    (finding,) = [f for f in report(text).findings if f.rule == "ratio.share"]
    assert (finding.computed, finding.certainty) == ("2135.60万元/3609.89万元=59.16%", "likely")
    assert "以项目支出为总数" in finding.message
