"""The pages of a PDF as PDFium reads them. The one module that calls PDFium."""

import ctypes
import itertools
import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from nlp.errors import BrokenFile, EncryptedFile, TooLarge
from nlp.readers.options import Options
from nlp.readers.page import Char, PageContent, Rule

_THIN = 3.0  # points: a filled rectangle this thin is a drawn rule
_QUARTER = math.pi / 2
_HYPHENS = ("\x02", "\ufffe")  # PDFium's marks for a hyphen at a line's end


@dataclass(frozen=True, slots=True)
class _Upright:
    """Turns PDF coordinates (origin bottom left, before the page's rotation) upright (origin top left)."""

    left: float
    bottom: float
    width: float  # of the unturned page
    height: float
    turns: int  # clockwise quarters

    def point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.bottom
        if self.turns == 1:
            return y, x
        if self.turns == 2:
            return self.width - x, y
        if self.turns == 3:
            return self.height - y, self.width - x
        return x, self.height - y


def pages(data: bytes, name: str, options: Options) -> Iterator[PageContent]:
    """The pages in order. BrokenFile, EncryptedFile or TooLarge where the file cannot be opened."""
    import pypdfium2

    with _opened(data, name) as document:
        if len(document) > options.max_pages:
            raise TooLarge(f"“{name}”有 {len(document)} 页，超过上限 {options.max_pages} 页；请拆分后再添加")
        for number in range(len(document)):
            try:
                page = document[number]
                content = _content(page)
                page.close()
            except pypdfium2.PdfiumError as error:
                raise BrokenFile(
                    f"“{name}”第 {number + 1} 页已损坏（{error}）；请用 PDF 阅读器打开后“另存为”或“打印为 PDF”再添加"
                ) from error
            yield content


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[Any]:
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise EncryptedFile(f"“{name}”设有打开密码；请取消密码后另存为 PDF 再添加") from error
        raise BrokenFile(f"“{name}”已损坏，不是完整的 PDF({error})；请从原处重新下载，或重新导出") from error
    try:
        yield document
    finally:
        document.close()


def _content(page: Any) -> PageContent:
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    text_page = page.get_textpage()
    try:
        glyphs = list(_glyphs(text_page.raw))
    finally:
        text_page.close()
    turns = page.get_rotation() // 90 % 4
    quarters = Counter((glyph.quarter + turns) % 4 for glyph in glyphs if glyph.quarter is not None)
    sideways = max(quarters, key=lambda q: quarters[q]) if quarters else 0
    turns = (turns - sideways) % 4  # a page printed sideways is turned until most of it reads upright
    upright = _Upright(left, bottom, width, height, turns)
    chars = tuple(_char(glyph, upright, i) for i, glyph in enumerate(glyphs))
    across, down = (height, width) if turns % 2 else (width, height)
    return PageContent(across, down, chars, tuple(_rules(page, None, _IDENTITY, upright)))


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A character as PDFium has it: its box before the page's rotation, its turn in quarters (None: slanted)."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    quarter: int | None


def _glyphs(text_page: Any) -> Iterator[_Glyph]:
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    high = ""
    for i in range(raw.FPDFText_CountChars(text_page)):
        code = raw.FPDFText_GetUnicode(text_page, i)
        if raw.FPDFText_IsGenerated(text_page, i) == 1 and chr(code) not in _HYPHENS:
            continue  # spaces and line ends that PDFium guessed: the boxes say where they are
        if 0xD800 <= code < 0xDC00:
            high = chr(code)
            continue
        text = _character(code, high)
        high = ""
        raw.FPDFText_GetLooseCharBox(text_page, i, box)
        angle = raw.FPDFText_GetCharAngle(text_page, i) / _QUARTER
        quarter = None if abs(angle - round(angle)) > 0.05 else round(angle) % 4
        yield _Glyph(text, box.left, box.bottom, box.right, box.top, quarter)


def _char(glyph: _Glyph, upright: _Upright, order: int) -> Char:
    (x0, y0), (x1, y1) = upright.point(glyph.left, glyph.bottom), upright.point(glyph.right, glyph.top)
    straight = glyph.quarter is not None and (glyph.quarter + upright.turns) % 4 == 0
    return Char(glyph.text, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), straight, order)


def _character(code: int, high: str) -> str:
    """One character; a glyph without a meaning in the font becomes U+FFFD."""
    if 0xDC00 <= code < 0xE000:
        pair = (high + chr(code)).encode("utf-16", "surrogatepass")
        return pair.decode("utf-16", "replace")
    text = chr(code)
    if text in _HYPHENS:
        return "-"
    return "\ufffd" if code == 0 else text


_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_Matrix = tuple[float, float, float, float, float, float]


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    """Apply `inner` first (PDF 32000-1, 8.3.4)."""
    a, b, c, d, e, f = inner
    k, m, n, o, p, q = outer
    return (a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, e * k + f * n + p, e * m + f * o + q)


def _rules(page: Any, form: Any, matrix: _Matrix, upright: _Upright, depth: int = 0) -> Iterator[Rule]:
    from pypdfium2 import raw

    for item in page.get_objects(form=form, max_depth=1):
        here = _times(item.get_matrix().get(), matrix)
        if item.type == raw.FPDF_PAGEOBJ_FORM and depth < 8:
            yield from _rules(page, item.raw, here, upright, depth + 1)
        elif item.type == raw.FPDF_PAGEOBJ_PATH:
            yield from _path_rules(item.raw, here, upright)


def _path_rules(path: Any, matrix: _Matrix, upright: _Upright) -> Iterator[Rule]:
    from pypdfium2 import raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    for points in _outlines(path, matrix, upright):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        if min(wide, high) <= _THIN < max(wide, high):  # a line, or a rectangle as thin as one
            flat = wide > high
            at = (min(ys) + max(ys)) / 2 if flat else (min(xs) + max(xs)) / 2
            yield Rule(flat, at, min(xs if flat else ys), max(xs if flat else ys))
        elif stroke.value:
            for (x0, y0), (x1, y1) in itertools.pairwise(points):
                if abs(y0 - y1) < 1 < abs(x0 - x1):
                    yield Rule(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
                elif abs(x0 - x1) < 1 < abs(y0 - y1):
                    yield Rule(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1))


def _outlines(path: Any, matrix: _Matrix, upright: _Upright) -> Iterator[list[tuple[float, float]]]:
    """The parts of a path as the points they run through, closed ones back to their first."""
    from pypdfium2 import raw

    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, c, d, e, f = matrix
    for i in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(upright.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points
