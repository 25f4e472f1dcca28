"""What a form says: labels with their values, from cells side by side and from lines `label：value`."""

import re
from collections.abc import Iterator

from nlp.tables import grid
from nlp.text import fold
from nlp.types import BlockKind, Document

_HEAD, _TAIL = 40, 15  # lines at either end of a text among which a form's own lines stand
_BETWEEN = re.compile(r"\t|\s{2,}")  # what parts two fields on one line
_SEAL = re.compile(r"[(（](?:公章|盖章|签章|印章|章|签字|签名)[)）]")
_LABELLED = re.compile(r"([\u4e00-\u9fff()（） ]{2,20}?)(?:\s*[：:]\s*|\s+)(\S.*)")


def fields(document: Document) -> tuple[tuple[str, str], ...]:
    """(label, value) pairs, folded, in reading order: those of lines, those of cells; seals and blanks left out."""
    return (*_of_lines(document), *_of_cells(document))


def _of_lines(document: Document) -> Iterator[tuple[str, str]]:
    lines = [line.strip() for line in fold(document.text).splitlines() if line.strip()]
    for line in [*lines[:_HEAD], *lines[max(_HEAD, len(lines) - _TAIL) :]]:
        for piece in _BETWEEN.split(line):
            match = _LABELLED.fullmatch(piece)
            if match:
                yield _pair(match[1], match[2])


def _of_cells(document: Document) -> Iterator[tuple[str, str]]:
    """Every cell of a table with the next different one on its right."""
    for block in document.blocks:
        if block.kind is BlockKind.TABLE:
            for row in grid(document, block):
                for i, label in enumerate(row):
                    value = next((cell for cell in row[i + 1 :] if cell != label), "")
                    if label and value and (i == 0 or row[i - 1] != label):
                        yield _pair(fold(label), fold(value))


def _pair(label: str, value: str) -> tuple[str, str]:
    return re.sub(r"\s|[：:]$", "", _SEAL.sub("", label)), _SEAL.sub("", value).strip()
