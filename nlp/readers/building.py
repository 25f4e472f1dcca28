"""Puts the text of a Document together, block by block, for formats that are no plain text."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from nlp.errors import TooLarge
from nlp.readers import captions, furniture
from nlp.readers.lines import Line
from nlp.readers.options import Options
from nlp.text import trimmed
from nlp.types import Block, BlockKind, Box, Cell, Document, Note, Span


@dataclass(frozen=True, slots=True)
class CellText:
    """A table cell before it has a place in the text."""

    row: int
    col: int
    rows: int
    cols: int
    text: str


@dataclass(slots=True)
class TextBuilder:
    """Grows a text and its blocks: blocks are parted by a line break, cells by a tab, rows by a line break."""

    name: str
    options: Options
    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    length: int = 0
    cells: int = 0

    def paragraph(
        self,
        text: str,
        kind: BlockKind = BlockKind.PARAGRAPH,
        page: int | None = None,
        box: Box | None = None,
        level: int | None = None,
    ) -> None:
        """Add a block of running text; a blank one leaves no trace."""
        if not text.strip():
            return
        start = self.length
        self._write(text)
        self._write("\n")
        self.blocks.append(Block(kind, self._trimmed(text, start), page, box, level))

    def table(self, found: Iterable[CellText], page: int | None = None, box: Box | None = None) -> None:
        """Add a table. TooLarge where the grids of the file's tables have more places than the limits allow."""
        cells: list[CellText] = []
        for cell in found:  # counted one by one: a few tags can span a grid that no memory holds
            self.cells += cell.rows * cell.cols
            if self.cells > self.options.max_cells:
                raise too_many_cells(self.name, self.options)
            cells.append(cell)
        if not any(cell.text.strip() for cell in cells):
            return
        placed: list[Cell] = []
        ordered = sorted(cells, key=lambda cell: (cell.row, cell.col))
        for before, cell in zip([None, *ordered], ordered, strict=False):
            if before is not None:
                self._write("\n" if before.row != cell.row else "\t")
            span = self._trimmed(cell.text, self.length)
            self._write(cell.text)
            placed.append(Cell(cell.row, cell.col, cell.rows, cell.cols, span))
        self._write("\n")
        filled = [cell.span for cell in placed if cell.span]
        whole = Span(filled[0].start, filled[-1].end)
        inside = tuple(
            cell if whole.holds(cell.span) else replace(cell, span=_clamped(cell.span, whole)) for cell in placed
        )
        self.blocks.append(Block(BlockKind.TABLE, whole, page, box, None, inside))

    def document(
        self, data: bytes, format_name: str, pages: int | None, meta: Iterable[tuple[str, str]] = ()
    ) -> Document:
        """The finished Document; captions and contents pages are told apart from paragraphs here."""
        text = "".join(self.parts)
        return Document(
            id=hashlib.sha256(data).hexdigest(),
            name=self.name,
            format=format_name,
            pages=pages,
            text=text,
            blocks=tuple(_relabelled(text, self.blocks)),
            notes=tuple(self.notes),
            meta=tuple(meta),
        )

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    @staticmethod
    def _trimmed(text: str, at: int) -> Span:
        inner = trimmed(text, 0, len(text))
        return Span(at + inner.start, at + inner.end)


def too_many_cells(name: str, options: Options) -> TooLarge:
    """What is said of a file whose tables have more places than the limits allow."""
    return TooLarge(f"“{name}”的表格单元格超过上限 {options.max_cells} 个；请拆分文件后再添加")


def _clamped(span: Span, outer: Span) -> Span:
    start = min(max(span.start, outer.start), outer.end)
    return Span(start, max(start, min(span.end, outer.end)))


def _relabelled(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Table titles and units become CAPTION, contents pages FURNITURE."""
    lines = [
        Line(b.span.start, b.span.end, text[b.span.start : b.span.end], 0.0, 0.0, 0)
        for b in blocks
        if b.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)
    ]
    kinds = {line.start: BlockKind.FURNITURE for group in furniture.contents(lines) for line in group}
    tables = [b.span.start for b in blocks if b.kind is BlockKind.TABLE]
    free = [line for line in lines if line.start not in kinds]
    kinds |= {line.start: BlockKind.CAPTION for group in captions.find(free, tables) for line in group}
    return [replace(b, kind=kinds.get(b.span.start, b.kind)) if b.kind is BlockKind.PARAGRAPH else b for b in blocks]
