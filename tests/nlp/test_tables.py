"""Tables as grids: header rows, merged cells, title and unit."""

from collections.abc import Callable

import pytest

from nlp.tables import grid, header, header_rows, tables
from nlp.types import BlockKind, Document

Make = Callable[[str], Document]

HEADERS = [
    pytest.param([["项目", "预算数"]], 0, [], id="one row has no header"),
    pytest.param([["项目", "预算数"], ["基本支出", "12.5"]], 1, ["项目", "预算数"], id="one row"),
    pytest.param(
        [["项目", "收入", "收入", "支出"], ["项目", "年初", "年末", "支出"], ["甲", "1", "2", "3"]],
        2,
        ["项目", "收入 年初", "收入 年末", "支出"],
        id="merged over columns and rows",
    ),
    pytest.param(
        [["项目", "单位", "预算数"], ["项目", "单位", "12.5"], ["乙", "元", "3"]],
        1,
        ["项目", "单位", "预算数"],
        id="a row with figures is no header",
    ),
    pytest.param(
        [["项目名称", "甲", "甲", "甲"], ["主管部门", "某局", "单位", "某所"], ["丙", "1", "2", "3"]],
        1,
        ["项目名称", "甲", "甲", "甲"],
        id="a form's first line ties nothing",
    ),
    pytest.param(
        [["合并", "合并"], ["合并", "合并"], ["甲", "1"]], 1, ["合并", "合并"], id="the same row twice is no header"
    ),
]


@pytest.mark.parametrize(("rows", "count", "names"), HEADERS)
def test_header(rows: list[list[str]], count: int, names: list[str]) -> None:
    assert header_rows(rows) == count
    assert header(rows, count) == names


ROWS = "项目\t预算数\t决算数\n基本支出\t1178.86\t1203.52\n项目支出\t265.42\t192.68\n"

ABOVE = [
    ("表1 收支情况表\n单位：万元\n", "表1 收支情况表", "万元"),
    ("表1 收支情况表\n（单位：万元）\n", "表1 收支情况表", "万元"),
    ("表1 收支情况表\n金额单位：元\n", "表1 收支情况表", "元"),
    ("表1 收支情况表\n", "表1 收支情况表", None),
    ("单位：万元\n", None, "万元"),
    ("编制单位：某局　　单位：万元\n", "编制单位：某局　　单位：万元", "万元"),  # more than a unit: a title too
    ("全年执行情况良好，各项支出均在预算之内。\n", None, None),
]


@pytest.mark.parametrize(("above", "title", "unit"), ABOVE)
def test_title_and_unit(document: Make, above: str, title: str | None, unit: str | None) -> None:
    made = document(above + ROWS)
    (table,) = tables(made, ())
    found = made.text[table.title.start : table.title.end] if table.title else None
    assert (found, table.unit, table.header_rows) == (title, unit, 1)


def test_every_place_of_a_merged_cell_holds_its_text(document: Make) -> None:
    made = document("科目\t项目\t金额\n基本支出\t人员\t12.5\n\t公用\t3.5\n项目支出\t专项\t8\n")
    (block,) = (b for b in made.blocks if b.kind is BlockKind.TABLE)
    assert [row[0] for row in grid(made, block)] == ["科目", "基本支出", "基本支出", "项目支出"]
