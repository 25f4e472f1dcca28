"""What an image of a page shows besides words: how far it is askew, the rules of its tables, its seals."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np

from nlp.readers.ocr import Image, Quad
from nlp.readers.page import Rule

_SHORTEST = {True: 24.0, False: 14.0}  # points: a rule across, a rule down the page; strokes of letters are shorter
_THICKEST = 4.0  # points
_GAP = 2.0  # points that a scanner may leave out of a rule
_INKED, _INKED_SHORT, _LONG = 0.7, 0.92, 30.0  # share of a rule that is ink; of one shorter than so many points
_CHARACTER = 0.88  # of the height of a found line: no stroke of its characters is longer
_MEETS = 4.0  # points between a rule's end and the rule it runs into
_DOT = 2.6  # points: the dots of a contents page are no larger
_DOT_STEP = 9.0  # points from one of them to the next, at most
_LEADER = 8  # dots in a row that are believed
_RED = 50  # how much a pixel of a seal is redder than green and blue
_SEALED = 0.01  # of a line's area in red ink, and in ink that is not
_DARK = 110  # of a pixel in a channel: ink
_COARSE = 100  # dpi at which the skew is measured
_CLEARER = 1.1  # times as well parted as the page is when it is not turned
_MOST_ASKEW = 6.0  # degrees that are turned back


def ink(image: Image) -> Any:
    """Where the image is darker than its surroundings: 255 there, else 0. `image` is grey or colour."""
    import cv2

    grey = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    block = max(15, round(min(grey.shape) / 40) | 1)
    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 15)


def skew(image: Image, scale: float) -> float:
    """By how many degrees the lines of the page fall to the right; 0 where turning it back makes nothing clearer.

    Of the angles tried it is the one at which rows of ink and rows of paper part best: lines of text and the rules
    of tables alike. `scale` is pixels per point.
    """
    import cv2

    share = min(1.0, _COARSE / 72 / scale)
    small = cv2.resize(ink(image), None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    height, width = small.shape

    def parted(angle: float) -> float:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        rows = cv2.warpAffine(small, matrix, (width, height)).sum(axis=1, dtype=np.float64)
        return float((np.diff(rows) ** 2).sum())

    best = 0.0
    for step, reach in ((0.5, _MOST_ASKEW), (0.1, 0.4), (0.05, 0.05)):
        count = round(reach / step)
        best = max((best + step * i for i in range(-count, count + 1)), key=parted)
    clearer = parted(best) > _CLEARER * parted(0.0)
    return round(best, 2) if clearer and abs(best) >= 0.1 else 0.0


def straightened(image: Image, angle: float) -> tuple[Image, Any]:
    """The image turned back by `angle` degrees about its middle, and the 2 × 3 matrix that did it."""
    import cv2

    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    white = (255, 255, 255)
    turned = cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=white)
    return np.asarray(turned, np.uint8), matrix


def moved(quad: Quad, matrix: Any) -> Quad:
    """The corners after an affine 2 × 3 matrix."""
    return tuple((float(x), float(y)) for x, y in np.asarray(quad) @ matrix[:, :2].T + matrix[:, 2])


def without_seal(part: Image) -> Image:
    """The image without its red ink where dark ink remains beside it (words under a seal); else as it is.

    Red ink is bright in the red channel, black ink dark in all.
    """
    blue, green, red = (part[:, :, i].astype(np.int16) for i in range(3))
    reddish = red - np.maximum(green, blue) > _RED
    if reddish.mean() < _SEALED or (red < _DARK).mean() < _SEALED:
        return part
    return np.repeat(part[:, :, 2:3], 3, axis=2)


def rules(image: Image, words: Sequence[Quad], scale: float) -> list[Rule]:
    """The rules of tables in points; `scale` is pixels per point, `words` is where lines of text stand (pixels).

    Long thin runs of ink along the axes that are no strokes of large letters; of those, the ones that meet a
    rule of the other direction.
    """
    page = ink(image)
    boxes = np.asarray([(*np.min(quad, axis=0), *np.max(quad, axis=0)) for quad in words]).reshape(-1, 4) / scale
    across, down = ([r for r in _runs(page, flat, scale) if not _is_stroke(r, boxes)] for flat in (True, False))
    down = [rule for rule in down if any(_meet(rule, other) for other in across)]
    return [rule for rule in across if any(_meet(rule, other) for other in down)] + down


def _runs(page: Any, horizontal: bool, scale: float) -> Iterator[Rule]:
    import cv2

    def kernel(length: float) -> Any:
        size = max(1, round(length))
        return np.ones((1, size) if horizontal else (size, 1), np.uint8)

    closed = cv2.morphologyEx(page, cv2.MORPH_CLOSE, kernel(_GAP * scale))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, kernel(_SHORTEST[horizontal] * scale))
    joined = cv2.dilate(opened, np.ones((3, 1) if horizontal else (1, 3), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    for x, y, wide, high, _ in stats[1:count].tolist():
        start, length, at, thick = (x, wide, y, high) if horizontal else (y, high, x, wide)
        if thick <= _THICKEST * scale and _is_drawn(page[y : y + high, x : x + wide], horizontal, scale):
            yield Rule(horizontal, (at + thick / 2) / scale, start / scale, (start + length) / scale)


def _is_drawn(part: Any, horizontal: bool, scale: float) -> bool:
    """Whether the run is ink, not the bridges between a letter and the rules above and below it."""
    inked = (part > 0).any(axis=0 if horizontal else 1)
    return bool(inked.mean() >= (_INKED if inked.size >= _LONG * scale else _INKED_SHORT))


def _is_stroke(rule: Rule, boxes: Any) -> bool:
    """Whether the rule lies wholly inside a line of text and is no longer than a character.

    Neighbouring cells are often found as one line, with the rule between them inside it.
    """
    if rule.horizontal:
        left, top, right, bottom = rule.start, rule.at, rule.end, rule.at
    else:
        left, top, right, bottom = rule.at, rule.start, rule.at, rule.end
    inside = (boxes[:, 0] <= left) & (boxes[:, 1] <= top) & (boxes[:, 2] >= right) & (boxes[:, 3] >= bottom)
    short = rule.end - rule.start <= _CHARACTER * (boxes[:, 3] - boxes[:, 1])
    return bool((inside & short).any())


def _meet(one: Rule, other: Rule) -> bool:
    """Whether two rules of different directions cross or touch."""
    inside = one.start - _MEETS <= other.at <= one.end + _MEETS
    return inside and other.start - _MEETS <= one.at <= other.end + _MEETS


def without_rules(image: Image, drawn: Sequence[Rule], scale: float) -> Image:
    """A copy in which the rules are painted over with the page's colour."""
    bare = image.copy()
    paper = np.median(image[:: max(1, image.shape[0] // 200), :: max(1, image.shape[1] // 200)], axis=(0, 1))
    half = max(1, round(0.9 * scale))
    for rule in drawn:
        at, start, end = round(rule.at * scale), round(rule.start * scale), round(rule.end * scale)
        across, along = slice(max(0, at - half), at + half + 1), slice(max(0, start), end)
        bare[(across, along) if rule.horizontal else (along, across)] = paper
    return bare


def leaders(image: Image, scale: float) -> list[tuple[float, float]]:
    """The middles (pixels) of the dots that lead to the page numbers of a contents page, from left to right by rows."""
    import cv2

    smooth = np.asarray(cv2.medianBlur(image, 3), np.uint8)  # dust goes; a dot is larger, a thin rule is no matter here
    _, _, stats, middles = cv2.connectedComponentsWithStats(ink(smooth))
    most = _DOT * scale
    small = (stats[:, 2] <= most) & (stats[:, 3] <= most) & (stats[:, 4] >= 2)
    dots = sorted(map(tuple, middles[small].tolist()), key=lambda at: at[0])
    rows: list[list[tuple[float, float]]] = []
    for dot in dots:  # each goes to the row that ends nearest to its left
        near = [row for row in rows if _follows(row[-1], dot, scale)]
        if near:
            max(near, key=lambda row: row[-1][0]).append(dot)
        else:
            rows.append([dot])
    return [dot for row in rows if len(row) >= _LEADER and _is_regular(row) for dot in row]


def _follows(before: tuple[float, float], dot: tuple[float, float], scale: float) -> bool:
    return 0 < dot[0] - before[0] <= _DOT_STEP * scale and abs(dot[1] - before[1]) <= 0.6 * scale


def _is_regular(row: Sequence[tuple[float, float]]) -> bool:
    """Whether the steps of most dots are alike, as those of dust are not."""
    steps = [after[0] - before[0] for before, after in pairwise(row)]
    usual = median(steps)
    return sum(abs(step - usual) <= 0.35 * usual for step in steps) >= 0.7 * len(steps)


def without_dots(image: Image, dots: Sequence[tuple[float, float]], scale: float) -> Image:
    """A copy in which the dots are painted over."""
    bare, half = image.copy(), max(1, round(0.7 * _DOT * scale))
    for x, y in dots:
        around = bare[max(0, round(y) - half) : round(y) + half + 1, max(0, round(x) - half) : round(x) + half + 1]
        around[:] = around.max(axis=(0, 1))
    return bare
