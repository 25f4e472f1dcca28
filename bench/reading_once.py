"""One reader over some files, timed: run by `bench.reading` under the reader's own Python.

It imports nothing of ours but where our own reader is asked for.
Prints one JSON object: file → {"seconds", "text", "rows"}; `rows` are the tables' rows, [] where the reader
gives plain text only.
"""

import json
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

Read = tuple[str, list[list[str]]]


def jixiao() -> Callable[[str], Read]:
    """Ours, with tables."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from nlp.readers import read
    from nlp.types import BlockKind

    def once(path: str) -> Read:
        document = read(Path(path))
        rows: list[list[str]] = []
        for block in document.blocks:
            if block.kind is BlockKind.TABLE:
                grid: dict[int, dict[int, str]] = {}
                for cell in block.cells:
                    for row in range(cell.row, cell.row + cell.rows):
                        for column in range(cell.col, cell.col + cell.cols):
                            said = document.text[cell.span.start : cell.span.end]
                            grid.setdefault(row, {})[column] = said
                rows += [[grid[r][c] for c in sorted(grid[r])] for r in sorted(grid)]
        return document.text, rows

    return once


def pdfminer() -> Callable[[str], Read]:
    """Bare text."""
    from pdfminer.high_level import extract_text

    return lambda path: (extract_text(path), [])


def pdfplumber() -> Callable[[str], Read]:
    """Text, then tables."""
    import pdfplumber as library

    def once(path: str) -> Read:
        texts, rows = [], []
        with library.open(path) as document:
            for page in document.pages:
                texts.append(page.extract_text() or "")
                rows += [[cell or "" for cell in row] for table in page.extract_tables() for row in table]
        return "\n".join(texts), rows

    return once


def markitdown() -> Callable[[str], Read]:
    """Markdown by pdfminer.six."""
    from markitdown import MarkItDown

    converter = MarkItDown(enable_plugins=False)
    return lambda path: (converter.convert(path).text_content, [])


READERS = {"jixiao": jixiao, "pdfminer.six": pdfminer, "pdfplumber": pdfplumber, "markitdown": markitdown}


def main() -> int:
    """Read what is named on the command line: reader, a file to warm up on, files."""
    logging.disable(logging.WARNING)
    name, warm, *paths = sys.argv[1:]
    once = READERS[name]()
    once(warm)  # imports and first calls are not counted
    found = {}
    for path in paths:
        start = time.process_time()
        text, rows = once(path)
        found[path] = {"seconds": time.process_time() - start, "text": text, "rows": rows}
    print(json.dumps(found, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
