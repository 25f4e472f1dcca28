"""Which measure answers which problem: only with a reason."""

from collections.abc import Callable

import pytest

from nlp.items import item_text
from nlp.types import ItemRole, Report

Make = Callable[[str], Report]


def answers(report: Report) -> list[tuple[str, list[str]]]:
    """Each measure with the problems it answers."""
    text = [item_text(report.document, item) for item in report.items]
    measures = [(i, item) for i, item in enumerate(report.items) if item.role is ItemRole.MEASURE]
    return [(text[i], [text[p] for p in item.answers]) for i, item in measures]


MIXED = (
    "五、存在问题及改进措施\n"
    "（一）预算编制不够精细，缺乏依据。改进措施：加强前期调研，提高编制质量。\n"
    "（二）资产账实不符，管理薄弱。改进措施：定期盘点，完善台账。\n"
)


def test_a_measure_answers_the_problem_it_stands_with(report: Make) -> None:
    """Its own problem, although the words have little in common."""
    first, second = answers(report(MIXED))
    assert [p[:4] for p in first[1]] == ["预算编制"]
    assert [p[:4] for p in second[1]] == ["资产账实"]


def test_two_lists_pair_off_in_order(report: Make) -> None:
    made = report(
        "五、存在问题\n一是预算编制不够精细，缺乏依据。二是绩效目标设置不合理，指标不够量化。三是资产账实不符，台账缺失。\n"
        "六、改进措施\n一是细化预算编制，提高编制依据的充分性。二是合理设置绩效目标，量化指标。三是清查资产，完善台账。\n"
    )
    assert [[p[:4] for p in found] for _, found in answers(made)] == [["预算编制"], ["绩效目标"], ["资产账实"]]


def test_the_order_does_not_matter_where_words_say_more(report: Make) -> None:
    made = report(
        "五、存在问题\n一是预算编制不够精细，缺乏依据。二是绩效目标设置不合理，指标不够量化。三是资产账实不符，台账缺失。\n"
        "六、改进措施\n一是清查资产，完善台账。二是细化预算编制，提高编制依据的充分性。三是合理设置绩效目标，量化指标。\n"
    )
    assert [[p[:4] for p in found] for _, found in answers(made)] == [["资产账实"], ["预算编制"], ["绩效目标"]]


def test_what_has_been_done_about_last_years_problems_answers_none(report: Make) -> None:
    made = report(
        "四、上年度绩效自评问题整改情况\n一是细化预算编制，已完成整改。二是完善资产台账，已完成整改。\n"
        "五、存在问题\n一是预算编制不够精细，缺乏依据。二是资产台账缺失，账实不符。\n"
    )
    found = answers(made)
    assert len(found) == 2
    assert [p for _, p in found] == [[], []]


@pytest.mark.parametrize(
    "problems",
    [
        "一是预算编制不够精细，缺乏依据。二是资产账实不符，台账缺失。",
        "执法车辆老化。",  # nor the only one
    ],
)
def test_a_measure_about_something_else_answers_nothing(report: Make, problems: str) -> None:
    made = report(f"五、存在问题\n{problems}\n六、改进措施\n一是举办书法比赛，丰富文体生活。\n")
    ((_, found),) = answers(made)
    assert found == []


def test_without_problems_nothing_is_answered(report: Make) -> None:
    made = report("六、改进措施\n一是细化预算编制。二是完善台账。\n")
    assert [found for _, found in answers(made)] == [[], []]
