"""Figures with their shares, or their changes, told in the same order behind them."""

from collections.abc import Callable

import pytest

from nlp.types import Report

Make = Callable[[str], Report]

# (sentence, what is found), and why it is there
SHARES = [
    ("收入200.00万元，其中甲项收入120.00万元、乙项收入80.00万元，分别占60%、40%。", [], "it is so"),
    ("收入200.00万元，其中拨款120.00万元、其他收入80.00万元，分别占60%、48%。",
     [("80.00万元/200.00万元=40.00%", "certain")], "one of two"),
    ("经营主体1000户，其中企业250户、个体工商户700户、合作社50户，占比分别为25%、72%、5%。",
     [("700户/1000户=70.00%", "certain")], "one of three, 占比分别为"),
    ("经营主体1000户，其中企业250户、个体工商户700户、合作社50户，占比分别为25%、72%、6%。",
     [("700户/1000户=70.00%", "likely"), ("50户/1000户=5.00%", "likely")], "two of three: another order, perhaps"),
    ("收入200.00万元，其中拨款120.00万元、其他收入80.00万元，分别占55%、45%。", [], "none agrees: of another whole"),
    ("收入200.00万元，其中拨款120.00万元、其他收入80.00万元，分别占60%。", [], "fewer shares than parts"),
    ("收入200.00万元，其中拨款120.00万元、其他收入80.00万元，分别增长60%、48%。", [], "changes, no shares"),
]  # fmt: skip
CHANGES = [
    ("立案45起、罚没128.60万元，上年为37起、96.80万元，分别增长21.62%和32.85%。", [], "it is so"),
    ("立案45起、罚没128.60万元，上年为37起、96.80万元，分别增长24.62%和32.85%。",
     [("(45起-37起)/37起=21.62%", "certain")], "one of two"),
    ("立案37起、罚没96.80万元，上年为45起、128.60万元，分别下降17.78%和42.73%。",
     [("(128.60万元-96.80万元)/128.60万元=24.73%", "certain")], "of decrease"),
    ("立案45起、罚没128.60万元，上年为37起、96.80万元，分别增长24.62%和33.85%。", [], "none agrees: something else"),
    ("立案45起、罚没128.60万元，分别增长24.62%和32.85%。", [], "the year before is not told"),
    ("立案45起、罚没128.60万元，上年为96.80万元、37起，分别增长24.62%和32.85%。", [], "in another order"),
]  # fmt: skip


def found(report: Report, rule: str) -> list[tuple[str, str]]:
    return [(f.computed, f.certainty) for f in report.findings if f.rule == rule]


@pytest.mark.parametrize(("sentence", "expected", "why"), SHARES)
def test_shares(report: Make, sentence: str, expected: list[tuple[str, str]], why: str) -> None:
    assert found(report(f"一、收支情况\n{sentence}\n"), "ratio.respective") == expected, why


@pytest.mark.parametrize(("sentence", "expected", "why"), CHANGES)
def test_changes(report: Make, sentence: str, expected: list[tuple[str, str]], why: str) -> None:
    assert found(report(f"一、主要成效\n{sentence}\n"), "change.respective") == expected, why
