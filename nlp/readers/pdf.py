"""PDF files: the pages by an engine, the blocks by `nlp.readers.paged`."""

from collections.abc import Callable, Iterator

from nlp.readers import paged, pdfium
from nlp.readers.building import TextBuilder
from nlp.readers.options import Options
from nlp.readers.page import PageContent
from nlp.readers.pdfimage import PdfImages
from nlp.readers.scan import Scans
from nlp.types import Document

Engine = Callable[[bytes, str, Options], Iterator[PageContent]]

ENGINES: dict[str, Engine] = {"pdfium": pdfium.pages}


def read_pdf(data: bytes, name: str, options: Options) -> Document:
    """A PDF. BrokenFile, EncryptedFile or TooLarge where it cannot be read; for notes see `paged.write`."""
    builder = TextBuilder(name, options)
    images = PdfImages(data)
    scans = Scans(options, images.page)
    try:
        count = paged.write(builder, scans.filled(ENGINES[options.pdf_engine](data, name, options)))
    finally:
        images.close()
    builder.notes[:] = scans.noted(builder.notes)
    return builder.document(data, "pdf", count)
