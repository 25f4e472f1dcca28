"""Plain text: encoding, tables behind tabs, captions, contents pages, paragraphs over broken lines."""

import hashlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nlp.errors import BrokenFile, TooLarge
from nlp.readers import captions, flattened, furniture, grid, layout, spaced, tabbed
from nlp.readers.encoding import decode
from nlp.readers.lines import Line, split_lines
from nlp.readers.options import Options
from nlp.text import STRAY, has_stray_blanks
from nlp.types import Block, BlockKind, Document, Span


def read_txt(data: bytes, name: str, options: Options) -> Document:
    """A text file. `Document.text` is the decoded text unaltered; only a byte order mark is dropped."""
    text, encoding = decode(data, name)
    if not text.strip():
        raise BrokenFile(f"“{name}”是空文件，没有任何文字；请检查原文件是否保存完整")
    lines = split_lines(text)
    made = blocks(text, lines)
    running = [block.span for block in made if block.kind is BlockKind.PARAGRAPH]
    stray = has_stray_blanks("\n".join(text[s.start : s.end] for s in running))
    found = flattened.find(text, running, stray)
    if found is not None:
        kept = [block for block in made if block.kind is not BlockKind.PARAGRAPH]
        made = sorted([*kept, *(Block(kind, s, _page(s, lines)) for kind, s in found)], key=lambda block: block.span)
    if sum(len(block.cells) for block in made) > options.max_cells:
        raise TooLarge(f"“{name}”的表格单元格超过上限 {options.max_cells} 个；请拆分文件后再添加")
    pages = text.count("\f") + 1 if "\f" in text else None
    return Document(
        id=hashlib.sha256(data).hexdigest(),
        name=name,
        format="txt",
        pages=pages,
        text=text,
        blocks=tuple(made),
        notes=(flattened.NOTE,) if found is not None else (),
        meta=(("encoding", encoding), *([STRAY] if stray else [])),
    )


def blocks(text: str, lines: Sequence[Line]) -> list[Block]:
    """Blocks over all of the text's non-blank characters, in reading order."""
    made = [_block(BlockKind.FURNITURE, group, lines) for group in furniture.contents(lines)]
    tables = [table for table in tabbed.find(text) if not any(_overlap(table.span, b.span) for b in made)]
    made += [_table_block(text, table, lines) for table in tables]
    between = _runs(_without(lines, made), sorted(block.span.start for block in made))
    spacious = [table for run in between for table in spaced.find(text, run)]
    made += [_table_block(text, table, lines) for table in spacious]
    tables = sorted([*tables, *spacious], key=lambda table: table.span)
    made += [Block(BlockKind.CAPTION, s, _page(s, lines)) for table in tables for s in table.banners]
    free = _without(lines, made)
    made += [_block(BlockKind.CAPTION, g, lines) for g in captions.find(free, [t.span.start for t in tables])]
    free = _without(free, made)
    edges = {line.start: line for line in (*furniture.page_numbers(free), *furniture.running_titles(free))}
    made += _running_text(_between_pages(free, edges), lines, made)
    made += [_block(BlockKind.FURNITURE, [line], lines) for line in _without(list(edges.values()), made)]
    return sorted(made, key=lambda block: block.span)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _running_text(free: Sequence[Line], lines: Sequence[Line], made: Sequence[Block]) -> list[Block]:
    wrap = layout.wrap_of(free)
    return [
        _block(BlockKind.PARAGRAPH, group, lines)
        for run in _runs(free, sorted(block.span.start for block in made))
        for group in layout.paragraphs(run, wrap)
    ]


def _between_pages(free: Sequence[Line], edges: Mapping[int, Line]) -> list[Line]:
    """The lines without headers and footers; where a paragraph goes on after one, it stays inside it."""
    kept: list[Line] = []
    after_edge = False
    for line in free:
        if line.start not in edges:
            kept.append(replace(line, gap=1) if after_edge else line)
        after_edge = line.start in edges
    return kept


def _table_block(text: str, table: tabbed.TabbedTable, lines: Sequence[Line]) -> Block:
    filled = [span for row in table.rows for span in row if span]
    span = Span(min(s.start for s in filled), max(s.end for s in filled))
    rows = [tuple(_inside(s, span) for s in row) for row in table.rows]
    return Block(BlockKind.TABLE, span, _page(span, lines), cells=grid.cells(text, rows))


def _inside(span: Span, outer: Span) -> Span:
    """An empty cell before the first or after the last word of its table moves to the table's edge."""
    start = min(max(span.start, outer.start), outer.end)
    return Span(start, max(start, min(span.end, outer.end)))


def _block(kind: BlockKind, group: Sequence[Line], lines: Sequence[Line]) -> Block:
    span = Span(group[0].start, group[-1].end)
    return Block(kind, span, _page(span, lines))


def _page(span: Span, lines: Sequence[Line]) -> int | None:
    at = bisect_left(lines, span.start, key=lambda line: line.end)
    return lines[at].page if at < len(lines) else None


def _without(lines: Sequence[Line], made: Sequence[Block]) -> list[Line]:
    """The lines outside the blocks made so far."""
    spans = sorted(block.span for block in made)
    ends = [span.end for span in spans]
    free = []
    for line in lines:
        at = bisect_left(ends, line.start + 1)
        if at == len(spans) or spans[at].start >= line.end:
            free.append(line)
    return free


def _runs(lines: Sequence[Line], cuts: Sequence[int]) -> list[list[Line]]:
    """The lines in runs that no other block interrupts."""
    runs: list[list[Line]] = []
    for line in lines:
        same = runs and bisect_left(cuts, runs[-1][-1].end) == bisect_left(cuts, line.start)
        if same:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs
