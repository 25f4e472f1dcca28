"""Spreadsheets: forms and stacked tables, values as shown, what surrounds the tables; damaged and hostile workbooks."""

import datetime
import io
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from nlp.errors import BrokenFile, EncryptedFile, ReadError, TooLarge
from nlp.indicators import indicators
from nlp.invariants import document_violations
from nlp.outline import outline
from nlp.readers.options import Options
from nlp.readers.sheet import read_xls, read_xlsx
from nlp.tables import grid, tables
from nlp.types import BlockKind, Document

Rows = Sequence[Sequence[object]]


def saved(workbook: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def filled(sheet: Worksheet, rows: Rows, *merged: str) -> Worksheet:
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    return sheet


def one_sheet(rows: Rows, *merged: str) -> Document:
    workbook = openpyxl.Workbook()
    filled(workbook.active, rows, *merged)
    return read_xlsx(saved(workbook), "自评表.xlsx", Options())


def told(document: Document) -> list[object]:
    """Running text as it is, tables as rows of texts."""
    return [
        grid(document, b) if b.kind is BlockKind.TABLE else document.text[b.span.start : b.span.end]
        for b in document.blocks
    ]


FORM: Rows = [
    ["附件1"],
    ["2024年度项目支出绩效自评表"],
    ["编制单位：某市财政局", None, None, None, None, None, None, "单位：万元"],
    ["项目名称", "农业发展资金"],
    ["主管部门", "某市农业农村局", None, None, "实施单位", "某市农技站"],
    ["项目资金", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [None, "年度资金总额", 1200.5, 1200.5, 1144.33, 10, 0.9532, 9.5],
    [None, "其中：当年财政拨款", 1200.5, 1200.5, 1144.33, None, 0.9532, None],
    ["年度总体目标", "预期目标", None, None, "实际完成情况"],
    [None, "完成培训200人", None, None, "已完成"],
    ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    [None, "产出指标", "数量指标", "培训人次", "≥200人次", 215, 20, 20],
    [None, None, "质量指标", "合格率", 0.95, 0.975, 15, 15],
    [None, "效益指标", "社会效益", "就业人数", "≥50人", "62人", 30, 28.5],
    ["总分", None, None, None, None, None, 100, 93],
    ["注：其他资金一并填报。"],
    ["填表人：张三", None, None, "联系电话：123456", None, None, "日期：", datetime.date(2024, 12, 31)],
]
MERGED = ("A1:H1", "A2:H2", "B4:H4", "B5:D5", "F5:H5", "A6:A8", "A9:A10", "B9:D9", "E9:H9", "B10:D10", "E10:H10",
          "A11:A14", "B12:B13", "A15:F15", "A16:H16")  # fmt: skip


def form() -> bytes:
    workbook = openpyxl.Workbook()
    sheet = filled(workbook.active, FORM, *MERGED)
    for place, code in {"G7": "0.00%", "G8": "0.00%", "E13": "0%", "F13": "0.0%"}.items():
        sheet[place].number_format = code
    return saved(workbook)


def test_a_form_comes_apart_into_its_tables() -> None:
    """项目支出绩效自评表: labels with values, the money, the goals, the indicators; title above, remarks below."""
    document = read_xlsx(form(), "自评表.xlsx", Options())
    words = [t for t in told(document) if isinstance(t, str)]
    parts = [t for t in told(document) if isinstance(t, list)]
    assert words == [
        "附件1",
        "2024年度项目支出绩效自评表",
        "编制单位：某市财政局　单位：万元",
        "注：其他资金一并填报。",
        "填表人：张三　联系电话：123456　日期：　2024-12-31",
    ]
    assert [(len(p), len(p[0]), p[0][0]) for p in parts] == [
        (2, 4, "项目名称"),
        (3, 8, "项目资金"),
        (2, 3, "年度总体目标"),
        (5, 8, "绩效指标"),
    ]
    assert parts[1][2] == ["项目资金", "其中：当年财政拨款", "1200.5", "1200.5", "1144.33", "", "95.32%", ""]
    kinds = [b.kind for b in document.blocks[:3]]
    assert kinds == [BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.CAPTION]


def test_the_indicators_of_a_form_are_found() -> None:
    document = read_xlsx(form(), "自评表.xlsx", Options())
    found = indicators(document, tables(document, outline(document)))
    assert [(i.level1, i.level2, i.name, i.target, i.actual, i.full_score, i.score) for i in found] == [
        ("产出指标", "数量指标", "培训人次", "≥200人次", "215", "20", "20"),
        ("产出指标", "质量指标", "合格率", "95%", "97.5%", "15", "15"),
        ("效益指标", "社会效益", "就业人数", "≥50人", "62人", "30", "28.5"),
    ]
    assert tables(document, outline(document))[0].unit == "万元"


@pytest.mark.parametrize(
    ("rows", "merged", "expected"),
    [
        # stacked tables, with and without a blank row; the title and the unit go with what follows
        (
            [["表1 收入情况表"], [None, "单位：万元"], ["项目", "预算数"], ["甲", 1], [],
             ["表2 支出情况表"], ["项目", "决算数"], ["乙", 2]],
            (),
            ["表1 收入情况表", "单位：万元", [["项目", "预算数"], ["甲", "1"]],
             "表2 支出情况表", [["项目", "决算数"], ["乙", "2"]]],
        ),
        (
            [["项目", "预算数"], ["甲", 1], ["表2 支出情况表"], ["项目", "决算数"], ["乙", 2]],
            ("A3:B3",),
            [[["项目", "预算数"], ["甲", "1"]], "表2 支出情况表", [["项目", "决算数"], ["乙", "2"]]],
        ),
        # a blank line of a form does not end its table
        ([["项目", "预算数"], ["甲", 1], [], ["乙", 2]], (), [[["项目", "预算数"], ["甲", "1"], ["乙", "2"]]]),
        # columns and rows that hold nothing are left out
        (
            [[], [None, None, "项目", None, "预算数"], [None, None, "甲", None, 1]],
            (),
            [[["项目", "预算数"], ["甲", "1"]]],
        ),
        # a banner inside a table is a row of it
        (
            [["项目", "预算数"], ["一、基本支出"], ["甲", 1]],
            ("A2:B2",),
            [[["项目", "预算数"], ["一、基本支出", "一、基本支出"], ["甲", "1"]]],
        ),
        # a title merged over two rows
        ([["自评表"], [], ["项目", "预算数"], ["甲", 1]], ("A1:B2",), ["自评表", [["项目", "预算数"], ["甲", "1"]]]),
        # a report written into one column is running text
        ([["一、概况"], ["我局有3个科室。"]], (), ["一、概况", "我局有3个科室。"]),
        # a label that waits for its value is the first row of the form
        ([["项目名称"], ["主管部门", "某局"]], (), [[["项目名称", ""], ["主管部门", "某局"]]]),
        ([["甲", 1]], (), [[["甲", "1"]]]),
        # without merged cells, an empty cell below a name belongs to it; one in a column of figures does not
        (
            [["一级指标", "三级指标", "得分"], ["产出", "数量", 5], [None, "质量", None], ["合计", None, 5]],
            (),
            [[["一级指标", "三级指标", "得分"], ["产出", "数量", "5"], ["产出", "质量", ""], ["合计", "", "5"]]],
        ),
        # the unit at the end of a line of the form above
        (
            [["部门名称", "某局", "单位：万元"], ["项目", "预算数", "决算数"], ["甲", 1, 2]],
            (),
            ["部门名称　某局　单位：万元", [["项目", "预算数", "决算数"], ["甲", "1", "2"]]],
        ),
    ],
)  # fmt: skip
def test_layout(rows: Rows, merged: tuple[str, ...], expected: list[object]) -> None:
    assert told(one_sheet(rows, *merged)) == expected


def test_values_as_shown() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    shown: list[tuple[object, str, str]] = [
        (0.1 + 0.2, "General", "0.3"),
        (123456789012, "General", "123456789012"),
        (0.9532, "0.00%", "95.32%"),
        (1234.567, "#,##0.00", "1,234.57"),
        (datetime.date(2024, 12, 31), "yyyy-mm-dd", "2024-12-31"),
        (datetime.date(2024, 12, 31), 'yyyy"年"m"月"d"日"', "2024年12月31日"),
        (datetime.date(2024, 12, 31), "mm-dd-yy", "2024-12-31"),  # 14, the date as the machine's language has it
        (True, "General", "TRUE"),
        ("#DIV/0!", "General", "#DIV/0!"),
        ("第一行\n第二行", "General", "第一行\n第二行"),
        ("_x0041_", "General", "A"),
    ]
    for row, (value, code, _) in enumerate(shown, 1):
        sheet.cell(row, 1, "项目")
        sheet.cell(row, 2, value).number_format = code
    document = read_xlsx(saved(workbook), "表.xlsx", Options())
    cells = [document.text[c.span.start : c.span.end] for b in document.blocks for c in b.cells if c.col == 1]
    assert cells == [said for *_, said in shown]


def test_sheets_are_named_where_there_are_several() -> None:
    workbook = openpyxl.Workbook()
    filled(workbook.active, [["甲", 1]]).title = "收入"
    filled(workbook.create_sheet("Sheet2"), [["乙", 2]])
    workbook.create_sheet("空表")
    document = read_xlsx(saved(workbook), "表.xlsx", Options())
    assert told(document) == ["收入", [["甲", "1"]], [["乙", "2"]]]
    assert (document.blocks[0].kind, document.blocks[0].level) == (BlockKind.HEADING, 1)


def test_hidden_sheets_are_named_in_a_note_and_hidden_rows_are_read() -> None:
    workbook = openpyxl.Workbook()
    filled(workbook.active, [["项目", "预算数"], ["甲", 1]]).row_dimensions[2].hidden = True
    filled(workbook.create_sheet("草稿"), [["乙", 2]]).sheet_state = "hidden"
    document = read_xlsx(saved(workbook), "表.xlsx", Options())
    assert told(document) == [[["项目", "预算数"], ["甲", "1"]]]
    assert [(n.code, "草稿" in n.message) for n in document.notes] == [("sheet-hidden", True)]


def test_a_formula_shows_its_result_and_says_where_it_has_none() -> None:
    document = one_sheet([["项目", "预算数"], ["合计", "=1+1"], ["甲", 1]])
    assert told(document) == [[["项目", "预算数"], ["合计", ""], ["甲", "1"]]]
    assert [(n.code, "1 个公式" in n.message) for n in document.notes] == [("formula-without-value", True)]


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = '<sheet name="表" r:id="r1"/>'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def raw(sheet: str, extra: dict[str, str] | None = None) -> bytes:
    """A workbook of the fewest parts with this XML as its sheet."""
    kinds = {"r1": ("worksheet", "sheet.xml"), "r2": ("sharedStrings", "strings.xml")}
    links = "".join(f'<Relationship Id="{k}" Type="{LINKS}/{t}" Target="{to}"/>' for k, (t, to) in kinds.items())
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{SHEET}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{LINKS}">{links}</Relationships>',
        "xl/sheet.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
    } | (extra or {})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return buffer.getvalue()


def data(*rows: str) -> str:
    return "<sheetData>" + "".join(rows) + "</sheetData>"


STRINGS = (
    f'<sst xmlns="{MAIN}"><si><t>项目</t></si>'
    '<si><r><t>预</t></r><r><t>算</t></r><rPh sb="0" eb="1"><t>yu</t></rPh></si></sst>'
)
NINES = "9" * 5000
HEADER = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        # rich text without its phonetic guide; cells and rows that do not say where they stand
        (
            data(HEADER, '<row><c t="str"><f>A1</f><v>甲</v></c><c><v>1</v></c></row>'),
            [[["项目", "预算"], ["甲", "1"]]],
        ),
        # references that are none
        (
            data('<row r="x"><c r="?" t="s"><v>0</v></c><c r="ZZZ1" t="s"><v>99</v></c><c t="b"><v>0</v></c></row>'),
            [[["项目", "FALSE"]]],
        ),
        (data('<row r="1"><c r="A1" s="77"><v>1.5</v></c><c r="B1"><v>无</v></c></row>'), [[["1.5", "无"]]]),
        # ISO dates and errors
        (
            data('<row><c t="d"><v>2024-12-31T00:00:00</v></c><c t="e"><v>#N/A</v></c></row>'),
            [[["2024-12-31", "#N/A"]]],
        ),
        # numbers that are none, or longer than a number is
        (
            data(f'<row r="{NINES}"><c s="²"><v>1</v></c><c t="s"><v>{NINES}</v></c><c t="s"><v>1</v></c></row>'),
            [[["1", "预算"]]],
        ),
        # halves of a character, each escaped: the whole one, or a sign that something is missing
        (
            data('<row><c t="str"><v>_xD83D__xDE00_</v></c><c t="str"><v>甲_xD83D_</v></c></row>'),
            [[["😀", "甲�"]]],
        ),
        # cells merged over others that hold words: the words stay
        (
            data(HEADER) + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
            [[["项目", "预算"]]],
        ),
        # the first and the last cell of a sheet
        (
            data('<row><c t="s"><v>0</v></c></row>', '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'),
            ["项目", "2"],
        ),
    ],
)  # fmt: skip
def test_unusual_sheets(sheet: str, expected: list[object]) -> None:
    document = read_xlsx(raw(sheet, {"xl/strings.xml": STRINGS}), "表.xlsx", Options())
    assert told(document) == expected
    assert document_violations(document) == []


