"""The pages of a PDF as pdfminer.six reads them: slower than PDFium, and of another mind about damaged files and fonts.

Imported only where it is used. The one module that calls pdfminer.six.
"""

import logging
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from nlp.errors import BrokenFile, EncryptedFile
from nlp.readers import drawn, radicals
from nlp.readers.drawn import IDENTITY, Drawing, Matrix, Upright
from nlp.readers.options import Options
from nlp.readers.page import UNMAPPED, Char, PageContent

_MOST_CHARS = 500_000  # of one page
_MOST_FORMS, _DEEPEST = 2_000, 8  # forms and images of one page, forms inside forms
_QUARTER = math.pi / 2

_Corner = tuple[float, float]


class _Full(Exception):
    """A page has more on it than is looked at."""


@dataclass(frozen=True, slots=True)
class _Pages:
    """An open file."""

    name: str
    pages: Sequence[Any]
    resources: Any

    @property
    def count(self) -> int:
        """How many pages it has."""
        return len(self.pages)

    def page(self, number: int) -> PageContent:
        """Page `number`, counted from 0. BrokenFile where it cannot be read."""
        try:
            return _content(self.pages[number], number, self.resources)
        except Exception as error:  # a damaged file makes it fail in as many ways as Python has
            raise BrokenFile(
                f"“{self.name}”第 {number + 1} 页已损坏（{type(error).__name__}）；"
                "请用 PDF 阅读器打开后“另存为”或“打印为 PDF”再添加"
            ) from error


