"""JSON Lines: one object per row, every value verbatim."""

from pathlib import Path

import msgspec

from api.export.tables import Table


def write(table: Table, path: Path) -> int:
    """Write the rows under the keys of their columns and return their number; a Decimal becomes an exact number."""
    encoder = msgspec.json.Encoder(decimal_format="number")
    keys = [column.key for column in table.columns]
    count = 0
    with path.open("wb") as file:
        for row in table.rows:
            file.write(encoder.encode(dict(zip(keys, row, strict=True))) + b"\n")
            count += 1
    return count
