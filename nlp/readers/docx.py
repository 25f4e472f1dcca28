"""Word documents (.docx): the body in reading order, with styles, automatic numbers and merged cells."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nlp.errors import BrokenFile
from nlp.readers.building import CellText, TextBuilder
from nlp.readers.numbering import Counters
from nlp.readers.options import Options
from nlp.readers.package import Package
from nlp.readers.wordstyles import Style, lists, styles
from nlp.readers.wordtext import SILENT, Gathered, chosen, is_prompt, text_of
from nlp.readers.wordxml import Element, child, is_on, local, named, value, whole
from nlp.types import BlockKind, Document, Note

_MOST_COLUMNS = 1000  # Word itself stops at 63
_LITTLE = 30  # characters: a document of pictures with less text than this is pictures only
_TITLE_NAMES = frozenset({"title", "标题"})
_CAPTION_NAMES = frozenset({"caption", "题注"})
_CONTENTS_NAME = re.compile(r"(?:toc|目录)\s*([1-9]|heading|标题)$", re.IGNORECASE)


@dataclass(slots=True)
class _Walk:
    """What one pass over a document needs: looked-up parts, counters, the growing text."""

    builder: TextBuilder
    styles: Mapping[str, Style]
    counters: Counters
    notes: dict[tuple[str, str], Element]
    paged: bool = False  # whether Word noted where its pages end
    contents: bool = False
    carried: str = ""  # of a paragraph whose end is deleted or hidden: it goes on in the next one
    chunks: int = 0  # other documents put in whole, which are not read
    gathered: Gathered = field(default_factory=Gathered)

    @property
    def page(self) -> int | None:
        return self.gathered.breaks + 1 if self.paged else None


def read_docx(data: bytes, name: str, options: Options) -> Document:
    """A .docx file. BrokenFile, EncryptedFile or TooLarge where it cannot be read."""
    package = Package(data, name, options)
    main = package.main_part()
    body = child(package.xml(main), "body")
    if body is None:
        raise BrokenFile(f"“{name}”中没有正文（word/document.xml 不完整）；请用 Word 或 WPS 打开后另存为 .docx")
    known = styles(package.related_xml(main, "styles"))
    walk = _Walk(
        TextBuilder(name, options),
        known,
        Counters(lists(package.related_xml(main, "numbering"))),
        _foot_and_endnotes(package, main),
        paged=next(body.iter("{*}lastRenderedPageBreak"), None) is not None,
    )
    _blocks(walk, body)
    _flush(walk)
    pages = walk.page
    for diagram in package.related(main, "diagramData"):
        for text in _lines_of_diagram(package.xml(diagram)):
            walk.builder.paragraph(text)
    walk.builder.notes += _doubts(walk)
    parts = [*package.related(main, "header"), *package.related(main, "footer")]
    for line in dict.fromkeys(line for part in parts for line in _lines_of(walk, package.xml(part))):
        walk.builder.paragraph(line, BlockKind.FURNITURE)
    return walk.builder.document(data, "docx", pages)


def _foot_and_endnotes(package: Package, main: str) -> dict[tuple[str, str], Element]:
    notes: dict[tuple[str, str], Element] = {}
    for kind in ("footnote", "endnote"):
        root = package.related_xml(main, f"{kind}s")
        for note in root if root is not None else ():
            if local(note.tag) == kind and value(note, "type") in (None, "normal"):
                notes[kind, value(note, "id") or ""] = note
    return notes


def _doubts(walk: _Walk) -> Iterator[Note]:
    """What the document shows and its text does not say."""
    seen = walk.gathered
    said = sum(len(block.span) for block in walk.builder.blocks)
    if seen.pictures and said < _LITTLE:
        told = (
            f"文件里几乎只有图片（{seen.pictures} 张），图片里的文字没有读出；请识别文字后另存为 .docx 或 .pdf 再添加"
        )
        yield Note("images-only", None, told)
    elif seen.large:
        yield Note("picture-not-read", None, f"文件里有 {seen.large} 张大图，图片里的文字没有读出")
    if seen.objects:
        told = f"文件里嵌入了 {seen.objects} 个对象（如 Excel 表格），其中的内容没有读出；请另存后单独添加"
        yield Note("embedded-object", None, told)
    if walk.chunks:
        told = f"文件里嵌入了 {walk.chunks} 个其他文档（altChunk），没有读出；请用 Word 打开后另存为 .docx 再添加"
        yield Note("embedded-part", None, told)


# --- the body -----------------------------------------------------------------------------------


def _blocks(walk: _Walk, parent: Element) -> None:
    """Everything block-like below `parent`, in reading order."""
    for element in chosen(parent):
        name = local(element.tag)
        if name == "p":
            _paragraph(walk, element)
        elif name == "tbl":
            _flush(walk)
            _table(walk, element)
        elif name == "sdt":
            if not is_prompt(element):
                outer = walk.contents
                gallery = value(child(element, "sdtPr", "docPartObj", "docPartGallery")) or ""
                walk.contents = outer or gallery.lower() == "table of contents"
                _blocks(walk, element)
                walk.contents = outer
        elif name == "altChunk":
            walk.chunks += 1
        elif name not in SILENT:
            _blocks(walk, element)


def _paragraph(walk: _Walk, p: Element) -> None:
    page = walk.page
    text, properties = text_of(p, walk.gathered), named(child(p, "pPr"))
    mark = named(properties.get("rPr"))
    if "del" in mark or "moveFrom" in mark:
        walk.carried += text  # 17.13.5.15: it goes on in the next paragraph, whose properties hold
        return
    style = walk.styles.get(value(properties.get("pStyle")) or "", Style())
    if not walk.carried and not text.strip() and is_on(mark.get("vanish")):
        _pending(walk)
        return
    label = _label(walk, properties, style)  # an empty paragraph counts, too
    if is_on(mark.get("specVanish")):  # the end is hidden: the next paragraph stands on the same line
        walk.carried += label + text if text.strip() else ""
        return
    text, walk.carried = walk.carried + text, ""
    if text.strip():
        if page is not None and _begins_on_next_page(p):
            page += 1
        outline = whole(value(properties.get("outlineLvl")))
        kind, level = _kind(walk, style, style.outline if outline is None else outline)
        walk.builder.paragraph(label + text, kind, page, None, level)
    _pending(walk)


def _flush(walk: _Walk) -> None:
    """Write what was carried where no paragraph follows to take it up."""
    text, walk.carried = walk.carried, ""
    walk.builder.paragraph(text, page=walk.page)


def _begins_on_next_page(p: Element) -> bool:
    """True where the page break that Word noted stands before the paragraph's first word."""
    for element in p.iter("{*}lastRenderedPageBreak", "{*}t"):
        if local(element.tag) == "lastRenderedPageBreak":
            return True
        if (element.text or "").strip():
            return False
    return False