@contextmanager
def opened(data: bytes, name: str, options: Options) -> Iterator[_Pages]:
    """The file, page by page. BrokenFile or EncryptedFile where it cannot be opened."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what it would say the exceptions and notes say
    try:
        document = PDFDocument(PDFParser(BytesIO(data)))
        pages = tuple(islice(PDFPage.create_pages(document), options.max_pages + 1))
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise EncryptedFile(f"“{name}”设有打开密码；请取消密码后另存为 PDF 再添加") from error
    except Exception as error:  # see above
        raise BrokenFile(
            f"“{name}”已损坏，不是完整的 PDF（{type(error).__name__}）；请从原处重新下载，或重新导出"
        ) from error
    yield _Pages(name, pages, PDFResourceManager())


def _content(page: Any, number: int, resources: Any) -> PageContent:
    device = _Device(resources)
    full = False
    try:
        _Interpreter(resources, device).render_contents(page.resources, page.contents, ctm=IDENTITY)
    except _Full:
        full = True
    full = full or device.skipped
    left, bottom, right, top = _visible(page)
    turns = page.rotate // 90 % 4
    quarters = Counter((glyph.quarter + turns) % 4 for glyph in device.glyphs if glyph.quarter is not None)
    sideways = max(quarters, key=lambda q: quarters[q]) if quarters else 0
    turns = (turns - sideways) % 4  # a page printed sideways is turned until most of it reads upright
    upright = Upright(left, bottom, right - left, top - bottom, turns)
    notes = drawn.cut(number) if full else ()
    return drawn.content(upright, _chars(device.glyphs, upright), device.drawings, device.pictures, notes)


def _visible(page: Any) -> tuple[float, float, float, float]:
    """The crop box where it is one inside the media box, each with its corners in order."""
    (a, b, c, d), (e, f, g, h) = page.mediabox, page.cropbox or page.mediabox
    left, right = max(min(a, c), min(e, g)), min(max(a, c), max(e, g))
    bottom, top = max(min(b, d), min(f, h)), min(max(b, d), max(f, h))
    return (left, bottom, right, top) if left < right and bottom < top else (min(a, c), min(b, d), max(a, c), max(b, d))


@dataclass(frozen=True, slots=True)
class _Glyph:
    """What a glyph says (several characters: a ligature), two corners of its box, its turn in quarters."""

    text: str
    one: _Corner
    other: _Corner
    quarter: int | None  # None: slanted


def _chars(glyphs: Sequence[_Glyph], upright: Upright) -> Iterator[Char]:
    order = 0
    plain = radicals.plain()
    for glyph in glyphs:
        (x0, y0), (x1, y1) = upright.point(*glyph.one), upright.point(*glyph.other)
        straight = glyph.quarter is not None and (glyph.quarter + upright.turns) % 4 == 0
        for text in glyph.text:
            said = plain.get(text, text if text >= " " or text.isspace() else UNMAPPED)
            yield Char(said, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), straight, order)
            order += 1


@dataclass(eq=False)
class _Device(PDFTextDevice):
    """Takes what pdfminer's interpreter finds on a page; its method names are pdfminer's."""

    resources: Any
    glyphs: list[_Glyph] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    pictures: list[Matrix] = field(default_factory=list)
    seen: int = 0
    shown: int = 0  # forms and images
    depth: int = 0
    skipped: bool = False

    def __post_init__(self) -> None:
        super().__init__(self.resources)

    def render_char(
        self, matrix: Matrix, font: Any, fontsize: float, scaling: float, rise: float, cid: int, ncs: Any, state: Any
    ) -> float:
        """One glyph; how far it advances (PDF 32000-1, 9.4.4), in text space."""
        if len(self.glyphs) >= _MOST_CHARS:
            raise _Full
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNMAPPED
        advance = float(font.char_width(cid) * fontsize * scaling)
        if font.is_vertical():
            left, bottom, right, top = _vertical(font.char_disp(cid), fontsize, rise, advance)
        else:
            bottom = font.get_descent() * fontsize + rise
            left, right, top = 0.0, advance, bottom + fontsize
        one, other = _placed(left, bottom, matrix), _placed(right, top, matrix)
        a, _, c, _, _, _ = matrix
        angle = math.atan2(c, a) / _QUARTER
        quarter = None if abs(angle - round(angle)) > 0.05 else round(angle) % 4
        self.glyphs.append(_Glyph(str(text), one, other, quarter))
        return advance

    def paint_path(self, state: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        """A path, its points in the space of the page."""
        self._count(1 + len(path) // 8)
        if len(path) <= drawn.MOST_SEGMENTS and (stroke or fill):
            self.drawings.append(Drawing(tuple(_outlines(path, self.ctm or IDENTITY)), stroke, fill))

    def render_image(self, name: str, stream: Any) -> None:
        """An image: it fills the unit square of its space."""
        self.pictures.append(self.ctm or IDENTITY)

    def _count(self, more: int) -> None:
        self.seen += more
        if self.seen > drawn.MOST_OBJECTS:
            raise _Full


class _Interpreter(PDFPageInterpreter):
    """Shows so many forms and no more: forms in forms can unfold without end."""

    def do_Do(self, name: Any) -> None:
        """A form or an image."""
        device: Any = self.device
        if device.shown >= _MOST_FORMS or device.depth >= _DEEPEST:
            device.skipped = True
            return
        device.shown, device.depth = device.shown + 1, device.depth + 1
        super().do_Do(name)
        device.depth -= 1


def _placed(x: float, y: float, matrix: Matrix) -> _Corner:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _vertical(displacement: Any, fontsize: float, rise: float, advance: float) -> tuple[float, float, float, float]:
    """The box of a glyph in vertical writing (PDF 32000-1, 9.7.4.3): left, bottom, right, top."""
    vx, vy = displacement
    left = -(fontsize * 0.5 if vx is None else vx * fontsize * 0.001)
    top = (1000 - vy) * fontsize * 0.001 + rise
    return left, top + advance, left + fontsize, top


def _outlines(path: Sequence[Any], matrix: Matrix) -> Iterator[tuple[_Corner, ...]]:
    """The parts of a path as the points they run through, closed ones back to their first."""
    points: list[_Corner] = []
    for operator, *numbers in path:
        if operator == "m" and points:
            yield tuple(points)
            points = []
        if operator == "h" and points:
            points.append(points[0])
        points += [_placed(x, y, matrix) for x, y in zip(numbers[::2], numbers[1::2], strict=False)]
    if points:
        yield tuple(points)
