"""Workbooks from the parts of a source: the form of a self-evaluation on one sheet."""

import re
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from examples.markup import Heading, Line, Part, Table
from examples.office import converted
from examples.render import span
from examples.word import fixed_dates

RULED = Border(*(Side("thin"),) * 4)
NUMBER = re.compile(r"\d+(?:\.(\d+))?(%?)")


def write_xlsx(parts: tuple[Part, ...], path: Path, sheet: str, widths: list[int]) -> None:
    """Tables below one another, as many columns wide as `widths` says; every line of text merged over all of them."""
    book = Workbook()
    page: Any = book.active
    page.title = sheet
    for column, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    for part in parts:
        if isinstance(part, Table):
            _add_table(page, part)
        elif isinstance(part, Line):
            _add_line(page, part, len(widths))
        elif isinstance(part, Heading):
            raise ValueError(f"a sheet has no headings: {part.title}")
    book.save(str(path))
    _without_date(path)


def write_xls(parts: tuple[Part, ...], path: Path, sheet: str, widths: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        xlsx = Path(folder) / "form.xlsx"
        write_xlsx(parts, xlsx, sheet, widths)
        path.write_bytes(converted(xlsx, ".xls"))


def _add_line(page: Any, line: Line, columns: int) -> None:
    row = page.max_row + 1 if page["A1"].value else 1
    cell = page.cell(row, 1, line.text)
    page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    title = line.role == "title"
    cell.font = Font(name="宋体", size=16 if title else 10, bold=title)
    cell.alignment = Alignment("center" if title or line.text.startswith("（") else "left", "center", wrap_text=True)


def _add_table(page: Any, table: Table) -> None:
    top = page.max_row + 1
    for r, row in enumerate(table.rows):
        for c, text in enumerate(row):
            cell = page.cell(top + r, c + 1)
            cell.border = RULED
            if text in ("^", "<"):
                continue
            _fill(cell, text)
            down, across = span(table, r, c)
            if (down, across) != (1, 1):
                page.merge_cells(
                    start_row=top + r, start_column=c + 1, end_row=top + r + down - 1, end_column=c + across
                )


def _fill(cell: Any, text: str) -> None:
    """Numbers as numbers: `97.64%` is 0.9764 shown as a percentage, `2080.00` is 2080 shown with two decimals."""
    cell.font = Font(name="宋体", size=10)
    cell.alignment = Alignment("left" if len(text) > 16 else "center", "center", wrap_text=True)
    number = NUMBER.fullmatch(text)
    if not number:
        cell.value = text.replace("<br>", "\n") or None
        return
    decimals, percent = len(number.group(1) or ""), number.group(2)
    value = float(text.rstrip("%"))
    shown = "0." + "0" * decimals if decimals else "0"
    if percent:
        cell.value, cell.number_format = round(value / 100, decimals + 2), shown + "%"
    else:
        cell.value, cell.number_format = value if decimals else int(value), shown if decimals > 1 else "General"


def _without_date(path: Path) -> None:
    """openpyxl writes the moment of saving into the properties."""
    with zipfile.ZipFile(path) as packed:
        entries = {name: packed.read(name) for name in packed.namelist()}
    core = entries["docProps/core.xml"]
    entries["docProps/core.xml"] = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2024-01-01T00:00:00Z", core)
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    fixed_dates(path)