def _kind(walk: _Walk, style: Style, outline: int | None) -> tuple[BlockKind, int | None]:
    name = style.name.lower()
    if walk.contents or _CONTENTS_NAME.match(name):
        return BlockKind.FURNITURE, None
    if name in _CAPTION_NAMES:
        return BlockKind.CAPTION, None
    if outline is not None and 0 <= outline < 9:
        return BlockKind.HEADING, outline + 1
    return (BlockKind.HEADING, None) if name in _TITLE_NAMES else (BlockKind.PARAGRAPH, None)


def _label(walk: _Walk, properties: Mapping[str, Element], style: Style) -> str:
    """The automatic number in front of a paragraph of these properties."""
    own = properties.get("numPr")
    number = value(child(own, "numId")) or style.number
    if number is None or number == "0":
        return ""
    level = whole(value(child(own, "ilvl")))
    if level is None:
        key = value(properties.get("pStyle"))
        definition = walk.counters.lists.get(number)
        known = definition.levels.items() if definition else ()
        level = next((at for at, lvl in known if key and lvl.style == key), style.level or 0)
    return walk.counters.label(number, level)


def _pending(walk: _Walk) -> None:
    """Text boxes and notes that the paragraph or table just written refers to, as blocks of their own."""
    boxes, walk.gathered.boxes = walk.gathered.boxes, []
    marks, walk.gathered.marks = walk.gathered.marks, []
    for box in boxes:
        _blocks(walk, box)
    for mark in marks:
        note = walk.notes.pop(mark, None)  # once, also where one refers to itself
        if note is not None:
            _blocks(walk, note)


# --- tables -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Placed:
    row: int
    col: int
    rows: int
    cols: int
    text: str
    goes_on: bool  # the lower part of a cell merged over rows


