"""Pictures of the pages of a PDF, for those without text."""

from typing import TYPE_CHECKING, Any

from nlp.errors import ReadError
from nlp.readers import pdfium

if TYPE_CHECKING:
    from nlp.readers.ocrpage import PageImage

_FAINTEST = 30  # of 255: how much darker than its brightest a page must get to show anything
_COVERS = 0.5  # of a page's area: a picture this large is what the page is


class PdfImages:
    """The file opened when the first picture is asked for; `page` is a `scan.Picture`."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document: Any = None
        self._tried = False

    def page(self, number: int, has_words: bool) -> "PageImage | None":
        """The page as it looks; None where it is blank, or has words and no picture that covers it.

        None too where PDFium cannot draw it: what another engine made of the page then stands.
        """
        import pypdfium2

        document = self._opened()
        try:
            page = document[number - 1] if document is not None else None
        except (pypdfium2.PdfiumError, IndexError):
            return None
        if page is None:
            return None
        try:
            return _drawn(page) if _is_scan(page, has_words) else None
        except (pypdfium2.PdfiumError, ValueError):  # no bitmap of that size
            return None
        finally:
            page.close()

    def _opened(self) -> Any:
        """The file; None where PDFium does not open it, or must not: a page of it was read otherwise."""
        if not self._tried:
            self._tried = True
            try:
                self._document = pdfium.document_of(self._data, "")
            except ReadError:
                self._document = None
        return self._document

    def close(self) -> None:
        """Gives the file back."""
        if self._document is not None:
            self._document.close()


def _drawn(page: Any) -> "PageImage | None":
    """The page's picture; None where it is all of one colour."""
    import numpy as np

    from nlp.readers.ocrpage import PageImage, resolution

    scale = resolution(*page.get_size())
    bitmap = page.render(scale=scale)
    try:
        pixels = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3], dtype=np.uint8)
    finally:
        bitmap.close()
    return PageImage(pixels, scale) if pixels.size and np.ptp(pixels) > _FAINTEST else None


def _is_scan(page: Any, has_words: bool) -> bool:
    from pypdfium2 import raw

    if not has_words:
        return bool(raw.FPDFPage_CountObjects(page.raw) > 0)
    left, bottom, right, top = page.get_bbox()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        x0, y0, x1, y1 = item.get_bounds()
        across, down = min(x1, right) - max(x0, left), min(y1, top) - max(y0, bottom)
        if max(0.0, across) * max(0.0, down) >= _COVERS * (right - left) * (top - bottom):
            return True
    return False
