"""Figures in table cells: what names them, and the unit that their surroundings give them."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from nlp.cells import Figure, named_unit, table_figures
from nlp.tables import tables
from nlp.types import Document

Make = Callable[[str], Document]


def rows(*lines: tuple[str, ...]) -> str:
    return "".join("\t".join(line) + "\n" for line in lines)


def found(made: Document) -> list[Figure]:
    return [f for i, table in enumerate(tables(made, ())) for f in table_figures(made, table, i)]


# (caption, header, row, the last figure's value in base units, unit), and why it is there
UNITS = [
    ("单位：万元", "决算数", ("基本支出", "1203.52"), "12035200", "元", "the unit line above the table"),
    ("", "决算数（元）", ("基本支出", "1203.52"), "1203.52", "元", "brackets in the header"),
    ("单位：万元", "决算数（元）", ("基本支出", "12"), "12", "元", "the header is nearer than the unit line"),
    ("单位：万元", "完成数", ("培训人数（人）", "120"), "120", "人", "brackets in the row's label"),
    ("单位：万元", "得分", ("预算执行", "9.5"), "9.5", "分", "marks are no money"),
    ("单位：万元", "占比（%）", ("基本支出", "86.20"), "86.2", "%", "shares are no money"),
    ("单位：万元", "执行率", ("基本支出", "95.52%"), "95.52", "%", "printed with the figure"),
    ("单位：万元", "在职人数", ("办公室", "12"), "12", "人", "people are no money"),
    ("", "决算数", ("基本支出", "1203.52"), "1203.52", "", "nothing says what is counted"),
    ("单位：万元", "支出数", ("代表之家（站）建设", "39.00"), "390000", "元", "brackets inside a name are no unit"),
    ("单位：万元", "预算数", ("收运车辆", "720"), "7200000", "元", "money for vehicles is money"),
    ("单位：万元", "支出数", ("离退休人员", "35.20"), "352000", "元", "money for people is money"),
    ("单位：万元", "决算数", ("年末在职人数", "35"), "35", "", "a row of people among rows of money"),
    ("单位：万元", "受益农户", ("高山片区", "5980"), "5980", "", "households are no money"),
    ("单位：人", "年末实有", ("行政", "26"), "26", "人", "the unit line says people"),
    ("单位：人", "局机关", ("核定编制", "19"), "19", "人", "the unit line and the row"),
    ("万元", "支出金额", ("投放设施", "771.3"), "7713000", "元", "a unit in a line of its own"),
    ("（万元）", "支出金额", ("投放设施", "771.3"), "7713000", "元", "in brackets"),
]


@pytest.mark.parametrize(("caption", "header", "row", "value", "unit", "why"), UNITS)
def test_units(
    document: Make, caption: str, header: str, row: tuple[str, ...], value: str, unit: str, why: str
) -> None:
    head = (f"{caption}\n" if caption else "") + rows(("项目", header), row, row)
    figure = found(document(head))[-1]
    assert (figure.quantity.value, figure.quantity.unit) == (Decimal(value), unit), why


# What stands in a cell and is no figure, under its header.
SILENT = [("序号", "12"), ("行次", "12"), ("科目编码", "2013801"), ("合同签订日期", "2023"), ("执行情况", "已完成")]


@pytest.mark.parametrize(("header", "cell"), SILENT)
def test_no_figures(document: Make, header: str, cell: str) -> None:
    made = document(rows(("项目", header, "备注"), ("培训", cell, ""), ("检查", cell, "")))
    assert found(made) == []


def test_names_of_rows_and_columns(document: Make) -> None:
    made = document(
        rows(
            ("一级指标", "三级指标", "指标值", "完成值", "分值", "得分"),
            ("产出指标（50分）", "检查次数", "≥50次", "52次", "10", "9"),
            ("产出指标（50分）", "培训人数", "≥100人", "90人", "10", "9"),
        )
    )
    marks, target, actual, full, score = found(made)[:5]
    assert (marks.label, marks.quantity.value, marks.named_by_itself) == ("产出指标（50分）", 50, True)
    assert {f.label for f in (target, actual, full, score)} == {"检查次数"}
    assert [f.header for f in (target, actual, full, score)] == ["指标值", "完成值", "分值", "得分"]
    assert target.quantity.op == ">="
    assert target.groups == ("产出指标（50分）",)


def test_a_header_midway_heads_what_is_below_it(document: Make) -> None:
    made = document(
        rows(
            ("项目名称", "年初预算数", "全年执行数"),
            ("维修", "10", "9"),
            ("指标名称", "分值", "得分"),
            ("验收合格率", "20", "19"),
        )
    )
    assert [f.header for f in found(made)] == ["年初预算数", "全年执行数", "分值", "得分"]


@pytest.mark.parametrize(
    ("printed", "base", "factor"),
    [("万元", "元", "10000"), ("亿元", "元", "100000000"), ("%", "%", "1"), ("人", "人", "1"), ("万人", "人", "10000")],
)
def test_names_of_units(printed: str, base: str, factor: str) -> None:
    known = named_unit(printed)
    assert known is not None
    assert (known[0].base, known[1]) == (base, Decimal(factor))


def test_what_is_no_unit() -> None:
    assert named_unit("资金") is None
