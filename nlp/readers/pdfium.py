"""The pages of a PDF as PDFium reads them. The one module that calls PDFium."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from nlp.errors import BrokenFile, EncryptedFile
from nlp.readers import drawn, radicals, unfolding
from nlp.readers.drawn import IDENTITY, Drawing, Matrix, Upright, times
from nlp.readers.options import Options
from nlp.readers.page import UNMAPPED, Char, PageContent

_QUARTER = math.pi / 2
_HYPHENS = ("\x02", "\ufffe")  # PDFium's marks for a hyphen at a line's end
_DEEPEST = 8  # forms inside forms

# left, bottom, right, top before the page's rotation; turn in quarters, None: slanted
_Glyph = tuple[str, float, float, float, float, int | None]


@dataclass(frozen=True, slots=True)
class _Pages:
    """An open file."""

    name: str
    document: Any
    count: int

    def page(self, number: int) -> PageContent:
        """Page `number`, counted from 0. BrokenFile where it cannot be loaded."""
        import pypdfium2

        try:
            page = self.document[number]
            try:
                return _content(page, number)
            finally:
                page.close()
        except (pypdfium2.PdfiumError, ValueError, OverflowError, ctypes.ArgumentError) as error:
            raise BrokenFile(
                f"“{self.name}”第 {number + 1} 页已损坏（{error}）；请用 PDF 阅读器打开后“另存为”或“打印为 PDF”再添加"
            ) from error


@contextmanager
def opened(data: bytes, name: str, options: Options) -> Iterator[_Pages]:
    """The file, page by page. BrokenFile or EncryptedFile where it cannot be opened."""
    document = document_of(data, name)
    try:
        yield _Pages(name, document, len(document))
    finally:
        document.close()


def document_of(data: bytes, name: str) -> Any:
    """The open file as PDFium has it, to be closed. BrokenFile or EncryptedFile where it cannot be opened."""
    import pypdfium2
    from pypdfium2 import raw

    if unfolding.unfolded(data) > drawn.MOST_OBJECTS:
        raise BrokenFile(f"“{name}”里的图形层层嵌套，展开后过大；请用 PDF 阅读器打开后“打印为 PDF”再添加")
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        # PDFium keeps the last file's error where it gives none: a locked file says so itself as well
        locked = raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        if locked and b"/Encrypt" in data:
            raise EncryptedFile(f"“{name}”设有打开密码；请取消密码后另存为 PDF 再添加") from error
        raise BrokenFile(f"“{name}”已损坏，不是完整的 PDF({error})；请从原处重新下载，或重新导出") from error


def _content(page: Any, number: int) -> PageContent:
    from pypdfium2 import raw

    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    walk = _Walk(raw)
    walk.objects(page.raw)
    text_page = page.get_textpage()
    try:
        glyphs = list(_glyphs(text_page.raw, walk.straight))
    finally:
        text_page.close()
    turns = page.get_rotation() // 90 % 4
    quarters = Counter(glyph[5] for glyph in glyphs)
    quarters.pop(None, 0)
    sideways = max(quarters, key=lambda q: quarters[q]) + turns if quarters else 0
    turns = (turns - sideways) % 4  # a page printed sideways is turned until most of it reads upright
    upright = Upright(left, bottom, width, height, turns)
    notes = drawn.cut(number) if walk.cut else ()
    return drawn.content(upright, _chars(glyphs, upright), walk.drawings, walk.pictures, notes)


def _chars(glyphs: Sequence[_Glyph], upright: Upright) -> list[Char]:
    if upright.turns == 0:
        x, y = upright.left, upright.bottom + upright.height
        return [
            Char(text, left - x, y - top, right - x, y - bottom, quarter == 0, i)
            for i, (text, left, bottom, right, top, quarter) in enumerate(glyphs)
        ]
    return [_turned(glyph, upright, i) for i, glyph in enumerate(glyphs)]


def _turned(glyph: _Glyph, upright: Upright, order: int) -> Char:
    text, left, bottom, right, top, quarter = glyph
    (x0, y0), (x1, y1) = upright.point(left, bottom), upright.point(right, top)
    straight = quarter is not None and (quarter + upright.turns) % 4 == 0
    return Char(text, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), straight, order)


def _glyphs(text_page: Any, straight: bool) -> Iterator[_Glyph]:
    """The characters in the file's order; `straight`: none of them is turned. Calls cost more than all else here."""
    from pypdfium2 import raw

    is_generated, box_of, angle_of = raw.FPDFText_IsGenerated, raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharAngle
    plain = radicals.plain()
    box = raw.FS_RECTF()
    at = ctypes.byref(box)
    high = ""
    quarter: int | None = 0
    for i, code in enumerate(_codes(text_page)):
        if code <= 0x20 and code != 2 and is_generated(text_page, i) == 1:
            continue  # spaces and line ends that PDFium guessed: the boxes say where they are
        if 0xD800 <= code < 0xDC00:
            high = chr(code)
            continue
        text = chr(code) if 0x20 <= code < 0xD800 else _character(code, high)
        text = plain.get(text, text)
        high = ""
        box_of(text_page, i, at)
        if not straight:
            angle = angle_of(text_page, i) / _QUARTER
            quarter = None if abs(angle - round(angle)) > 0.05 else round(angle) % 4
        yield text, box.left, box.bottom, box.right, box.top, quarter


