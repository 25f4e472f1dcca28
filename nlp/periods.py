"""Times named in a sentence, as the contract writes them: 2024, 2024-H1, 2024-12-31, 2024-01..2024-11."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.types import Span


@dataclass(frozen=True, slots=True)
class Period:
    """A time expression and what it means; `text` None where the year is unknown."""

    text: str | None
    span: Span


_YEAR = r"(?P<year>(?:19|20)\d\d)\s*年度?|(?P<relative>上年度?|去年|上一年度?|本年度?|今年|当年)"
_TIME = re.compile(
    rf"(?=[\d上去本今当下前第一二三四年末底])(?:(?:(?:{_YEAR})\s*)?"
    r"(?:(?P<half>[上下]半年)"
    r"|(?P<from>1[0-2]|0?[1-9])(?:\s*月)?\s*(?:-|~|至|到)\s*(?:(?P<to_year>(?:19|20)\d\d)\s*年\s*)?(?P<to>1[0-2]|0?[1-9])\s*月"
    r"|(?P<month>1[0-2]|0?[1-9])\s*月\s*(?:(?P<day>3[01]|[12]?\d)\s*日|(?P<last>底|末)|份)?"
    r"|(?P<first>前)?第?(?P<quarter>[一二三四]|[1-4])季度"
    r"|(?P<end>年?末|年?底(?!下|层|板|线|色|数))|(?P<begin>年初)"
    r")|(?:" + _YEAR.replace("?P<year>", "?P<year2>").replace("?P<relative>", "?P<relative2>") + r"))"
)
_COMPARED = re.compile(r"(?:比|较|同|与|针对|对)$")  # 比上年增长: what is compared with, not when
_OFFSET = {"上": -1, "去": -1, "本": 0, "今": 0, "当": 0}


def periods(folded: str, span: Span, year: int | None) -> list[Period]:
    """The times named inside `span`, in order; relative ones are counted from `year`.

    An impossible day (2月31日) gives its month; a range that goes on into another year ends there.
    """
    return list(_periods(folded, span, year))


def _periods(folded: str, span: Span, year: int | None) -> Iterator[Period]:
    known = year
    for match in _TIME.finditer(folded, span.start, span.end):
        if _COMPARED.search(folded, max(span.start, match.start() - 3), match.start()):
            continue
        named = match["year"] or match["year2"]
        relative = match["relative"] or match["relative2"]
        if named:
            known = int(match["to_year"] or named)
        stated = int(named) if named else known
        base = year + _OFFSET[relative[0]] if relative and year else None if relative else stated
        yield Period(_text(match, base), Span(match.start(), match.end()))


def _text(match: re.Match[str], year: int | None) -> str | None:
    if year is None:
        return None
    if match["half"]:
        return f"{year}-H{1 if match['half'][0] == '上' else 2}"
    if match["from"]:
        return f"{year}-{int(match['from']):02d}..{match['to_year'] or year}-{int(match['to']):02d}"
    if match["quarter"]:
        number = "一二三四".find(match["quarter"]) + 1 or int(match["quarter"])
        return f"{year}-01..{year}-{3 * number:02d}" if match["first"] else f"{year}-Q{number}"
    if match["month"]:
        return _month(match, year)
    if match["end"]:
        return f"{year}-12-31"
    return str(year)


def _month(match: re.Match[str], year: int) -> str:
    month = int(match["month"])
    last = monthrange(year, month)[1]
    if match["day"] and 1 <= int(match["day"]) <= last:
        return f"{year}-{month:02d}-{int(match['day']):02d}"
    if match["last"]:
        return f"{year}-{month:02d}-{last:02d}"
    return f"{year}-{month:02d}"
