"""Pages set in two columns of running text: their lines are read across both, which has to be said."""

from collections.abc import Sequence

from nlp.readers import pagelines
from nlp.readers.page import Char
from nlp.readers.pagelines import TextLine

_LONG = 8  # characters of a line of prose
_LEAST = 5  # of such lines on either side
_FLUSH = 0.5  # of them end, on the right begin, at one place; those of a table without rules do not
_GUTTER = 1.0  # times the size of a character: the columns lie so far apart
_CROSSING = 0.02  # of the characters may stand in the middle, which in one column every line runs through
_EDGE = 2.0  # points: places this near are one


def are_two(chars: Sequence[Char]) -> bool:
    """Whether the upright characters of a page, tables aside, stand in two columns of equal width."""
    if len(chars) < 2 * _LEAST * _LONG:
        return False
    middle = (min(c.left for c in chars) + max(c.right for c in chars)) / 2
    if sum(c.left < middle < c.right for c in chars) > _CROSSING * len(chars):
        return False
    left = _long([c for c in chars if c.centre < middle])
    right = _long([c for c in chars if c.centre >= middle])
    ends, begins = _flush([line.box.right for line in left]), _flush([line.box.left for line in right])
    return ends is not None and begins is not None and begins - ends >= _GUTTER * left[0].size


def _long(chars: Sequence[Char]) -> list[TextLine]:
    return [line for line in pagelines.lines(chars) if len(line.text) >= _LONG]


def _flush(places: Sequence[float]) -> float | None:
    """Where most of the lines end or begin, in points; None where they are few or each ends elsewhere."""
    if len(places) < _LEAST:
        return None
    beside = {place: sum(abs(place - other) <= _EDGE for other in places) for place in places}
    place = max(beside, key=lambda place: beside[place])
    return place if beside[place] >= _FLUSH * len(places) else None
