"""Excel workbooks: the data on the first sheet, what the columns mean on the second."""

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

from api.export.tables import Column, Table
from nlp.errors import CallError

MAX_ROWS = 1_048_575  # of the format, less the header
MAX_TEXT = 32_767  # characters in a cell
EXACT_DIGITS = 15  # a number cell is a double
CUT = "……（单元格放不下，全文请导出为 .jsonl）"

OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class _Packed(io.BytesIO):
    """Where the workbook is put together before it is written: a ZipFile that meets a full disk, or a closed file,
    says so once more in English when it is disposed of."""

    def close(self) -> None:
        """Stay open: nothing is held but memory."""


def write(table: Table, path: Path) -> int:
    """Write the rows and return their number. CallError where there are more than a sheet can hold."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    packed = _Packed()
    try:
        with xlsxwriter.Workbook(packed, OPTIONS | {"tmpdir": str(path.parent)}) as book:
            header = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
            body = book.add_format({"text_wrap": True, "valign": "top"})
            count = _write_data(book.add_worksheet(table.title), table, header, body)
            _write_help(book.add_worksheet("列的说明"), table, header, body)
    except FileCreateError as error:
        raise OSError(*error.args[0].args) from error
    path.write_bytes(packed.getbuffer())
    return count


def _write_data(sheet: Any, table: Table, header: Any, body: Any) -> int:
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.title, header)
    sheet.freeze_panes(1, 0)
    count = 0
    for count, row in enumerate(table.rows, start=1):
        if count > MAX_ROWS:
            raise CallError(f"超过 {MAX_ROWS} 行，一张工作表放不下；请用筛选条件缩小范围，或导出为 .csv、.jsonl")
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            _write_cell(sheet, count, place, column.cell(value), body)
    sheet.autofilter(0, 0, count, len(table.columns) - 1)
    return count


def _write_cell(sheet: Any, row: int, place: int, value: str | int | Decimal | None, body: Any) -> None:
    if value is None:
        sheet.write_blank(row, place, None, body)
    elif isinstance(value, str):
        fits = value if len(value) <= MAX_TEXT else value[: MAX_TEXT - len(CUT)] + CUT
        sheet.write_string(row, place, fits, body)
    elif len(Decimal(value).normalize().as_tuple().digits) > EXACT_DIGITS:
        sheet.write_string(row, place, format(value, "f"), body)
    else:
        sheet.write_number(row, place, value, body)


def _write_help(sheet: Any, table: Table, header: Any, body: Any) -> None:
    columns = (Column("", "列", "", 16), Column("", "说明", "", 70), Column("", "在 .jsonl 中的名字", "", 22))
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.title, header)
    for row, column in enumerate(table.columns, start=1):
        for place, text in enumerate((column.title, column.help, column.key)):
            sheet.write_string(row, place, text, body)
