"""Claims of table cells: indicator and role by the row's label and the column's header."""

from collections.abc import Callable

import pytest

from nlp.cells import table_figures
from nlp.tableclaims import table_claims
from nlp.tables import tables
from nlp.types import Claim, Document, Report

Make = Callable[[str], Document]


def found(made: Document, year: int = 2023) -> list[Claim]:
    known = tables(made, ())
    return list(table_claims(known, [table_figures(made, t, i) for i, t in enumerate(known)], year))


# (header, cell, role, period), and why it is there
ROLES = [
    ("年初预算数（万元）", "10", "预算数", "2023", "planned, at the year's beginning"),
    ("调整预算数（万元）", "-3", "调整数", None, "by how much it was changed"),
    ("2022年决算数（万元）", "9", "决算数", "2022", "another year is named"),
    ("上年决算数（万元）", "9", "决算数", "2022", "the year before the one evaluated"),
    ("全年执行数（万元）", "9", "决算数", None, "spent"),
    ("指标值", "≥95%", "目标值", None, "a target"),
    ("完成值", "96%", "完成值", None, "what was done"),
    ("分值", "10", "满分", None, "what may be scored"),
    ("得分", "9", "得分", None, "what was scored"),
    ("占比（%）", "12.5", "占比", None, "a share"),
    ("增减率", "12.5%", "同比", None, "a change"),
    ("编制数", "12", "其他", None, "people there are no achievement"),
]


@pytest.mark.parametrize(("header", "cell", "role", "period", "why"), ROLES)
def test_roles(document: Make, header: str, cell: str, role: str, period: str | None, why: str) -> None:
    made = document(f"项目\t{header}\n一、基本支出\t{cell}\n二、项目支出\t{cell}\n")
    claim = found(made)[0]
    assert (claim.role, claim.period) == (role, period), why


@pytest.mark.parametrize(
    "label", ["一、基本支出", "其中：基本支出", "（一）基本支出", "1.基本支出", "基本支出（万元）", "基 本 支 出"]
)
def test_names_without_numbers_and_units(document: Make, label: str) -> None:
    made = document(f"单位：万元\n项目\t决算数\n{label}\t12\n合计\t12\n")
    assert found(made)[0].indicator == "基本支出"


def test_the_row_is_the_context(document: Make) -> None:
    made = document("单位：万元\n项目\t预算数\t决算数\n基本支出\t12\t11.5\n合计\t12\t11.5\n")
    claim = found(made)[1]
    text = made.text[claim.context.start : claim.context.end]
    assert text.split() == ["基本支出", "12", "11.5"]
    assert claim.cell is not None
    assert (claim.cell.row, claim.cell.col) == (1, 2)


def test_figures_without_a_unit_are_no_claims(document: Make) -> None:
    assert found(document("项目\t情况\n设备\t12\n车辆\t3\n")) == []


def test_a_long_cell_is_read_like_a_paragraph(report: Callable[[str], Report]) -> None:
    said = "全年组织执法检查126次，查处违法案件35件，其中办结33件，办结率94.29%；较上年增长5.2%，群众满意度保持稳定。"
    made = report(f"附件\n三级指标\t指标值\t完成情况\n执法检查\t≥120次\t{said}\n")
    told = [(c.indicator, c.role) for c in made.claims if c.cell is not None and c.cell.col == 2]
    assert told == [
        ("组织执法检查", "完成值"),
        ("查处违法案件", "完成值"),
        ("办结", "完成值"),
        ("办结率", "完成值"),
        ("办结率", "同比"),
    ]


def test_a_long_cell_of_targets_holds_targets(report: Callable[[str], Report]) -> None:
    said = "完成农村公路养护320公里，新建农村客运候车亭20个，改造危桥3座，群众出行满意度进一步提升，养护质量优良。"
    made = report(f"附件\n项目\t年度目标\n公路养护\t{said}\n")
    assert [c.role for c in made.claims if c.cell is not None] == ["目标值"] * 3
