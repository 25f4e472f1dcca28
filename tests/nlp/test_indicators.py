"""Indicator tables: their columns by the header's words, rows that are no indicators."""

from collections.abc import Callable

import pytest

from nlp.indicators import indicators
from nlp.tables import tables
from nlp.types import Document, Indicator

Make = Callable[[str], Document]


def found(made: Document) -> tuple[Indicator, ...]:
    return indicators(made, tables(made, ()))


def rows(*lines: tuple[str, ...]) -> str:
    return "".join("\t".join(line) + "\n" for line in lines)


BODY = (("产出指标", "数量指标", "检查次数", "50次", "52次", "10", "9"),)


@pytest.mark.parametrize("target", ["指标值", "年度指标值", "目标值", "预期值", "预期目标", "年度目标值"])
@pytest.mark.parametrize("actual", ["完成值", "实际完成值", "实际值", "完成情况", "实际完成情况"])
def test_columns_by_their_names(document: Make, target: str, actual: str) -> None:
    made = document(rows(("一级指标", "二级指标", "三级指标", target, actual, "分值", "得分"), *BODY * 2))
    first = found(made)[0]
    assert (first.level1, first.level2, first.name) == BODY[0][:3]
    assert (first.target, first.actual, first.full_score, first.score) == BODY[0][3:]


@pytest.mark.parametrize("name", ["三级指标", "指标名称", "绩效指标", "四级指标"])
def test_names_of_the_indicators_column(document: Make, name: str) -> None:
    made = document(rows((name, "指标值", "完成值"), ("检查次数", "50次", "52次"), ("培训次数", "3次", "3次")))
    assert [i.name for i in found(made)] == ["检查次数", "培训次数"]


@pytest.mark.parametrize("total", ["总分", "合计", "总计", "小计"])
def test_totals_are_no_indicators(document: Make, total: str) -> None:
    head = ("指标名称", "指标值", "完成值", "得分")
    made = document(rows(head, ("检查次数", "50次", "52次", "9"), (total, "", "", "9")))
    assert [i.name for i in found(made)] == ["检查次数"]


def test_a_header_further_down_renames_the_columns(document: Make) -> None:
    made = document(
        rows(
            ("指标名称", "指标值", "完成值"),
            ("检查次数", "50次", "52次"),
            ("指标名称", "完成值", "指标值"),
            ("培训次数", "4次", "3次"),
        )
    )
    assert [(i.name, i.target, i.actual) for i in found(made)] == [
        ("检查次数", "50次", "52次"),
        ("培训次数", "3次", "4次"),
    ]


def test_a_table_without_indicators_gives_none(document: Make) -> None:
    made = document(rows(("项目", "预算数", "决算数"), ("基本支出", "12.5", "13"), ("项目支出", "8", "7")))
    assert found(made) == ()
