"""The objects on a page of an OFD file (GB/T 33190-2016) as characters and rules with their places.

Elements and attributes are known by their local names: files with and without the standard's namespace are met.
Lengths are millimetres in the file, points here.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nlp.errors import TooLarge
from nlp.readers import drawn
from nlp.readers.drawn import Matrix, Point, times
from nlp.readers.lines import width
from nlp.readers.page import Char, Rule
from nlp.types import Box

Element = Any  # lxml ships no types for its elements
POINTS = 72 / 25.4  # a millimetre
_ASCENT = 0.88  # of the size: how far the box of a character reaches above its base line
_DEEPEST = 8  # composite units inside each other
_MOST_OBJECTS = 200_000  # of one page, those inside composite units counted each time
_FARTHEST = 1e6  # millimetres: no page is larger, a number beyond is a mistake
_STEPS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}  # operator of a path → its numbers (9.1)
_PATH = re.compile(r"[SMLQBAC]|[^\sSMLQBAC,]+")


@dataclass(frozen=True, slots=True)
class Picture:
    """An image on the page: the resource it shows and where."""

    resource: str
    box: Box


@dataclass(slots=True)
class Marks:
    """What the objects of a page leave on it, in their order."""

    name: str
    units: Mapping[str, Element]  # composite graphic units by their ID
    chars: list[Char] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    objects: int = 0


def local(element: Element) -> str:
    """The element's name without its namespace; "" for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element, name: str) -> list[Element]:
    """The children of that local name."""
    return [child for child in element if local(child) == name]


def child(element: Element, name: str) -> Element | None:
    """The first child of that local name."""
    return next(iter(children(element, name)), None)


def numbers(text: str | None) -> list[float]:
    """The numbers of a list; what is no number is left out."""
    found = []
    for part in (text or "").replace(",", " ").split():
        try:
            value = float(part)
        except ValueError:
            continue
        if math.isfinite(value) and abs(value) <= _FARTHEST:
            found.append(value)
    return found


def number(text: str | None, usual: float) -> float:
    """The number, or the usual value."""
    return next(iter(numbers(text)), usual)


def box(text: str | None) -> tuple[float, float, float, float] | None:
    """x, y, width, height of an ST_Box; None where it is none."""
    found = numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) >= 4 else None


PAGE: Matrix = (POINTS, 0.0, 0.0, POINTS, 0.0, 0.0)


def walk(block: Element, marks: Marks, matrix: Matrix = PAGE, depth: int = 0) -> None:
    """Adds what the objects inside `block` show; `matrix` leads from the block's coordinates to points.

    TooLarge where the objects are more than a page can hold.
    """
    for item in block:
        kind = local(item)
        if kind not in _OBJECTS or item.get("Visible") == "false":
            continue
        marks.objects += 1
        if marks.objects > _MOST_OBJECTS:
            raise TooLarge(f"“{marks.name}”有一页的图元超过 {_MOST_OBJECTS} 个；请用 OFD 阅读器另存为 PDF 后再添加")
        _OBJECTS[kind](item, marks, matrix, depth)


def _block(item: Element, marks: Marks, matrix: Matrix, depth: int) -> None:
    walk(item, marks, matrix, depth)


def _composite(item: Element, marks: Marks, matrix: Matrix, depth: int) -> None:
    unit = marks.units.get(item.get("ResourceID", ""))
    content = None if unit is None else child(unit, "Content")
    if content is not None and depth < _DEEPEST:
        walk(content, marks, _own(item, matrix), depth + 1)


def _image(item: Element, marks: Marks, matrix: Matrix, _: int) -> None:
    corners = [_at(_own(item, matrix), x, y) for x, y in ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))]
    marks.pictures.append(Picture(item.get("ResourceID", ""), _around(corners)))


def _own(item: Element, matrix: Matrix) -> Matrix:
    """From the object's own coordinates to points: its CTM, then its Boundary's corner (8.5)."""
    ctm = numbers(item.get("CTM"))
    inner: Matrix = (ctm[0], ctm[1], ctm[2], ctm[3], ctm[4], ctm[5]) if len(ctm) == 6 else (1, 0, 0, 1, 0, 0)
    placed = box(item.get("Boundary"))
    x, y = placed[:2] if placed else (0.0, 0.0)
    return times(times(inner, (1, 0, 0, 1, x, y)), matrix)


