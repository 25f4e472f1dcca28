"""Why a problem is there: as the report says it, attached to the problems it explains, and to no others."""

from collections.abc import Callable

import pytest

from nlp.items import item_text
from nlp.types import ItemRole, Report

Make = Callable[[str], Report]


def causes(report: Report) -> list[tuple[str, str | None]]:
    """Each problem's first six characters with its cause."""
    found = [item for item in report.items if item.role is ItemRole.PROBLEM]
    text = report.document.text
    return [(item_text(report.document, i)[:6], "".join(text[c.start : c.end] for c in i.cause) or None) for i in found]


INSIDE = [
    pytest.param("执行进度缓慢，究其根源，在于前期论证不充分。", "前期论证不充分", id="究其根源"),
    pytest.param("执行进度缓慢，根子在于前期论证不充分。", "前期论证不充分", id="根子在于"),
    pytest.param("执行进度缓慢，系前期论证不充分所致。", "前期论证不充分", id="系…所致"),
    pytest.param("执行进度缓慢，这与前期论证不充分有很大关系。", "前期论证不充分", id="与…有关系"),
    pytest.param("执行进度缓慢，主要受雨季较长影响。", "受雨季较长影响", id="主要受…影响"),
    pytest.param("执行进度缓慢。主要是与乡镇衔接不够。", "与乡镇衔接不够", id="主要是, a sentence of its own"),
    pytest.param(
        "随着服务人口快速增加，现有床位不足的问题日益突出。", "随着服务人口快速增加", id="随着, in front of the problem"
    ),
    pytest.param(
        "执行进度缓慢。一方面前期论证不充分，另一方面用地手续办理较慢。",
        "一方面前期论证不充分，另一方面用地手续办理较慢",
        id="two sides after the problem",
    ),
    pytest.param(
        "资金支付滞后，主要原因是压缩严重，对履职有一定影响。", "压缩严重", id="what the cause led to is no part of it"
    ),
    pytest.param("执行进度缓慢，因此多个项目未能完工。", None, id="a consequence is no cause"),
    pytest.param("执行进度缓慢，部分因素难以预计。", None, id="因 inside a word"),
]


@pytest.mark.parametrize(("text", "expected"), INSIDE)
def test_inside_the_problem(report: Make, text: str, expected: str | None) -> None:
    assert [cause for _, cause in causes(report(f"五、存在问题\n{text}\n"))] == [expected]


PROBLEMS = "五、存在问题\n一是预算编制不够精细。二是固定资产账实不符。三是专业人才短缺。\n"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param(
            "第一，年初缺少调研依据。第二，台账长期无人登记。第三，招考岗位无人报名。",
            ["年初缺少调研依据", "台账长期无人登记", "招考岗位无人报名"],
            id="lists as long pair off",
        ),
        pytest.param(
            "第三个问题源于待遇偏低、吸引力不强。第一个和第二个问题的共同原因是内部衔接不畅。",
            ["内部衔接不畅", "内部衔接不畅", "待遇偏低、吸引力不强"],
            id="problems named by their numbers",
        ),
        pytest.param(
            "主观原因在于资产台账登记不及时；客观原因在于人才引进渠道较窄。",
            [None, "资产台账登记不及时", "人才引进渠道较窄"],
            id="by what they speak of; a problem that none speaks of has none",
        ),
        pytest.param(
            "思想上重业务、轻管理。",
            ["思想上重业务、轻管理"] * 3,
            id="one that speaks of none in particular explains all",
        ),
    ],
)
def test_a_section_of_causes(report: Make, told: str, expected: list[str | None]) -> None:
    made = report(f"{PROBLEMS}六、原因分析\n{told}\n七、改进措施\n一是细化预算编制。\n")
    assert [cause for _, cause in causes(made)] == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("上述问题主要是由于内部衔接不畅。", ["内部衔接不畅"] * 3),
        ("后两个问题，归结起来是内部衔接不畅。", [None, "内部衔接不畅", "内部衔接不畅"]),
        ("究其原因，一是年初调研不够；二是部门衔接不畅。", ["一是年初调研不够；二是部门衔接不畅"] * 3),
    ],
)
def test_told_at_the_end_for_several(report: Make, told: str, expected: list[str | None]) -> None:
    made = report(PROBLEMS.rstrip("\n") + told + "\n")
    assert causes(made) == list(zip(["预算编制不够", "固定资产账实", "专业人才短缺"], expected, strict=True))


def test_a_cause_of_its_own_is_kept(report: Make) -> None:
    made = report(
        "五、存在问题\n一是预算编制不够精细，由于年初缺少调研。二是固定资产账实不符。\n"
        "六、原因分析\n第一，思想不够重视。第二，台账长期无人登记。\n"
    )
    assert [cause for _, cause in causes(made)] == ["年初缺少调研", "台账长期无人登记"]
