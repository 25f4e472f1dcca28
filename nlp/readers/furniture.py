"""Contents pages and page numbers: printed, but no part of what the report says."""

import re
from collections import Counter
from collections.abc import Sequence

from nlp.knowledge import load
from nlp.readers.lines import Line, ends_sentence, is_numbered, pattern, width

_BLANKS = " \t\u3000\xa0"
_WIDEST = 40.0  # a running title is short


def page_numbers(lines: Sequence[Line]) -> list[Line]:
    """Lines that are a page number and nothing else: - 3 -, 第3页, and bare numbers that count upwards."""
    sure = [line for line in lines if pattern("furniture", "page_number").match(line.text)]
    return sure + _counting([line for line in lines if pattern("furniture", "bare_number").match(line.text)])


def running_titles(lines: Sequence[Line]) -> list[Line]:
    """First and last lines of pages that come back on at least half of the pages, and on three."""
    pages: dict[int | None, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    outer = [line for page in pages.values() for line in {x.start: x for x in (*page[:2], *page[-2:])}.values()]
    edges = [x for x in outer if not is_numbered(x.text) and not ends_sentence(x.text) and width(x.text) <= _WIDEST]
    times = Counter(alike(line.text) for line in edges)
    return [line for line in edges if times[alike(line.text)] >= max(3, len(pages) / 2)] if len(pages) > 2 else []


def alike(text: str) -> str:
    """The text with figures made alike: what headers and footers have in common from page to page."""
    return re.sub(r"\d+", "#", _squeezed(text))


def _counting(lines: Sequence[Line]) -> list[Line]:
    """Bare numbers that count the pages: three or more, each one larger than the one before."""
    best: list[Line] = []
    run: list[Line] = []
    for line in lines:
        number = int(re.split(r"\D", line.text)[0])
        if not run or number != int(re.split(r"\D", run[-1].text)[0]) + 1:
            run = []
        run.append(line)
        if len(run) > len(best):
            best = list(run)
    return best if len(best) >= 3 else []


def contents(lines: Sequence[Line]) -> list[list[Line]]:
    """Contents pages: 目录 and the entries below it, or three entries with leaders in a row."""
    later = {_squeezed(line.text): k for k, line in enumerate(lines)}
    groups: list[list[Line]] = []
    i = 0
    while i < len(lines):
        titled = pattern("furniture", "contents").match(lines[i].text) is not None
        end = i + 1 if titled else i
        while end < len(lines) and _is_entry(lines, end, titled, later):
            end += 1
        if end - i >= 3:
            groups.append(list(lines[i:end]))
        i = max(end, i + 1)
    return groups


def _is_entry(lines: Sequence[Line], at: int, titled: bool, later: dict[str, int]) -> bool:
    before = _before_page(lines[at].text)
    if not titled:
        return _ends_in_leader(before)
    return _ends_in_words(before) or _comes_again(lines[at], at, later)


def _before_page(line: str) -> str:
    """What stands before the page number of one to three digits at the line's end: 一、概况……（3）; "" without one."""
    rest = line[:-1].rstrip() if line.endswith(("-", ")", "）")) else line
    before = rest.rstrip("0123456789")
    return before if 1 <= len(rest) - len(before) <= 3 else ""


def _ends_in_leader(before: str) -> bool:
    """Whether four dots in a row lead to the page number, with other dots, blanks or an opening bracket after them."""
    dots = load("reading")["furniture"]["dots"]
    before = before.rstrip()
    before = before[:-1] if before.endswith(("-", "(", "（")) else before
    words = before.rstrip(dots + _BLANKS)
    return re.search(rf"[{re.escape(dots)}]{{4,}}", before[len(words) :]) is not None


def _ends_in_words(before: str) -> bool:
    """Whether words or dots lead to the page number; 12.5, 100% and longer numbers are no entry."""
    dots = load("reading")["furniture"]["dots"]
    if len(before) < 2:
        return False
    return before[-1] not in "0123456789０１２３４５６７８９.．%％" or (before[-1] in dots and before[-2] in dots)


def _comes_again(line: Line, at: int, later: dict[str, int]) -> bool:
    """Whether the same words stand again further on, as a heading does that a contents page lists."""
    return later.get(_squeezed(line.text), at) > at


def _squeezed(text: str) -> str:
    return re.sub(r"[\s*]", "", text)