def _at(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _around(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


# --- text (clause 11) -------------------------------------------------------------------------------


def _text(item: Element, marks: Marks, matrix: Matrix, _: int) -> None:
    own = _own(item, matrix)
    size, stretch = number(item.get("Size"), 0.0), number(item.get("HScale"), 1.0)
    if size <= 0:
        return
    down = number(item.get("ReadDirection"), 0.0) % 180 == 90
    turn = math.radians(number(item.get("CharDirection"), 0.0))
    x = y = 0.0
    for code in children(item, "TextCode"):
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        text = "".join(c for c in (code.text or "") if c not in "\r\n")
        across, along = deltas(code.get("DeltaX"), len(text)), deltas(code.get("DeltaY"), len(text))
        stays = not any(across) and not any(along)
        for i, char in enumerate(text):
            usual = size * width(char) * (1.0 if down else stretch)
            step = (0.0, usual) if stays and down else (usual, 0.0) if stays else (across[i], along[i])
            marks.chars.append(_char(char, (x, y), _advance(char, usual, step[0]), size, own, turn, len(marks.chars)))
            x, y = x + step[0], y + step[1]


def deltas(text: str | None, count: int) -> list[float]:
    """`count` steps from a list like "5.1 g 3 4.2 5": `g n v` stands for n times v (11.3).

    A list that is too short goes on with its last step; none means that nothing moves.
    """
    parts = (text or "").split()
    found: list[float] = []
    at = 0
    while at < len(parts) and len(found) < count:
        if parts[at] == "g" and at + 2 < len(parts):
            times = min(count, int(parts[at + 1][:9])) if parts[at + 1].isdecimal() else 0
            found += [number(parts[at + 2], 0.0)] * times
            at += 3
        else:
            found.append(number(parts[at], 0.0))
            at += 1
    last = found[-1] if found else 0.0
    return (found + [last] * count)[:count]


def _advance(char: str, usual: float, step: float) -> float:
    """How wide a character is: a wide one as its font says, a narrow one up to the next where that is near.

    A step that is longer than such a character is wide leaves room: another word or column follows.
    """
    if char.isspace() or width(char) == 1.0:
        return usual
    most = 2.0 if char in "MWmw@%&" else 1.8 if char.isupper() else 1.4
    return step if 0.2 * usual < step <= most * usual else usual


def _char(char: str, at: Point, across: float, size: float, own: Matrix, turn: float, order: int) -> Char:
    """The box of a character whose base line begins at `at`, turned clockwise by `turn`."""
    cos, sin = math.cos(turn), math.sin(turn)
    corners = [(0.0, -_ASCENT * size), (across, (1 - _ASCENT) * size)]
    turned = [(at[0] + x * cos - y * sin, at[1] + x * sin + y * cos) for x, y in corners]
    placed = _around([_at(own, x, y) for x, y in turned])
    right = (own[0] * cos + own[2] * sin, own[1] * cos + own[3] * sin)  # where its own "right" points on the page
    upright = right[0] > 0 and abs(right[1]) < 0.05 * right[0]
    meant = "\ufffd" if unicodedata.category(char) in ("Cc", "Cs", "Cn") and char != "\t" else char
    return Char(meant, placed.left, placed.top, placed.right, placed.bottom, upright, order)


# --- paths (clause 9) -------------------------------------------------------------------------------


def _path(item: Element, marks: Marks, matrix: Matrix, _: int) -> None:
    stroke, fill = item.get("Stroke", "true") != "false", item.get("Fill", "false") == "true"
    data = child(item, "AbbreviatedData")
    if data is None or not (stroke or fill):
        return
    own = _own(item, matrix)
    for outline in outlines(data.text or ""):
        marks.rules += drawn.rules_along([_at(own, x, y) for x, y in outline], stroke, fill)


def outlines(data: str) -> Iterator[list[Point]]:
    """The parts of a path as the points they run through, closed ones back to their first."""
    points: list[Point] = []
    parts = _PATH.findall(data)
    at = 0
    while at < len(parts):
        steps = _STEPS.get(parts[at])
        if steps is None:
            at += 1
            continue
        held = numbers(" ".join(parts[at + 1 : at + 1 + steps]))
        if parts[at] in "SM" and points:
            yield points
            points = []
        if steps and len(held) == steps:
            points.append((held[-2], held[-1]))
        elif not steps and points:
            points.append(points[0])
        at += 1 + steps
    if points:
        yield points


_Adds = Callable[[Element, Marks, Matrix, int], None]
_OBJECTS: dict[str, _Adds] = {
    "Layer": _block,
    "PageBlock": _block,
    "TextObject": _text,
    "PathObject": _path,
    "ImageObject": _image,
    "CompositeObject": _composite,
}