def _table(walk: _Walk, tbl: Element) -> None:
    rows = [row for row in _descend(tbl, "tr") if child(row, "trPr", "del") is None]
    columns = [list(_descend(row, "tc")) for row in rows]
    if all(len(cells) == 1 for cells in columns):  # a frame around running text
        for (cell,) in columns:
            _blocks(walk, cell)
        return
    page = walk.page
    placed = [cell for number, row in enumerate(rows) for cell in _row(walk, row, columns[number], number)]
    cells = [CellText(c.row, c.col, c.rows, c.cols, c.text) for c in _merged(placed)]
    walk.builder.table(cells, page)
    _pending(walk)


def _descend(parent: Element, wanted: str) -> Iterator[Element]:
    """The wanted elements below `parent`, looking through content controls and insertions."""
    for element in chosen(parent):
        name = local(element.tag)
        if name == wanted:
            yield element
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _descend(element, wanted)


def _row(walk: _Walk, row: Element, cells: Sequence[Element], number: int) -> Iterator[_Placed]:
    """The row's cells on the grid; one that is merged with its left neighbour (w:hMerge) as a part of that."""
    col = min(max(0, whole(value(child(row, "trPr", "gridBefore"))) or 0), _MOST_COLUMNS)
    left: _Placed | None = None
    for tc in cells:
        properties = named(child(tc, "tcPr"))
        cols = min(max(1, whole(value(properties.get("gridSpan"))) or 1), _MOST_COLUMNS)
        down, across = properties.get("vMerge"), properties.get("hMerge")
        text = "" if "cellDel" in properties else _cell_text(walk, tc)
        if left is not None and across is not None and value(across) != "restart" and not text.strip():
            left.cols += cols
        else:
            if left is not None:
                yield left
            left = _Placed(number, col, 1, cols, text, down is not None and value(down) != "restart")
        col += cols
    if left is not None:
        yield left


def _cell_text(walk: _Walk, tc: Element) -> str:
    """A cell's paragraphs on lines; an automatic number shows in a cell without words, too (序号)."""
    above = tc.getparent()
    if local(above.tag) == "sdtContent" and is_prompt(above.getparent()):
        return ""
    labels: list[str] = []
    lines = list(_cell_lines(walk, tc, labels))
    return "\n".join(lines if lines else (label.strip() for label in labels if label.strip(" •")))


def _cell_lines(walk: _Walk, parent: Element, labels: list[str]) -> Iterator[str]:
    """The lines below `parent`, `labels` takes the numbers of empty ones; a table inside has tabs between its cells."""
    carried = ""
    for element in chosen(parent):
        name = local(element.tag)
        if name == "p":
            properties = named(child(element, "pPr"))
            text, mark = carried + text_of(element, walk.gathered), named(properties.get("rPr"))
            carried = ""
            if "del" in mark or "moveFrom" in mark:
                carried = text
                continue
            label = _label(walk, properties, walk.styles.get(value(properties.get("pStyle")) or "", Style()))
            if text.strip():
                yield label + text
            else:
                labels.append(label)
        elif name == "tbl":
            rows = (row for row in _descend(element, "tr") if child(row, "trPr", "del") is None)
            lines = ("\t".join(_cell_text(walk, tc) for tc in _descend(row, "tc")) for row in rows)
            yield from (line for line in lines if line.strip())
        elif name not in SILENT and not (name == "sdt" and is_prompt(element)):
            yield from _cell_lines(walk, element, labels)
    if carried.strip():
        yield carried


def _merged(placed: list[_Placed]) -> list[_Placed]:
    """Cells merged over rows as one; a lower part that has words of its own stays a cell."""
    above: dict[int, _Placed] = {}
    cells: list[_Placed] = []
    for cell in placed:
        owner = above.get(cell.col)
        touches = owner is not None and owner.row + owner.rows == cell.row and owner.cols == cell.cols
        if cell.goes_on and owner is not None and touches and not cell.text.strip():
            owner.rows += 1
        else:
            cells.append(cell)
            above[cell.col] = cell
    return cells


# --- other parts --------------------------------------------------------------------------------


def _lines_of(walk: _Walk, root: Element) -> Iterator[str]:
    """What a header or footer says, line by line."""
    inner = TextBuilder(walk.builder.name, walk.builder.options)
    outer = _Walk(inner, walk.styles, walk.counters, {})
    _blocks(outer, root)
    _flush(outer)
    yield from (line for line in "".join(inner.parts).splitlines() if line.strip())


def _lines_of_diagram(root: Element) -> Iterator[str]:
    """What the shapes of a diagram (SmartArt) say."""
    for paragraph in (e for e in root.iter() if local(e.tag) == "p"):
        yield "".join(e.text or "" for e in paragraph.iter() if local(e.tag) == "t")
