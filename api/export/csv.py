"""CSV as Excel opens it: UTF-8 with a byte order mark, one header line."""

import csv
from decimal import Decimal
from pathlib import Path

from api.export.tables import Table

# A cell that begins like this is run as a formula by spreadsheet programs, the full-width forms included.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(table: Table, path: Path) -> int:
    """Write the rows and return their number. A text that would run as a formula gets a leading '."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(column.title for column in table.columns)
        for row in table.rows:
            writer.writerow(_text(column.cell(value)) for column, value in zip(table.columns, row, strict=True))
            count += 1
    return count


def _text(value: str | int | Decimal | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return format(value, "f") if isinstance(value, Decimal) else str(value)
