"""The writer contract: every format of WRITERS writes what a table holds, and other programs read it back."""

import csv
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from api import export
from api.export import WRITERS
from api.export.csv import FORMULA_STARTS
from api.export.tables import Column, Table
from api.export.xlsx import CUT, MAX_ROWS, MAX_TEXT
from nlp.errors import CallError

COLUMNS = (
    Column("name", "名称", "一段文字", 20),
    Column("amount", "金额", "一个数", 12),
    Column("year", "年度", "一个整数", 8),
    Column("themes", "主题", "几个词", 18),
)

ROWS = [
    ("剑阳县农业农村局", Decimal("14442800.00"), 2023, ("预算执行", "资产管理")),
    (None, None, None, ()),  # nothing said
    ("", Decimal("0"), 0, ("其他",)),  # empty and zero are not nothing
    ('第一行\n第二行,“引号”和"引号"', Decimal("-3.5"), 2024, ("a",)),  # what CSV must quote; a negative number
    ('=HYPERLINK("http://x","点我")', Decimal("12345678901234567.89"), 1, ("=1+1",)),  # formula; too long for a double
    ("https://example.org/a", Decimal("1E+3"), 2, ()),  # a link stays text; an exponent is not shown
]
TABLE_TITLES = [column.title for column in COLUMNS]


def read_xlsx(path):
    """Header, rows; what a cell shows as text, or its number."""
    book = openpyxl.load_workbook(path)
    rows = list(book.worksheets[0].values)
    return list(rows[0]), [list(row) for row in rows[1:]]


def read_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    return rows[0], rows[1:]


def read_jsonl(path):
    rows = [json.loads(line, parse_float=Decimal) for line in path.read_text("utf-8").splitlines()]
    return list(rows[0]), [list(row.values()) for row in rows]


READ = {".xlsx": read_xlsx, ".csv": read_csv, ".jsonl": read_jsonl}

EXPECTED = {
    ".xlsx": [
        ["剑阳县农业农村局", 14442800, 2023, "预算执行、资产管理"],
        [None, None, None, None],
        ["", 0, 0, "其他"],
        ["第一行\n第二行,“引号”和\"引号\"", -3.5, 2024, "a"],
        ["=HYPERLINK(\"http://x\",\"点我\")", "12345678901234567.89", 1, "=1+1"],
        ["https://example.org/a", 1000, 2, None],
    ],
    ".csv": [
        ["剑阳县农业农村局", "14442800.00", "2023", "预算执行、资产管理"],
        ["", "", "", ""],
        ["", "0", "0", "其他"],
        ["第一行\n第二行,“引号”和\"引号\"", "-3.5", "2024", "a"],
        ["'=HYPERLINK(\"http://x\",\"点我\")", "12345678901234567.89", "1", "'=1+1"],
        ["https://example.org/a", "1000", "2", ""],
    ],
    ".jsonl": [
        ["剑阳县农业农村局", Decimal("14442800.00"), 2023, ["预算执行", "资产管理"]],
        [None, None, None, []],
        ["", 0, 0, ["其他"]],
        ["第一行\n第二行,“引号”和\"引号\"", Decimal("-3.5"), 2024, ["a"]],
        ["=HYPERLINK(\"http://x\",\"点我\")", Decimal("12345678901234567.89"), 1, ["=1+1"]],
        ["https://example.org/a", 1000, 2, []],
    ],
}  # fmt: skip


@pytest.fixture(params=WRITERS)
def suffix(request):
    return request.param


def test_every_writer_is_under_this_contract():
    assert set(WRITERS) == set(READ) == set(EXPECTED)


def test_rows_come_back_in_order_under_their_columns(suffix, tmp_path):
    path = tmp_path / f"表 一{suffix}"
    assert export.write(Table("问题", COLUMNS, iter(ROWS)), path) == len(ROWS)
    header, rows = READ[suffix](path)
    assert header == ([column.key for column in COLUMNS] if suffix == ".jsonl" else TABLE_TITLES)
    assert rows == EXPECTED[suffix]


def test_no_rows_give_a_file_that_opens(suffix, tmp_path):
    path = tmp_path / f"empty{suffix}"
    assert export.write(Table("问题", COLUMNS, []), path) == 0
    if suffix == ".jsonl":
        assert path.read_bytes() == b""
    else:
        assert READ[suffix](path) == (TABLE_TITLES, [])


