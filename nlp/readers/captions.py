"""The title and the unit line directly above a table."""

from bisect import bisect_left
from collections.abc import Sequence

from nlp.readers.lines import Line, ends_sentence, is_item, is_numbered, pattern, width

_WIDEST_TITLE = 45.0
_FURTHEST = 3  # lines above a table that are looked at


def is_unit(text: str) -> bool:
    """True for 单位：万元 alone on its line, or after other words at the line's end."""
    return bool(pattern("captions", "unit").match(text)) or (
        width(text) <= _WIDEST_TITLE and bool(pattern("captions", "unit_end").search(text))
    )


def is_title(text: str, above_unit: bool) -> bool:
    """True where the line names a table: 表1-1…, …情况表, or any short plain line above a unit line."""
    if is_numbered(text) or is_item(text) or ends_sentence(text) or width(text) > _WIDEST_TITLE:
        return False
    if pattern("captions", "title_start").match(text) or pattern("captions", "title_end").search(text):
        return True
    return above_unit and not any(mark in text for mark in "，。；：:") and not pattern("markers", "other").match(text)


def find(lines: Sequence[Line], tables: Sequence[int]) -> list[list[Line]]:
    """The caption lines above the tables that begin at the given offsets, each a group of its own."""
    starts = [line.start for line in lines]
    found: list[list[Line]] = []
    for k, table in enumerate(tables):
        floor = tables[k - 1] if k else -1
        at = bisect_left(starts, table)
        above_unit = False
        for line in reversed(lines[max(0, at - _FURTHEST) : at]):
            if line.start < floor:
                break
            unit = is_unit(line.text)
            if not unit and not is_title(line.text, above_unit):
                break
            found.append([line])
            if not unit:
                break
            above_unit = True
    return found
