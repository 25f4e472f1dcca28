"""How files are read: what a reader may spend on one file, and which way it takes."""

from collections.abc import Callable
from dataclasses import dataclass


def _silent(done: int, total: int) -> None:
    """Nobody is watching."""


OCR = ("auto", "off")


@dataclass(frozen=True, slots=True)
class Converted:
    """A .docx made beforehand, of the file whose bytes have this sha256."""

    of: str
    docx: bytes


@dataclass(frozen=True, slots=True)
class Options:
    """Beyond the limits (`max_…`) a file is refused with TooLarge or TooSlow.

    `max_unpacked` bounds what a packed format (docx) may unfold to; `max_cells` the grid of one
    document's tables. `max_seconds` bounds what an office program may take for one file; who runs the readers
    holds all of a file's reading to it, counted anew with every page, and processes made for reading to
    `max_memory` bytes. `on_page` is called with (pages done, pages in all) while a long document is read.
    `converted` spares an office program the file that was converted with others.
    """

    max_bytes: int = 200_000_000
    max_pages: int = 5_000
    max_unpacked: int = 1_000_000_000
    max_cells: int = 2_000_000
    max_seconds: int = 300
    max_memory: int = 4_000_000_000
    pdf_engine: str = "pdfium"  # of nlp.readers.pdf.ENGINES
    ocr: str = "auto"  # of OCR: whether pages without text are recognised
    soffice: str = "soffice"  # the program LibreOffice: its name on the search path, or its path
    on_page: Callable[[int, int], None] = _silent
    converted: Converted | None = None