def test_formatted_rows_cost_nothing() -> None:
    empty = "".join(f'<row r="{r}"><c r="A{r}" s="1"/></row>' for r in range(2, 50_000))
    document = read_xlsx(
        raw(data('<row r="1"><c t="inlineStr"><is><t>甲</t></is></c></row>', empty)), "表.xlsx", Options(max_cells=1)
    )
    assert told(document) == ["甲"]


DIAGONAL = [f"<row>{'<c/>' * i}<c><v>1</v></c><c><v>1</v></c></row>" for i in range(60)]
LAUGHS = (
    f'<!DOCTYPE a [<!ENTITY e "ha">]><worksheet xmlns="{MAIN}">' + data("<row><c><v>&e;</v></c></row>") + "</worksheet>"
)


@pytest.mark.parametrize(
    ("content", "options", "error", "says"),
    [
        (raw(data("<row><c><v>1</v></c><c><v>2</v></c></row>" * 9)), Options(max_cells=17), TooLarge, "单元格"),
        # cells in a diagonal: few, but the grid they span is not
        (raw(data(*DIAGONAL)), Options(max_cells=999), TooLarge, "单元格"),
        (raw(data(), {"xl/media/x": "0" * 3_000_000}), Options(max_unpacked=1_000_000), TooLarge, "解压"),
        (raw(data()), Options(), BrokenFile, "没有内容"),
        (raw("<sheetData><row>"), Options(), BrokenFile, "损坏"),
        (raw("", {"xl/sheet.xml": LAUGHS}), Options(), BrokenFile, "DTD|损坏"),
        (raw("", {"xl/workbook.xml": "<workbook/>"}), Options(), BrokenFile, "没有内容"),
        (b"PK\x03\x04", Options(), BrokenFile, "损坏"),
    ],
)  # fmt: skip
def test_hostile_and_broken_workbooks(content: bytes, options: Options, error: type[ReadError], says: str) -> None:
    with pytest.raises(error, match=says) as caught:
        read_xlsx(content, "表.xlsx", options)
    assert "表.xlsx" in str(caught.value)


