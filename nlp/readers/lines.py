"""Lines of a report: where they stand, how wide they look, what their first and last words say."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from nlp.knowledge import load


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: [start, end) in the text, `text` without the white space around it.

    `indent` and `right` are in widths of a Chinese character from the left margin, `gap` counts
    the blank lines before it (1 stands for any larger distance in a PDF), `count` is the number of
    characters with the indent, `size` the height of its characters (0: not known).
    """

    start: int
    end: int
    text: str
    indent: float
    right: float
    gap: int
    page: int | None = None
    count: int = 0
    size: float = 0.0


@cache
def pattern(table: str, key: str) -> re.Pattern[str]:
    """The expression of nlp/data/reading.toml, alternatives joined."""
    value = load("reading")[table][key]
    return re.compile(value if isinstance(value, str) else "|".join(f"(?:{v})" for v in value))


@cache
def _start(key: str) -> re.Pattern[str]:
    return re.compile(load("reading")["markers"]["markup"] + f"(?:{pattern('markers', key).pattern})")


def width(text: str) -> float:
    """Printed width in Chinese characters: wide and full-width ones count 1, the others a half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def is_numbered(text: str) -> bool:
    """True where the line begins with a number that headings have: 一、 （一） 1. （1） 第一部分."""
    return _start("heading").match(text) is not None


def is_item(text: str) -> bool:
    """True where the line begins an item that is never a heading: ① 一是 ●."""
    return _start("item").match(text) is not None


def is_label(text: str) -> bool:
    """True for 评价年度：2023 年度."""
    return pattern("markers", "label").match(text) is not None


def opens(text: str) -> bool:
    """True where the line's beginning shows that it does not go on with the line before."""
    return is_numbered(text) or is_item(text) or _start("other").match(text) is not None


def ends_sentence(text: str) -> bool:
    """True where the last mark closes a sentence or announces what follows."""
    return pattern("ends", "sentence").search(text) is not None


def holds_sentence(text: str) -> bool:
    """True where a sentence ends inside the line, so that the line is running text."""
    return re.search("[。！？；]", text) is not None


def split_lines(text: str) -> list[Line]:
    """The non-blank lines of a text. A tab is a blank here, but not in `Line.start`, `Line.end`."""
    lines: list[Line] = []
    position, gap, page, paged = 0, 0, 1, "\f" in text
    for raw in text.splitlines(keepends=True):
        content = raw.strip()
        if content:
            lead = raw[: len(raw) - len(raw.lstrip())]
            start = position + len(lead)
            indent = width(lead)
            right = indent + width(content)
            at = page if paged else None
            lines.append(Line(start, start + len(content), content, indent, right, gap, at, len(lead) + len(content)))
            gap = 0
        else:
            gap += 1
        page += raw.count("\f")
        position += len(raw)
    return lines
