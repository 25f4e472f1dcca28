"""How files are read: what a reader may spend on one file, and which way it takes."""

from collections.abc import Callable
from dataclasses import dataclass


def _silent(done: int, total: int) -> None:
    """Nobody is watching."""


@dataclass(frozen=True, slots=True)
class Options:
    """Beyond the limits (`max_…`) a file is refused with TooLarge.

    `max_unpacked` bounds what a packed format (docx) may unfold to; `max_cells` the grid of one
    document's tables. `on_page` is called with (pages done, pages in all) while a long document is read.
    """

    max_bytes: int = 200_000_000
    max_pages: int = 5_000
    max_unpacked: int = 1_000_000_000
    max_cells: int = 2_000_000
    pdf_engine: str = "pdfium"  # of nlp.readers.pdf.ENGINES
    ocr: str = "auto"  # "off": pages without text stay unread
    on_page: Callable[[int, int], None] = _silent
