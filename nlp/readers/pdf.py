"""PDF files: the pages by an engine, the blocks by `nlp.readers.paged`."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import Protocol

from nlp.errors import BrokenFile, ReadError, TooLarge
from nlp.readers import paged, pdfium
from nlp.readers.building import TextBuilder
from nlp.readers.options import Options
from nlp.readers.page import PageContent
from nlp.readers.pdfimage import PdfImages
from nlp.readers.scan import Scans
from nlp.types import Document, Note


class Pages(Protocol):
    """An open PDF."""

    @property
    def count(self) -> int:
        """How many pages it has."""

    def page(self, number: int) -> PageContent:
        """Page `number`, counted from 0. BrokenFile where it cannot be read."""


Engine = Callable[[bytes, str, Options], AbstractContextManager[Pages]]
Second = Callable[[], Pages | None]


def _pdfminer(data: bytes, name: str, options: Options) -> AbstractContextManager[Pages]:
    from nlp.readers import miner

    return miner.opened(data, name, options)


ENGINES: dict[str, Engine] = {"pdfium": pdfium.opened, "pdfminer": _pdfminer}


def read_pdf(data: bytes, name: str, options: Options) -> Document:
    """A PDF. BrokenFile, EncryptedFile or TooLarge where it cannot be read; for notes see `paged.write`.

    `options.pdf_engine` reads; the other engine is asked for a page that the first cannot read, or finds no
    text on, or has glyphs on without a meaning.
    """
    builder = TextBuilder(name, options)
    images = PdfImages(data)
    scans = Scans(options, images.page)
    with ExitStack() as stack:
        stack.callback(images.close)
        count = paged.write(builder, scans.filled(_contents(data, name, options, stack)))
    builder.notes[:] = scans.noted(builder.notes)
    return builder.document(data, "pdf", count)


def _contents(data: bytes, name: str, options: Options, stack: ExitStack) -> Iterator[PageContent]:
    """The pages in order, each from the engine that reads it better."""
    chosen, spare = sorted(ENGINES, key=lambda engine: engine != options.pdf_engine)
    first, second = _opened(data, name, options, stack, ENGINES[chosen], ENGINES[spare])
    if first.count > options.max_pages:
        raise TooLarge(f"“{name}”有 {first.count} 页，超过上限 {options.max_pages} 页；请拆分后再添加")
    broken = 0
    for number in range(first.count):
        content = _page(number, first, second)
        if content is None:
            broken += 1
            if broken == first.count:
                raise BrokenFile(f"“{name}”的 {broken} 页都已损坏；请用 PDF 阅读器打开后“另存为”再添加")
            note = Note("broken-page", number + 1, f"第 {number + 1} 页已损坏，未能读取")
            content = PageContent(0.0, 0.0, (), (), notes=(note,))
        yield content
        options.on_page(number + 1, first.count)


def _opened(
    data: bytes, name: str, options: Options, stack: ExitStack, chosen: Engine, spare: Engine
) -> tuple[Pages, Second]:
    """The file as one engine sees it, and the other engine, which opens it once it is asked for."""
    try:
        first = stack.enter_context(chosen(data, name, options))
        if first.count:
            return first, _once(lambda: stack.enter_context(spare(data, name, options)))
        error: BrokenFile = BrokenFile(f"“{name}”里没有一页；请从原处重新下载，或重新导出")
    except BrokenFile as refused:
        error = refused
    try:
        first = stack.enter_context(spare(data, name, options))
    except ReadError:
        raise error from None
    if not first.count:
        raise error
    return first, lambda: None


def _once(open_it: Callable[[], Pages]) -> Second:
    """Calls `open_it` the first time; None where the file cannot be opened that way."""
    tried: list[Pages | None] = []

    def opened() -> Pages | None:
        if not tried:
            try:
                tried.append(open_it())
            except ReadError:
                tried.append(None)
        return tried[0]

    return opened


def _page(number: int, first: Pages, second: Second) -> PageContent | None:
    """A page by the first engine, or by the second where that one makes more of it; None where neither can."""
    one = _tried(first, number)
    if one is not None and one.usable and not one.unmapped:
        return one
    other = _tried(second(), number)
    if one is None or other is None:
        return one or other
    return other if other.said > one.said and other.unmapped <= one.unmapped else one


def _tried(pages: Pages | None, number: int) -> PageContent | None:
    if pages is None or number >= pages.count:
        return None
    try:
        return pages.page(number)
    except BrokenFile:
        return None
