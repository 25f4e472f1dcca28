"""PDF files: the pages by an engine, the blocks by `nlp.readers.paged`."""

from collections.abc import Callable, Iterator

from nlp.readers import paged, pdfium
from nlp.readers.building import TextBuilder
from nlp.readers.options import Options
from nlp.readers.page import PageContent
from nlp.types import Document

Engine = Callable[[bytes, str, Options], Iterator[PageContent]]

ENGINES: dict[str, Engine] = {"pdfium": pdfium.pages}


def read_pdf(data: bytes, name: str, options: Options) -> Document:
    """A PDF. BrokenFile, EncryptedFile or TooLarge where it cannot be read; for notes see `paged.write`."""
    builder = TextBuilder(name, options)
    count = paged.write(builder, ENGINES[options.pdf_engine](data, name, options))
    return builder.document(data, "pdf", count)
