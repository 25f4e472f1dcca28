"""One page's picture: turned upright, its lines read by an OCR engine, their characters put in their places."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import numpy as np

from nlp.knowledge import load
from nlp.readers import raster
from nlp.readers.lines import width
from nlp.readers.ocr import Engine, Image, Quad, ReadLine
from nlp.readers.page import Char, PageContent, Rule

_POINTS = 72.0  # an inch
_TALL = 1.8  # times as high as wide: words that stand one below the other, or on their side
_SLANTED = 0.12  # of a line's length: how far a line that belongs to the page may fall
_COLUMN = 1.2  # of the size: characters farther apart do not touch
_USUAL_HEIGHT = 1.25  # of a found line, in sizes of its characters, where no line of the page tells
_UPRIGHT_SCORE = 0.75  # a page that reads worse than this may stand on its head
_WIDE = dict(zip("(),:;!?", "（），：；！？", strict=True))
_WIDE_ROOM = 0.75  # of the size: more room than a narrow mark takes
_LOWEST, _LONGEST = 6, 150  # pixels; times as long as high: what is lower or longer is no line of text
_PROBES = 5  # lines that are read to see which way up a page is


@dataclass(frozen=True, slots=True)
class PageImage:
    """A picture of a page: blue-green-red pixels, `scale` of them a point."""

    pixels: Image
    scale: float


@dataclass(frozen=True, slots=True)
class Scanned:
    """What an image of a page says; `doubtful` are lines read with a low score, `dropped` those not believed."""

    content: PageContent
    doubtful: tuple[tuple[str, float], ...]
    dropped: tuple[tuple[str, float], ...]


def resolution(width: float, height: float) -> float:
    """Pixels a point at which a page of this size (points) is looked at: that of the data, less for large pages."""
    rule = load("ocr")["image"]
    return float(min(rule["dpi"] / _POINTS, (rule["max_pixels"] / max(1.0, width * height)) ** 0.5))


def read_image(picture: PageImage, engine: Engine) -> Scanned:
    """The characters and rules of a page's picture, the page turned upright and straight."""
    scale = picture.scale
    image, quads = _upright(picture.pixels, _found(picture.pixels, scale, engine), scale, engine)
    dots = raster.leaders(image, scale)
    if dots:  # they hide the page numbers they lead to
        image = raster.without_dots(image, dots, scale)
        quads = _found(image, scale, engine)
    strips, drawn = _taken_apart(image, quads, scale)
    return _content(strips, drawn, dots, image.shape, scale, engine)


def _found(image: Image, scale: float, engine: Engine) -> list[Quad]:
    """The lines, found on a smaller image than they are read from."""
    import cv2

    share = min(1.0, load("ocr")["image"]["detect_dpi"] / _POINTS / scale)
    if share == 1.0:
        return engine.find(image)
    small = np.asarray(cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), np.uint8)
    return [tuple((x / share, y / share) for x, y in quad) for quad in engine.find(small)]


def _upright(image: Image, quads: list[Quad], scale: float, engine: Engine) -> tuple[Image, list[Quad]]:
    """Turned by quarters until the lines lie and read well, then by the few degrees the page lay askew."""
    tall = sum(_high(quad) for quad in quads if _high(quad) > _TALL * _wide(quad))
    flat = sum(_wide(quad) for quad in quads if _wide(quad) > _TALL * _high(quad))
    ways = (1, 3) if tall > 1.5 * flat else (0, 2)
    if ways == (1, 3) or _probed(image, quads, engine) < _UPRIGHT_SCORE:
        turned = [(way, _turned(image, quads, way)) for way in ways]
        best = max(turned, key=lambda found: _probed(found[1][0], found[1][1], engine))
        image, quads = best[1]
        if best[0] in (1, 3):  # the detector is made for lines that lie: look again
            quads = _found(image, scale, engine)
    angle = raster.skew(image, scale)
    if angle:
        image, matrix = raster.straightened(image, angle)
        quads = [raster.moved(quad, matrix) for quad in quads]
    return image, quads


def _turned(image: Image, quads: Sequence[Quad], quarters: int) -> tuple[Image, list[Quad]]:
    """Turned counter-clockwise by quarters, the corners of each quad again clockwise from the top left."""
    for _ in range(quarters):
        across = image.shape[1]
        image = np.ascontiguousarray(np.rot90(image))
        quads = [tuple((y, across - x) for x, y in (*quad[1:], quad[0])) for quad in quads]
    return image, list(quads)


