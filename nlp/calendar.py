"""Days as a text prints them: 2023年11月9日, 2023-11-9, 2023.11.9, 11月4日 of the year named before it."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nlp.types import Span

_DAY = re.compile(
    r"(?<![\d.])(?:(?P<y>(?:19|20)\d\d)\s*年\s*|(?P<next>次年|翌年|第二年))?(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]"
    r"|(?<![\d.\-/])(?P<y2>(?:19|20)\d\d)(?P<sep>[-./])(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2})(?![\d.\-/])"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")


@dataclass(frozen=True, slots=True)
class Day:
    """A day named in a text: `date` is None where there is no such day (2月30日), or its year is not known.

    `inherited` says that the year is that of a day or a year named before it.
    """

    date: date | None
    span: Span
    inherited: bool
    impossible: bool


def days(folded: str, span: Span, year: int | None = None) -> Iterator[Day]:
    """The days named inside `span`, in order; the first without a year takes one named before it, else `year`."""
    known = year
    for match in _DAY.finditer(folded, span.start, span.end):
        printed = match["y"] or match["y2"]
        month, day = int(match["m"] or match["m2"]), int(match["d"] or match["d2"])
        if printed:
            known = int(printed)
        else:
            before = _YEAR.findall(folded, span.start, match.start())
            known = int(before[-1]) if before and _later(folded, span, match.start(), before[-1]) else known
            known = known + 1 if match["next"] and known else known
        found = _date(known, month, day)
        impossible = not (1 <= month <= 12 and 1 <= day <= monthrange(known or 2024, month)[1])
        yield Day(found, Span(match.start(), match.end()), not printed, impossible)


def _later(folded: str, span: Span, end: int, year: str) -> bool:
    """The year is named behind the last day that prints one of its own."""
    last = max((m.end() for m in _DAY.finditer(folded, span.start, end) if m["y"] or m["y2"]), default=span.start)
    return folded.rfind(year, span.start, end) >= last


def _date(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year else None
    except ValueError:
        return None
