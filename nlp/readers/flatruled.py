"""Tables with horizontal rules alone (三线表): the columns are where no row has a character.

Between rules that begin and end at the same places stand bands of text. The first band is the header; where
every row has a rule below it a band is a row, else a row begins with each line that has most of the columns.
"""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from nlp.readers import pagelines
from nlp.readers.building import CellText
from nlp.readers.page import Char, Rule
from nlp.readers.pagetables import PageTable
from nlp.types import Box

_SNAP = 3.0  # points: ends of rules nearer than this are the same
_GAP = 0.6  # of the size: no narrower blank parts two columns
_NARROWEST = 100.0  # points: a shorter rule is an underline
_MOST_COLUMNS = 30


@dataclass(frozen=True, slots=True)
class _Frame:
    """Rules one below the other with the same ends."""

    left: float
    right: float
    ys: tuple[float, ...]


def parted(rules: Sequence[Rule], chars: Sequence[Char], page: int) -> tuple[list[PageTable], list[Char]]:
    """The tables of a page with what stands in them, and the characters outside."""
    found: list[PageTable] = []
    for frame in _frames(rules):
        inside = [c for c in chars if c.upright and _holds(frame, c)]
        table = _table(frame, inside, page)
        if table is not None:
            found.append(table)
            taken = set(map(id, inside))
            chars = [c for c in chars if id(c) not in taken]
    return found, list(chars)


def _frames(rules: Iterable[Rule]) -> list[_Frame]:
    """Three rules or more with the same ends; a page that has an upright rule across them is no such table."""
    flat = sorted((r for r in rules if r.drawn and r.horizontal and r.end - r.start >= _NARROWEST), key=lambda r: r.at)
    groups: list[list[Rule]] = []
    for rule in flat:
        for group in groups:
            if abs(group[0].start - rule.start) <= _SNAP and abs(group[0].end - rule.end) <= _SNAP:
                if rule.at - group[-1].at > _SNAP:
                    group.append(rule)
                break
        else:
            groups.append([rule])
    return [_Frame(g[0].start, g[0].end, tuple(r.at for r in g)) for g in groups if len(g) >= 3]


def _holds(frame: _Frame, char: Char) -> bool:
    return frame.left - _SNAP <= char.centre <= frame.right + _SNAP and frame.ys[0] <= char.middle <= frame.ys[-1]


def _table(frame: _Frame, chars: Sequence[Char], page: int) -> PageTable | None:
    """None where the text between the rules does not stand in columns."""
    bands: list[list[Char]] = [[] for _ in frame.ys[1:]]
    for char in chars:
        bands[min(max(bisect(frame.ys, char.middle) - 1, 0), len(bands) - 1)].append(char)
    bands = [band for band in bands if any(not c.text.isspace() for c in band)]
    if len(bands) < 2:
        return None
    edges = _columns([c for band in bands[1:] for c in band])
    if not 1 <= len(edges) < _MOST_COLUMNS:
        return None
    body = [_texts(band, edges) for band in bands[1:]] if len(bands) > 2 else _rows(bands[1], edges)
    head = _texts(bands[0], edges)
    if not _is_table(head, body):
        return None
    cells = [CellText(r, c, 1, 1, text) for r, row in enumerate([head, *body]) for c, text in enumerate(row)]
    box = Box(frame.left, frame.ys[0], frame.right, frame.ys[-1])
    return PageTable(tuple(cells), 1 + len(body), (frame.left, *edges, frame.right), box, page)


def _is_table(head: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Most columns have a name, and most rows more than one value."""
    named, several = sum(bool(text) for text in head), sum(sum(bool(t) for t in row) > 1 for row in body)
    return 3 * named >= 2 * len(head) and 2 * several > len(body)


def _columns(chars: Iterable[Char]) -> list[float]:
    """The middles of the blanks that run down between the columns."""
    said = sorted((c for c in chars if not c.text.isspace()), key=lambda c: c.left)
    gap = _GAP * median(c.size for c in said)
    edges: list[float] = []
    reach = said[0].right
    for char in said:
        if char.left - reach > gap:
            edges.append((char.left + reach) / 2)
        reach = max(reach, char.right)
    return edges


def _texts(chars: Iterable[Char], edges: Sequence[float]) -> list[str]:
    columns: list[list[Char]] = [[] for _ in range(len(edges) + 1)]
    for char in chars:
        columns[bisect(edges, char.centre)].append(char)
    return ["\n".join(line.text for line in pagelines.lines(column)) for column in columns]


def _rows(chars: Sequence[Char], edges: Sequence[float]) -> list[list[str]]:
    """The rows of a band without rules: a line that has few of the columns goes on with the row above."""
    rows: list[list[list[str]]] = []
    for band in _lines(chars):
        texts = _texts(band, edges)
        filled = sum(bool(text) for text in texts)
        if rows and (filled == 1 or (not texts[0] and 2 * filled <= len(texts))):
            for cell, text in zip(rows[-1], texts, strict=True):
                cell += [text] if text else []
        else:
            rows.append([[text] if text else [] for text in texts])
    return [["\n".join(cell) for cell in row] for row in rows]


def _lines(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """The characters of each line: cut where the next line of text begins."""
    boxes = [line.box for line in pagelines.lines(chars)]
    cuts = [(a.bottom + b.top) / 2 for a, b in pairwise(boxes)]
    lines: list[list[Char]] = [[] for _ in boxes]
    for char in chars:
        if lines:
            lines[bisect(cuts, char.middle)].append(char)
    yield from lines