# --- workbooks of Excel 97 ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def old() -> bytes:
    return (Path(__file__).parent / "sample.xls").read_bytes()


def test_old_workbook(old: bytes, sample_bytes: dict[str, bytes]) -> None:
    new = read_xlsx(sample_bytes[".xlsx"], "表.xlsx", Options())
    assert told(read_xls(old, "表.xls", Options())) == told(new)


def test_old_workbook_under_a_password(old: bytes) -> None:
    """The record that says so (FILEPASS, [MS-XLS] 2.4.117) in the place of another after the first one."""
    at = old.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    locked = old[:at] + b"\x2f\x00" + old[at + 2 :]
    with pytest.raises(EncryptedFile, match=r"表\.xls.*密码"):
        read_xls(locked, "表.xls", Options())


@settings(max_examples=300, deadline=None)
@given(st.integers(512, 6143), st.binary(min_size=1, max_size=8))
def test_damaged_old_workbook(at: int, noise: bytes) -> None:
    """Any bytes overwritten: a ReadError that names the file, or a Document that keeps its promises."""
    found = (Path(__file__).parent / "sample.xls").read_bytes()
    content = found[:at] + noise + found[at + len(noise) :]
    try:
        document = read_xls(content, "表.xls", Options())
    except ReadError as error:
        assert "表.xls" in str(error)  # noqa: PT017
    else:
        assert document_violations(document) == []


