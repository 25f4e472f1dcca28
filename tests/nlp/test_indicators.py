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


HEAD = ("一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分")


def test_a_header_repeated_on_the_next_page_is_no_indicator(document: Make) -> None:
    made = document(rows(HEAD, *BODY, HEAD, *BODY))
    assert [i.name for i in found(made)] == ["检查次数", "检查次数"]


def test_a_level_left_empty_is_that_of_the_row_above(document: Make) -> None:
    made = document(
        rows(
            HEAD,
            *BODY,
            ("", "", "培训次数", "3次", "3次", "5", "5"),
            ("", "质量指标", "合格率", "95%", "96%", "5", "5"),
            ("效益指标", "", "知晓率", "95%", "96%", "5", "5"),
        )
    )
    assert [(i.level1, i.level2) for i in found(made)] == [
        ("产出指标", "数量指标"),
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("效益指标", ""),
    ]


def test_several_indicators_in_one_cell(document: Make) -> None:
    made = document(
        rows(HEAD, ("产出指标", "数量指标", "1.检查 2.培训", "1.50次 2.3期", "1.52次 2.2期", "10", "9"), *BODY)
    )
    assert [(i.name, i.target, i.actual, i.score) for i in found(made)][:2] == [
        ("检查", "50次", "52次", "9"),
        ("培训", "3期", "2期", "9"),
    ]


def test_a_cell_of_several_values_stays_whole_where_they_are_not_as_many(document: Make) -> None:
    made = document(rows(HEAD, ("产出指标", "数量指标", "1.检查 2.培训", "1.50次 2.3期", "完成", "10", "9"), *BODY))
    assert found(made)[0].name == "1.检查 2.培训"


def test_a_second_level_without_a_third_names_the_indicators(document: Make) -> None:
    made = document(rows(("一级指标", "二级指标", "指标值", "完成值", "得分"), ("产出", "检查", "5次", "5次", "9")))
    (one,) = found(made)
    assert (one.level1, one.level2, one.name) == ("产出", "", "检查")


@pytest.mark.parametrize("target", ["年初目标", "年度目标", "绩效目标", "计划完成值", "年初目标值", "全年指标值"])
def test_more_names_of_the_target(document: Make, target: str) -> None:
    made = document(rows(("指标名称", target, "实际完成", "分值", "得分"), ("招生", "430人", "436人", "8", "8")))
    assert [(i.target, i.actual) for i in found(made)] == [("430人", "436人")]


@pytest.mark.parametrize("score", ["得分", "自评得分", "评价得分", "自评分", "自评分值", "评分"])
def test_more_names_of_the_marks(document: Make, score: str) -> None:
    made = document(rows(("指标名称", "指标值", "完成值", "权重", score), ("招生", "430人", "436人", "8", "7.5")))
    assert [(i.full_score, i.score) for i in found(made)] == [("8", "7.5")]


def test_the_rate_and_the_reason_are_no_marks(document: Make) -> None:
    head = ("指标名称", "指标值", "完成值", "分值", "得分率", "得分", "未完成原因")
    made = document(rows(head, ("招生", "430人", "436人", "8", "90%", "7.2", "无")))
    assert [(i.actual, i.full_score, i.score) for i in found(made)] == [("436人", "8", "7.2")]


def test_marks_of_a_level_stand_left_of_the_name(document: Make) -> None:
    head = ("评价内容", "分值", "三级指标", "目标值", "完成值", "指标分值", "得分")
    made = document(rows(head, ("产出", "50", "检查", "5次", "5次", "8", "7")))
    assert [(i.level1, i.full_score, i.score) for i in found(made)] == [("产出", "8", "7")]


def test_totals_out_of_line_are_no_indicators(document: Make) -> None:
    made = document(rows(HEAD, *BODY, ("合计", "100", "92.6", "", "", "", "")))
    assert [i.name for i in found(made)] == ["检查次数"]


def test_a_row_that_reads_like_a_header_is_one_only_without_figures(document: Make) -> None:
    made = document(rows(HEAD, ("决策", "绩效目标", "绩效指标明确性", "明确", "较明确", "5", "4"), *BODY))
    assert [i.name for i in found(made)] == ["绩效指标明确性", "检查次数"]
