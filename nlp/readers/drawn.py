"""What is drawn on a page: turned upright, lines to rules, images measured; a `PageContent` of a PDF page of it all."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.readers.page import Char, PageContent, Rule
from nlp.types import Note

MOST_OBJECTS = 100_000  # of one page: what is drawn beyond is not looked at, its text is read
MOST_SEGMENTS = 20_000  # of one path
_FURTHEST = 30_000.0  # points from the corner: PDF 32000-1, annex C, allows pages of 14,400
_ABSURD = 1e7
_THIN = 3.0  # points: a filled rectangle this thin is a drawn rule

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """Apply `inner` first (PDF 32000-1, 8.3.4)."""
    a, b, c, d, e, f = inner
    k, m, n, o, p, q = outer
    return (a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, e * k + f * n + p, e * m + f * o + q)


@dataclass(frozen=True, slots=True)
class Upright:
    """Turns PDF coordinates (origin bottom left, before the page's rotation) upright (origin top left)."""

    left: float
    bottom: float
    width: float  # of the unturned page
    height: float
    turns: int  # clockwise quarters

    def point(self, x: float, y: float) -> Point:
        """Where a point of the file stands on the upright page."""
        x, y = x - self.left, y - self.bottom
        if self.turns == 0:
            return x, self.height - y
        if self.turns == 1:
            return y, x
        if self.turns == 2:
            return self.width - x, y
        return self.height - y, self.width - x


@dataclass(frozen=True, slots=True)
class Drawing:
    """A path: the points its parts run through, whether its outline is drawn and its inside filled."""

    outlines: tuple[tuple[Point, ...], ...]
    stroked: bool
    filled: bool


def content(
    upright: Upright,
    chars: Iterable[Char],
    drawings: Iterable[Drawing],
    pictures: Iterable[Matrix],
    notes: tuple[Note, ...],
) -> PageContent:
    """The page. Characters and rules at no place or far off the page are left out of it: they cannot be seen."""
    width, height = (upright.height, upright.width) if upright.turns % 2 else (upright.width, upright.height)
    far = min(max(_FURTHEST, 2 * width, 2 * height), _ABSURD)
    near = -far
    seen = tuple([c for c in chars if near < c.left <= c.right < far and near < c.top <= c.bottom < far])  # no NaN
    rules = (
        rule
        for drawing in drawings
        for outline in drawing.outlines
        for rule in rules_along([upright.point(x, y) for x, y in outline], drawing.stroked, drawing.filled)
    )
    return PageContent(
        width,
        height,
        seen,
        tuple(rule for rule in rules if near < rule.at < far and near < rule.start <= rule.end < far),
        max((_share(matrix, width * height) for matrix in pictures), default=0.0),
        notes,
    )


def cut(number: int) -> tuple[Note, ...]:
    """The doubt about page `number` (from 0) that has more drawn on it than is looked at."""
    return (Note("page-cut", number + 1, f"第 {number + 1} 页的图形对象过多，超出部分的表格线未读取"),)


def _share(matrix: Matrix, page: float) -> float:
    """How much of the page an image covers: it fills the unit square (PDF 32000-1, 8.9.5.1) under its matrix."""
    a, b, c, d, _, _ = matrix
    area = abs(a * d - b * c)
    return area / page if page > 0 and math.isfinite(area) else 0.0


def rules_along(points: Sequence[Point], stroked: bool, filled: bool) -> Iterator[Rule]:
    """The rules that one outline makes on its page: a line, a shape as thin as one, the sides of a larger one."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    if min(wide, high) <= _THIN < max(wide, high):  # a line, or a rectangle as thin as one
        flat = wide > high
        at = (min(ys) + max(ys)) / 2 if flat else (min(xs) + max(xs)) / 2
        yield Rule(flat, at, min(xs if flat else ys), max(xs if flat else ys))
    elif max(wide, high) <= _THIN:
        yield from _dots(filled, xs, ys)
    elif stroked:
        yield from _sides(points, True)
    elif len(points) in (4, 5):
        yield from _sides([*points, points[0]] if len(points) == 4 else points, False)


def _dots(filled: bool, xs: Sequence[float], ys: Sequence[float]) -> Iterator[Rule]:
    """A piece of a dashed or dotted rule: which way the rule runs its neighbours will say."""
    if filled or len(xs) < 4:
        yield Rule(True, (min(ys) + max(ys)) / 2, min(xs), max(xs))
        yield Rule(False, (min(xs) + max(xs)) / 2, min(ys), max(ys))


def _sides(points: Sequence[Point], stroked: bool) -> Iterator[Rule]:
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(y0 - y1) < 1 < abs(x0 - x1):
            yield Rule(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1), stroked)
        elif abs(x0 - x1) < 1 < abs(y0 - y1):
            yield Rule(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1), stroked)