def test_a_failure_half_way_leaves_the_old_file_and_no_litter(suffix, tmp_path):
    def rows():
        yield ROWS[0]
        raise ZeroDivisionError

    path = tmp_path / f"out{suffix}"
    path.write_text("旧")
    with pytest.raises(ZeroDivisionError):
        export.write(Table("问题", COLUMNS, rows()), path)
    assert path.read_text() == "旧"
    assert list(tmp_path.iterdir()) == [path]


FILLS_THE_DISK = """
import random, resource, sys
from pathlib import Path
from api import export
from api.errors import exit_status
from api.export.tables import Column, Table
from nlp.errors import JixiaoError
rng = random.Random(1)
rows = [("".join(chr(rng.randrange(0x4E00, 0x9FFF)) for _ in range(50)),) for _ in range(2000)]
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    export.write(Table("问题", (Column("name", "名称", "一段文字"),), rows), Path(sys.argv[1]))
except JixiaoError as error:
    print(exit_status(error), error)
"""


@pytest.mark.parametrize("room", [100, 20_000])  # for nothing; for some of the parts of a workbook
def test_a_full_disk_is_told_and_leaves_the_old_file_and_no_litter(suffix, tmp_path, room):
    """A limit on the size of files stands for it: the system refuses to write more, as it does when full."""
    path = tmp_path / f"out{suffix}"
    path.write_text("旧")
    command = [sys.executable, "-c", FILLS_THE_DISK, str(path), str(room)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert (ran.stdout.startswith(f"1 写不下 {path}"), "请腾出空间" in ran.stdout, ran.stderr) == (True, True, "")
    assert path.read_text() == "旧"
    assert list(tmp_path.iterdir()) == [path]


def test_the_file_is_as_open_to_others_as_any_new_file(suffix, tmp_path):
    path, plain = tmp_path / f"out{suffix}", tmp_path / "plain"
    plain.touch()
    export.write(Table("问题", COLUMNS, ROWS), path)
    assert path.stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("out.docx", [".docx", ".xlsx", ".csv", ".jsonl"]),
        ("out", ["out", ".xlsx"]),  # no suffix at all
        ("nowhere/out.csv", ["nowhere", "不存在"]),
        ("folder.csv", ["folder.csv", "文件夹"]),
    ],
)
def test_a_name_that_cannot_be_written_is_refused_with_the_way_out(tmp_path, name, says):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(CallError) as caught:
        export.check(tmp_path / name)
    assert [word for word in says if word not in str(caught.value)] == []


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_csv_text_never_begins_a_formula(tmp_path, start):
    path = tmp_path / "out.csv"
    export.write(Table("问题", COLUMNS[:1], [(start + "1",)]), path)
    assert read_csv(path)[1] == [["'" + start + "1"]]


def test_a_workbook_explains_its_columns_on_the_second_sheet_and_is_ready_to_filter(tmp_path):
    path = tmp_path / "out.xlsx"
    export.write(Table("问题", COLUMNS, ROWS), path)
    book = openpyxl.load_workbook(path)
    data, explained = book.worksheets
    assert [row[:2] for row in explained.iter_rows(min_row=2, values_only=True)] == [(c.title, c.help) for c in COLUMNS]
    assert (data.title, data.freeze_panes, data.auto_filter.ref) == ("问题", "A2", f"A1:D{len(ROWS) + 1}")
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in data.iter_rows() for cell in row)


def test_a_text_too_long_for_a_cell_is_cut_and_says_so(tmp_path):
    path = tmp_path / "out.xlsx"
    export.write(Table("问题", COLUMNS[:1], [("长" * (MAX_TEXT + 1),), ("长" * MAX_TEXT,)]), path)
    cut, whole = (row[0] for row in read_xlsx(path)[1])
    assert (len(cut), cut.endswith(CUT)) == (MAX_TEXT, True)
    assert whole == "长" * MAX_TEXT


@pytest.mark.slow
def test_more_rows_than_a_sheet_holds_are_refused_not_dropped(tmp_path):
    rows = (("x",) for _ in range(MAX_ROWS + 1))
    with pytest.raises(CallError, match=str(MAX_ROWS)):
        export.write(Table("问题", COLUMNS[:1], rows), tmp_path / "out.xlsx")
    assert list(tmp_path.iterdir()) == []
