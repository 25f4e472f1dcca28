"""Claims of table cells: indicator and role by the row's label and the column's header."""

from collections.abc import Callable

import pytest

from nlp.cells import table_figures
from nlp.tableclaims import table_claims
from nlp.tables import tables
from nlp.types import Claim, Document

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