def record(kind: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack("<HH", kind, len(body)) + body


def cell(kind: int, row: int, col: int, *parts: bytes, style: int = 0) -> bytes:
    return record(kind, struct.pack("<HHH", row, col, style), *parts)


def stream(version: int, globals_: bytes, cells: bytes) -> bytes:
    """The stream of a workbook with one sheet ([MS-XLS] 2.1.7.20): a version, records on the whole, on the cells."""
    begin = struct.pack("<HHHH", version, 5, 0, 0)
    name = b"\x01\x00s" if version == BIFF8 else b"\x01s"
    styles = record(0xE0, struct.pack("<HH", 0, 0)) + record(0xE0, struct.pack("<HH", 0, 200))
    size = len(record(0x809, begin) + globals_ + styles + record(0x85, bytes(6), name) + record(0x0A))
    sheet = record(0x85, struct.pack("<IBB", size, 0, 0), name)
    whole = record(0x809, begin) + globals_ + styles + sheet + record(0x0A)
    return whole + record(0x809, struct.pack("<HHHH", version, 0x10, 0, 0)) + cells + record(0x0A)


def text8(text: str) -> bytes:
    """A length and text in Unicode, wide."""
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


BIFF5, BIFF8 = 0x0500, 0x0600
PERCENT8 = record(0x41E, struct.pack("<H", 200), text8("0.0%"))
# Two shared strings, the second broken after its first character, narrow before the break and wide behind it.
SHARED = record(0xFC, struct.pack("<II", 2, 2), text8("预算"), struct.pack("<HB", 3, 0), b"A")
SHARED += record(0x3C, b"\1", "绩效".encode("utf-16-le"))
LABELS = cell(0xFD, 0, 0, struct.pack("<I", 0)) + cell(0xFD, 0, 1, struct.pack("<I", 1))
CHART = record(0x809, bytes(8)) + cell(0x203, 5, 5, struct.pack("<d", 9)) + record(0x0A)


def rk(number: int, hundredths: bool = False) -> bytes:
    return struct.pack("<i", number * 4 + 2 + hundredths)


@pytest.mark.parametrize(
    ("version", "globals_", "cells", "expected"),
    [
        (
            BIFF5,
            record(0x42, struct.pack("<H", 936)) + record(0x41E, struct.pack("<H", 200), b"\x040.0%"),
            cell(0x204, 0, 0, b"\4\0", "预算".encode("gb18030")) + cell(0x27E, 0, 1, rk(5, True), style=1),
            [["预算", "5.0%"]],
        ),
        (BIFF8, PERCENT8 + SHARED, LABELS, [["预算", "A绩效"]]),
        # several packed numbers in a record: whole, negative, in hundredths, the upper half of a double
        (
            BIFF8,
            PERCENT8,
            record(0xBD, struct.pack("<HH", 0, 0), b"\0\0", rk(7), b"\0\0", rk(-7), b"\1\0", rk(25, True), b"\0\0",
                   struct.pack("<d", 1.5)[4:], b"\3\0"),
            [["7", "-7", "25.0%", "1.5"]],
        ),
        # results of formulas: a number, text in a record behind it, nothing, true, an error
        (
            BIFF8,
            PERCENT8,
            cell(0x06, 0, 0, struct.pack("<d", 0.5), bytes(8), style=1)
            + cell(0x06, 0, 1, b"\0\0\0\0\0\0\xff\xff", bytes(8)) + record(0x207, text8("文字"))
            + cell(0x06, 0, 2, b"\1\0\1\0\0\0\xff\xff", bytes(8))
            + cell(0x06, 0, 3, b"\2\0\x2a\0\0\0\xff\xff", bytes(8))
            + cell(0x06, 0, 4, b"\3\0\0\0\0\0\xff\xff", bytes(8)),
            [["50.0%", "文字", "TRUE", "#N/A"]],
        ),
        (BIFF8, b"", cell(0x205, 0, 0, b"\0\0") + CHART + cell(0x205, 0, 1, b"\7\1"), [["FALSE", "#DIV/0!"]]),
        # a date in a workbook that counts from 1904
        (
            BIFF8,
            record(0x41E, struct.pack("<H", 200), text8("yyyy-m-d")) + record(0x22, b"\1\0"),
            cell(0x203, 0, 0, struct.pack("<d", 44195), style=1) + cell(0x204, 0, 1, text8("止")),
            [["2024-12-31", "止"]],
        ),
    ],
)  # fmt: skip
def test_records(
    version: int, globals_: bytes, cells: bytes, expected: list[list[str]], compound: Callable[..., bytes]
) -> None:
    document = read_xls(compound({"Workbook": stream(version, globals_, cells)}), "表.xls", Options())
    assert told(document) == [expected]


def test_text_boxes_of_an_old_workbook(compound: Callable[..., bytes]) -> None:
    box = record(0x1B6, bytes(10), b"\4\0", bytes(4)) + record(0x3C, b"\1", "注：万元".encode("utf-16-le"))
    cells = cell(0x204, 0, 0, text8("甲")) + box
    assert told(read_xls(compound({"Workbook": stream(BIFF8, b"", cells)}), "表.xls", Options())) == ["甲", "注：万元"]


def many() -> bytes:
    """A workbook whose strings fill several records, some of them broken between two, narrow and wide ones mixed."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in range(1, 1500):
        words = "预算绩效" * (row % 40) if row % 3 else f"budget {row} " * (row % 20 + 1)
        sheet.append(
            [
                f"{words}{row}",
                round(row / 7, 6),
                -row,
                row * 1_000_003,
                row % 2 == 0,
                datetime.date(2024, 1, 1 + row % 28),
            ]
        )
        sheet.cell(row, 2).number_format = ("0.00%", "#,##0.00", "General")[row % 3]
    return saved(workbook)


@pytest.mark.slow
@pytest.mark.parametrize("saved_as", ["xls:MS Excel 97", "xlsx:Calc MS Excel 2007 XML"])
@pytest.mark.parametrize("make", [form, many])
def test_a_workbook_reads_alike_in_every_format(make: Callable[[], bytes], saved_as: str, tmp_path: Path) -> None:
    """As openpyxl writes it and as LibreOffice saves it again."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice is not installed")
    (tmp_path / "form.xlsx").write_bytes(make())
    (tmp_path / "out").mkdir()
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, "--headless", profile, "--convert-to", saved_as, "--outdir", str(tmp_path / "out")]
    subprocess.run([*command, str(tmp_path / "form.xlsx")], check=True, capture_output=True, timeout=120)
    (path,) = (tmp_path / "out").iterdir()
    reader = read_xls if path.suffix == ".xls" else read_xlsx
    assert told(reader(path.read_bytes(), "表", Options())) == told(read_xlsx(make(), "表", Options()))