def _probed(image: Image, quads: Sequence[Quad], engine: Engine) -> float:
    """How well the longest lines read."""
    longest = sorted(quads, key=_wide, reverse=True)[:_PROBES]
    read = engine.read([_crop(image, quad) for quad in longest])
    return sum(line.score for line in read) / len(read) if read else 1.0


def _wide(quad: Quad) -> float:
    return max(x for x, _ in quad) - min(x for x, _ in quad)


def _high(quad: Quad) -> float:
    return max(y for _, y in quad) - min(y for _, y in quad)


def _crop(image: Image, quad: Quad) -> Image:
    """What stands inside the corners, as an upright image."""
    import cv2

    (x0, y0), (x1, y1), _, (x3, y3) = quad
    wide, high = max(1, round(np.hypot(x1 - x0, y1 - y0))), max(1, round(np.hypot(x3 - x0, y3 - y0)))
    target = np.asarray([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    matrix = cv2.getPerspectiveTransform(np.asarray(quad, np.float32), target)
    return np.asarray(
        cv2.warpPerspective(image, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE),
        np.uint8,
    )


@dataclass(frozen=True, slots=True)
class _Strip:
    """One line to be read: where it stands (pixels), its image, whether it lies straight on the page.

    `cuts`: of words one below the other, where each begins and ends down the page; its image has them side by side.
    """

    left: float
    top: float
    right: float
    bottom: float
    image: Image
    straight: bool = True
    cuts: tuple[tuple[int, int], ...] = ()


def _taken_apart(image: Image, quads: Sequence[Quad], scale: float) -> tuple[list[_Strip], list[Rule]]:
    """The lines, cut where the rules of a table part them, and those rules."""
    drawn = raster.rules(image, quads, scale)
    bare = raster.without_rules(image, drawn, scale) if drawn else image
    strips: list[_Strip] = []
    for quad in quads:
        if abs(quad[1][1] - quad[0][1]) > _SLANTED * max(1.0, _wide(quad)) and _wide(quad) > _high(quad) / _TALL:
            xs, ys = [x for x, _ in quad], [y for _, y in quad]
            strips.append(_Strip(min(xs), min(ys), max(xs), max(ys), _crop(bare, quad), straight=False))
            continue
        for box in _parted(quad, drawn, scale):
            strip = _strip(bare, box)
            if strip is not None:
                strips.append(strip)
    return strips, drawn


_Rect = tuple[float, float, float, float]


def _parted(quad: Quad, drawn: Sequence[Rule], scale: float) -> list[_Rect]:
    """The quad's rectangle in pixels, cut where rules of a table run through it."""
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    middle, centre, edge = (top + bottom) / 2 / scale, (left + right) / 2 / scale, 0.3 * min(right - left, bottom - top)
    down = [r.at * scale for r in drawn if not r.horizontal and r.start <= middle <= r.end]
    across = [r.at * scale for r in drawn if r.horizontal and r.start <= centre <= r.end]
    columns = [left, *sorted(x for x in down if left + edge < x < right - edge), right]
    rows = [top, *sorted(y for y in across if top + edge < y < bottom - edge), bottom]
    return [(x0, y0, x1, y1) for y0, y1 in pairwise(rows) for x0, x1 in pairwise(columns)]


def _strip(bare: Image, box: _Rect) -> _Strip | None:
    """The part of the image, fitted across to its ink; None where there is none."""
    x0, y0, x1, y1 = max(0, round(box[0])), max(0, round(box[1])), round(box[2]) + 1, round(box[3]) + 1
    part = bare[y0:y1, x0:x1]
    if part.size == 0 or min(part.shape[:2]) < _LOWEST or max(part.shape[:2]) > _LONGEST * min(part.shape[:2]):
        return None
    part = raster.without_seal(part)
    if y1 - y0 > _TALL * (x1 - x0):
        return _stacked(part, (x0, y0, x1, y1))
    return _Strip(x0, y0, x1, y1, part)


def _stacked(part: Image, box: tuple[int, int, int, int]) -> _Strip:
    """Words one below the other, set side by side, as the engine reads them."""
    filled = np.flatnonzero(raster.ink(part).any(axis=1))
    if filled.size == 0:
        return _Strip(*box, part)
    across = part.shape[1]
    runs = [(int(run[0]), int(run[-1]) + 1) for run in np.split(filled, np.flatnonzero(np.diff(filled) > 1) + 1)]
    pieces: list[tuple[int, int]] = []
    for start, end in runs:  # the parts of one character (二, 三, 音) stand closer than a character is high
        if pieces and end - pieces[-1][0] <= 0.9 * across:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    high = max(end - start for start, end in pieces)
    paper = np.median(part, axis=(0, 1)).astype(np.uint8)
    row = np.full((high, across * len(pieces), 3), paper, np.uint8)
    for i, (start, end) in enumerate(pieces):
        at = (high - (end - start)) // 2
        row[at : at + end - start, i * across : (i + 1) * across] = part[start:end]
    return _Strip(*box, row, cuts=tuple((box[1] + start, box[1] + end) for start, end in pieces))


# --- lines to characters in their places ------------------------------------------------------------


def _content(
    strips: Sequence[_Strip],
    drawn: Sequence[Rule],
    dots: Sequence[tuple[float, float]],
    shape: tuple[int, ...],
    scale: float,
    engine: Engine,
) -> Scanned:
    read = engine.read([strip.image for strip in strips])
    bounds = load("ocr")["confidence"]
    read = [_dashed(_widened(strip, line)) for strip, line in zip(strips, read, strict=True)]
    believed = [(s, line) for s, line in zip(strips, read, strict=True) if line.text and line.score >= bounds["lowest"]]
    dropped = tuple((line.text, line.score) for line in read if line.text and line.score < bounds["lowest"])
    doubtful = tuple((line.text, line.score) for _, line in believed if line.score < bounds["low"])
    sizes = _sizes(believed)
    chars: list[Char] = []
    for (strip, line), size in zip(believed, sizes, strict=True):
        chars += _chars(strip, line, size, scale, len(chars))
    chars += _leading(dots, chars, scale)
    page = PageContent(shape[1] / scale, shape[0] / scale, tuple(chars), tuple(drawn))
    return Scanned(page, doubtful, dropped)


def _widened(strip: _Strip, line: ReadLine) -> ReadLine:
    """Marks that take a whole character's room are the wide ones of Chinese text: （ for (.

    The engine takes one for the other, as their ink is alike; the room between the neighbours tells them apart. Of
    a pair of brackets one decides for both; a mark at the line's end, where nothing tells, goes by the others.
    """
    size = _pitch(strip, line)
    if not size:
        return line
    chars, places = list(line.text), [at * (strip.right - strip.left) for at in line.centres]
    half = [size / (2 if width(c) == 1.0 else 4) for c in chars]
    for i in range(1, len(chars) - 1):
        if chars[i] in _WIDE and places[i + 1] - places[i - 1] - half[i - 1] - half[i + 1] >= _WIDE_ROOM * size:
            chars[i] = _WIDE[chars[i]]
    text = "".join(chars)
    for narrow, wide in (("(", "（"), (")", "）")):
        other = "）" if narrow == "(" else "（"
        if narrow in text and text.count(other) == text.count(narrow) + text.count(wide):
            text = text.replace(narrow, wide)
    if text[-1] in _WIDE and len(text) > 1 and width(text[-2]) == 1.0 and not any(c in _WIDE for c in text[1:-1]):
        text = text[:-1] + _WIDE[text[-1]]
    return replace(line, text=text)


def _dashed(line: ReadLine) -> ReadLine:
    """A page number between dashes, of which the engine takes some for the numeral one (—8一)."""
    if re.fullmatch(load("ocr")["page_number"]["dashed"], line.text) is None:
        return line
    digits = [(c, at) for c, at in zip(line.text, line.centres, strict=True) if c.isdigit()]
    chars, centres = zip(("—", line.centres[0]), *digits, ("—", line.centres[-1]), strict=True)
    return replace(line, text="".join(chars), centres=centres)


def _sizes(lines: Sequence[tuple[_Strip, ReadLine]]) -> list[float]:
    """The size of the characters of each line in pixels: the pitch of its wide ones where it has enough of them.

    Sizes near the page's usual one are that one: a line of three characters tells its size only roughly.
    """
    pitches = [_pitch(strip, line) for strip, line in lines]
    ratios = [(s.bottom - s.top) / pitch for (s, _), pitch in zip(lines, pitches, strict=True) if pitch]
    ratio = median(ratios) if ratios else _USUAL_HEIGHT
    sizes = [p or _height(strip) / ratio for (strip, _), p in zip(lines, pitches, strict=True)]
    weighted = [size for (_, line), size in zip(lines, sizes, strict=True) for _ in line.text]
    usual = median(weighted) if weighted else 1.0
    near = [0.15 if pitch else 0.3 for pitch in pitches]
    return [usual if abs(size - usual) <= n * usual else size for size, n in zip(sizes, near, strict=True)]


def _height(strip: _Strip) -> float:
    return min(strip.right - strip.left, strip.bottom - strip.top) if strip.cuts else strip.bottom - strip.top


def _pitch(strip: _Strip, line: ReadLine) -> float:
    """The distance of wide characters that follow each other; 0 where there are fewer than three of them."""
    if strip.cuts:
        return 0.0
    across = strip.right - strip.left
    wide = [width(c) == 1.0 for c in line.text]
    steps = [(line.centres[i + 1] - line.centres[i]) * across for i in range(len(wide) - 1) if wide[i] and wide[i + 1]]
    return median(steps) if len(steps) >= 3 else 0.0


def _chars(strip: _Strip, line: ReadLine, size: float, scale: float, order: int) -> list[Char]:
    if strip.cuts:
        return _stacked_chars(strip, line, scale, order)
    middle = (strip.top + strip.bottom) / 2
    edges = _edges(strip, line, size)
    top, bottom = (middle - size / 2) / scale, (middle + size / 2) / scale
    return [
        Char(c, left / scale, top, right / scale, bottom, strip.straight, order + i)
        for i, (c, (left, right)) in enumerate(zip(line.text, edges, strict=True))
        if not c.isspace() or _parts_words(line.text, i)
    ]  # fmt: skip


def _leading(dots: Sequence[tuple[float, float]], chars: Sequence[Char], scale: float) -> list[Char]:
    """The dots of a contents page as characters on the line that they stand on."""
    size = median(c.bottom - c.top for c in chars) if chars else 1.0
    found: list[Char] = []
    for x, y in dots:
        middle = min((c.middle for c in chars), key=lambda m: abs(m + size / 4 - y / scale), default=y / scale)
        if abs(middle - y / scale) <= size:
            half = size / 8
            found.append(
                Char(".", x / scale - half, middle - size / 2, x / scale + half, middle + size / 2, True, len(chars))
            )
    return found


def _parts_words(text: str, at: int) -> bool:
    """Whether the space at this place stands between Latin words."""
    return text[at - 1].isascii() and text[at + 1].isascii()


def _edges(strip: _Strip, line: ReadLine, size: float) -> list[tuple[float, float]]:
    """Left and right of each character: a wide one is as wide as high; narrow ones touch their neighbours."""
    wide = [width(c) == 1.0 for c in line.text]
    centres = [strip.left + at * (strip.right - strip.left) for at in line.centres]
    halves = [size / (2 if w else 4) for w in wide]
    edges = [(c - half, c + half) for c, half in zip(centres, halves, strict=True)]
    for i in range(len(edges) - 1):
        (left, right), (after, end) = edges[i], edges[i + 1]
        if (wide[i] and wide[i + 1]) or after - right > _COLUMN * size:
            continue
        meet = right if wide[i] else after if wide[i + 1] else (right + after) / 2
        edges[i], edges[i + 1] = (left, max(left, meet)), (min(end, meet), end)
    for i in range(1, len(edges)):  # whatever their widths, they follow each other
        least = edges[i - 1][0] + 0.05 * size
        edges[i] = (max(edges[i][0], least), max(edges[i][1], least))
    return edges


def _stacked_chars(strip: _Strip, line: ReadLine, scale: float, order: int) -> list[Char]:
    """One line each: they stand one below the other."""
    chars: list[Char] = []
    for i, (c, at) in enumerate(zip(line.text, line.centres, strict=True)):
        top, bottom = strip.cuts[min(int(at * len(strip.cuts)), len(strip.cuts) - 1)]
        middle, half = (top + bottom) / 2 / scale, (strip.right - strip.left) / 2 / scale
        chars.append(Char(c, strip.left / scale, middle - half, strip.right / scale, middle + half, True, order + i))
    return chars
