"""Which measure answers which problem: only with a reason."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from nlp.items import item_text
from nlp.links import linked
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


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("针对问题二，定期盘点。", ["资产账实"]),
        ("针对第（一）、（三）个问题，加强培训。", ["预算编制", "绩效目标"]),
        ("针对前两个问题，压实责任。", ["预算编制", "资产账实"]),
    ],
)
def test_a_measure_answers_the_problems_whose_numbers_it_names(report: Make, measure: str, expected: list[str]) -> None:
    made = report(
        "五、存在问题\n一是预算编制不够精细。二是资产账实不符。三是绩效目标不明确。\n"
        f"六、改进措施\n一是{measure}二是优化食堂环境。\n"
    )
    assert [p[:4] for p in answers(made)[0][1]] == expected


def test_meaning_is_a_reason_where_it_is_measured(report: Make) -> None:
    """The words have nothing in common; who knows that 招聘护士 is about 人手 sees the link."""
    made = report("五、存在问题\n一是病区人手紧缺。二是台账缺失。\n六、改进措施\n一是面向高校招聘护士。\n")

    def alike(texts: Sequence[str], /) -> list[list[float]]:
        nursing = [any(word in text for word in ("人手", "护士")) for text in texts]
        return [[float(a == b) for b in nursing] for a in nursing]

    plain = [replace(item, answers=(), themes=()) for item in made.items]
    assert [item.answers for item in linked(made.document, made.sections, plain)] == [(), (), ()]
    assert [item.answers for item in linked(made.document, made.sections, plain, alike)] == [(), (), (0,)]
