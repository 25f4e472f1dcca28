"""Rows out of the library into files for other programs: what the rows are in tables.py, one module per format."""

import errno
import tempfile
from collections.abc import Callable
from pathlib import Path

from api.export import csv, jsonl, xlsx
from api.export.tables import Table
from nlp.errors import CallError, LibraryError

# To add a format: a module with a function of this shape, and a line here; tests/api/test_writers.py checks it.
WRITERS: dict[str, Callable[[Table, Path], int]] = {
    ".xlsx": xlsx.write,
    ".csv": csv.write,
    ".jsonl": jsonl.write,
}

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # no fault of the call


def check(path: Path) -> None:
    """CallError where nothing can be written under this name, before any work is done."""
    if path.suffix.lower() not in WRITERS:
        raise CallError(f"不会写“{path.suffix or path.name}”这种文件；可用的后缀：{'、'.join(WRITERS)}")
    if not path.parent.is_dir():
        raise CallError(f"文件夹 {path.parent} 不存在；请先建立它，或换一个位置")
    if path.is_dir():
        raise CallError(f"{path} 是一个文件夹；请写出文件名，例如 {path / 'problems.xlsx'}")


def write(table: Table, path: Path) -> int:
    """Write `table` in the format of the path's suffix and return the number of rows.

    The file appears whole or not at all; what was there before stays until then. LibraryError where the disk is
    full, CallError where the place cannot be written to.
    """
    check(path)
    try:
        with tempfile.TemporaryDirectory(prefix=".jixiao-", dir=path.parent) as folder:
            unfinished = Path(folder, path.name)
            count = WRITERS[path.suffix.lower()](table, unfinished)
            unfinished.replace(path)
    except OSError as error:
        if error.errno in FULL:
            raise LibraryError(f"写不下 {path}（{error.strerror}）；请腾出空间，或用 -o 换一个位置") from error
        raise CallError(
            f"写不了 {path}（{error.strerror}）；若它正在表格软件中打开，请先关闭，或用 -o 换一个位置"
        ) from error
    return count