def _codes(text_page: Any) -> Sequence[int]:
    """The UTF-16 unit of each character; by one call where PDFium leaves none out of the page's text."""
    from pypdfium2 import raw

    count = max(0, raw.FPDFText_CountChars(text_page))
    units = (ctypes.c_ushort * (count + 1))()
    if raw.FPDFText_GetText(text_page, 0, count, units) == count + 1:
        return list(units)[:count]
    return [raw.FPDFText_GetUnicode(text_page, i) for i in range(count)]


def _character(code: int, high: str) -> str:
    """One character; a glyph without a meaning in the font becomes U+FFFD."""
    if 0xDC00 <= code < 0xE000:
        pair = (high + chr(code)).encode("utf-16", "surrogatepass")
        return pair.decode("utf-16", "replace")
    text = chr(code)
    if text in _HYPHENS:
        return "-"
    return text if code >= 0x20 or text.isspace() else UNMAPPED


@dataclass(slots=True)
class _Walk:
    """What is drawn on a page, gathered in one pass over its objects; `raw` is PDFium's own interface."""

    raw: Any
    drawings: list[Drawing] = field(default_factory=list)
    pictures: list[Matrix] = field(default_factory=list)
    straight: bool = True  # no text is turned
    seen: int = 0
    cut: bool = False  # there were more objects than are looked at

    def objects(self, page: Any) -> None:
        """Those of the page itself."""
        for i in range(self.raw.FPDFPage_CountObjects(page)):
            if not self._object(self.raw.FPDFPage_GetObject(page, i), IDENTITY, 0):
                return

    def _object(self, item: Any, matrix: Matrix, depth: int) -> bool:
        """Look at one object; False where the page has more than are looked at."""
        raw = self.raw
        self.seen += 1
        if self.seen > drawn.MOST_OBJECTS:
            self.cut, self.straight = True, False
            return False
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(item, matrix)
            return True
        here = times(self._matrix(item), matrix)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            a, b, c, d, _, _ = here
            self.straight = self.straight and a > 0 < d and abs(b) + abs(c) < 0.01 * (a + d)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            self.pictures.append(here)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            for i in range(raw.FPDFFormObj_CountObjects(item)):
                if not self._object(raw.FPDFFormObj_GetObject(item, i), here, depth + 1):
                    return False
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            self.cut, self.straight = True, False
        return True

    def _matrix(self, item: Any) -> Matrix:
        m = self.raw.FS_MATRIX()
        self.raw.FPDFPageObj_GetMatrix(item, m)
        return m.a, m.b, m.c, m.d, m.e, m.f

    def _path(self, path: Any, matrix: Matrix) -> None:
        raw = self.raw
        count = raw.FPDFPath_CountSegments(path)
        self.seen += count // 8
        if count > drawn.MOST_SEGMENTS:
            return  # a drawing, not a table's rules
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(path, fill, stroke)
        if fill.value or stroke.value:
            outlines = tuple(self._outlines(path, count, times(self._matrix(path), matrix)))
            self.drawings.append(Drawing(outlines, bool(stroke.value), bool(fill.value)))

    def _outlines(self, path: Any, count: int, matrix: Matrix) -> Iterator[tuple[tuple[float, float], ...]]:
        """The parts of a path as the points they run through, closed ones back to their first."""
        raw = self.raw
        points: list[tuple[float, float]] = []
        x, y = ctypes.c_float(), ctypes.c_float()
        a, b, c, d, e, f = matrix
        for i in range(count):
            segment = raw.FPDFPath_GetPathSegment(path, i)
            if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
                yield tuple(points)
                points = []
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
            if raw.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        if points:
            yield tuple(points)
