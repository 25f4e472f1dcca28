"""Which measure answers which problem: only with a reason."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from nlp.items import item_text
from nlp.links import linked
from nlp.types import Document, ItemRole, Report
from nlp.understand import understand

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


class Nursing:
    """Knows that 护士 is about 人手."""

    version = "test"

    def __call__(self, texts: Sequence[str], /) -> Sequence[Sequence[float]]:
        about = [any(word in text for word in ("人手", "护士")) for text in texts]
        return [[float(a == b) for b in about] for a in about]


def test_meaning_is_a_reason_where_it_is_measured(report: Make) -> None:
    """The words have nothing in common; who knows that 招聘护士 is about 人手 sees the link."""
    made = report("五、存在问题\n一是病区人手紧缺。二是台账缺失。\n六、改进措施\n一是面向高校招聘护士。\n")

    plain = [replace(item, answers=(), themes=()) for item in made.items]
    assert [item.answers for item in linked(made.document, made.sections, plain)] == [(), (), ()]
    assert [item.answers for item in linked(made.document, made.sections, plain, Nursing())] == [(), (), (0,)]


def test_a_measure_that_speaks_of_a_problems_own_cause_answers_it(report: Make) -> None:
    """培训 and 轮岗 stand in the cause only."""
    made = report(
        "五、存在问题\n（一）凭证附件不齐全\n抽查的30份凭证中有4份缺件。\n原因分析：会计轮岗频繁，岗前培训缺位。\n"
        "（二）公务车辆闲置\n2辆车全年未出车。\n原因分析：用车审批层级过多。\n"
        "六、改进措施\n一是压缩用车审批层级。二是实行会计轮岗交接制，补上岗前培训。\n"
    )
    assert [[p[:4] for p in found] for _, found in answers(made)] == [["公务车辆"], ["凭证附件"]]


def test_a_cause_of_all_problems_tells_them_not_apart(report: Make) -> None:
    made = report(
        "五、存在问题\n一是预算编制不够精细。二是资产账实不符。三是绩效目标不明确。\n"
        "以上问题主要是由于岗前培训缺位。\n六、改进措施\n一是定期举办岗前培训，补上短板。二是优化食堂环境。\n"
    )
    assert [found for _, found in answers(made)] == [[], []]


def test_what_another_measure_answers_much_better_is_left_to_it(report: Make) -> None:
    made = report(
        "五、存在问题\n一是防火装备老化，防火物资储备不足。二是造林管护不到位，补植任务加重。三是财务人员不足。\n"
        "六、改进措施\n一是建立造林管护责任制，组织补植。二是更新防火装备，充实防火物资储备，修缮管护用房。三是招聘财务人员。\n"
    )
    assert [[p[:4] for p in found] for _, found in answers(made)] == [["造林管护"], ["防火装备"], ["财务人员"]]


def test_the_version_of_what_measures_meaning_is_part_of_how_a_report_was_made(
    document: Callable[[str], Document],
) -> None:
    """So that a library knows which reports another encoder would read differently."""
    made = document("一、存在问题\n台账缺失。\n")
    assert ("similarity", "test") in understand(made, similarity=Nursing()).made_by
    assert "similarity" not in dict(understand(made).made_by)


def test_measures_between_problems_answer_the_last_ones(report: Make) -> None:
    """The rows of a table, or problem and measure by turns, whatever words the measure has in common with others."""
    made = report(
        "五、存在问题及改进措施\n"
        "1.县级配套资金不足。改进措施：争取列入预算。\n"
        "2.卫生院没有接入系统。改进措施：列入改造计划，落实县级配套资金。\n"
    )
    assert [problems for _, problems in answers(made)] == [["县级配套资金不足"], ["卫生院没有接入系统"]]
