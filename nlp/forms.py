"""What a form says: labels with their values, from cells side by side and from lines `label：value`."""

import re
from collections.abc import Iterator
from itertools import pairwise

from nlp.tables import grid
from nlp.text import fold
from nlp.types import BlockKind, Document

_HEAD, _TAIL = 40, 15  # lines at either end of a text among which a form's own lines stand
_OPENING = 4000  # characters among which the cells of a form stand below each other
_BETWEEN = re.compile(r"\t|\s{2,}|\s(?=[\u4e00-\u9fff]{2,8}[:：])")  # what parts two fields on one line
_SEAL = re.compile(r"[(（](?:公章|盖章|签章|印章|章|签字|签名)[)）]")
_STACKED = re.compile(
    r"[\u4e00-\u9fff()（）、/]{2,16}(?:名称|单位|部门|年度|日期|时间)(?:[(（]\S{1,3}[)）])?\s*[:：]?\s*\|?"
)
_LABELLED = re.compile(r"([\u4e00-\u9fff()（） ]{2,20}?)(?:\s*[：:]\s*|\s+)(\S.*)")


def fields(document: Document) -> tuple[tuple[str, str], ...]:
    """(label, value) pairs, folded: of lines, of cells, of lines below each other; seals and blanks left out."""
    return (*_of_lines(document), *_of_cells(document), *_below_each_other(document))


def _of_lines(document: Document) -> Iterator[tuple[str, str]]:
    lines = [line.strip() for line in fold(document.text).splitlines() if line.strip()]
    for line in [*lines[:_HEAD], *lines[max(_HEAD, len(lines) - _TAIL) :]]:
        yield from (_pair(*two) for two in pairwise(filter(None, map(str.strip, line.split("|")))))
        for piece in _BETWEEN.split(line):
            match = _LABELLED.fullmatch(piece[1:-1] if piece[:1] == "(" and piece[-1:] == ")" else piece)
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


def _below_each_other(document: Document) -> Iterator[tuple[str, str]]:
    """A label alone on its line with the line below it: a form whose cells became lines."""
    lines = [line.strip(" |\t") for line in fold(document.text[:_OPENING]).splitlines() if line.strip(" |\t")]
    for label, value in pairwise(lines[: 2 * _HEAD]):
        if _STACKED.fullmatch(label) and not _STACKED.fullmatch(value):
            yield _pair(label, value)


def _pair(label: str, value: str) -> tuple[str, str]:
    return re.sub(r"\s|[：:]$", "", _SEAL.sub("", label)), _SEAL.sub("", value).strip()
