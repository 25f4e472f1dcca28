"""Word documents (.docx): the body in reading order, with styles, automatic numbers and merged cells.

Elements and attributes are known by their local names, so that the transitional and the strict
namespaces of ECMA-376 read alike.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nlp.errors import BrokenFile
from nlp.readers.building import CellText, TextBuilder
from nlp.readers.numbering import Counters, Level, ListDefinition
from nlp.readers.options import Options
from nlp.readers.package import Package
from nlp.types import BlockKind, Document

Element = Any  # lxml ships no types for its elements

_PROPERTIES = {"pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr"}
_NOT_SHOWN = {"del", "moveFrom", "delText", "delInstrText", "instrText", "fldData", "rt"}
_SILENT = _PROPERTIES | _NOT_SHOWN
_MOST_COLUMNS = 1000  # Word itself stops at 63
_TEXT = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_TITLE_NAMES = frozenset({"title", "标题"})
_CAPTION_NAMES = frozenset({"caption", "题注"})
_CONTENTS_NAME = re.compile(r"(?:toc|目录)\s*([1-9]|heading|标题)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style with what it inherits."""

    name: str = ""
    outline: int | None = None  # 0-based
    number: str | None = None
    level: int | None = None


@dataclass(slots=True)
class _Walk:
    """What one pass over a document needs: looked-up parts, counters, the growing text."""

    builder: TextBuilder
    styles: Mapping[str, Style]
    counters: Counters
    notes: Mapping[tuple[str, str], Element]
    page: int | None = None
    contents: bool = False
    boxes: list[Element] = field(default_factory=list)
    marks: list[tuple[str, str]] = field(default_factory=list)


def read_docx(data: bytes, name: str, options: Options) -> Document:
    """A .docx file. BrokenFile, EncryptedFile or TooLarge where it cannot be read."""
    package = Package(data, name, options)
    main = package.main_part()
    root = package.xml(main)
    body = next((child for child in root if _name(child) == "body"), None)
    if body is None:
        raise BrokenFile(f"“{name}”中没有正文（word/document.xml 不完整）；请用 Word 或 WPS 打开后另存为 .docx")
    styles = _styles(package.related_xml(main, "styles"))
    walk = _Walk(
        TextBuilder(name, options),
        styles,
        Counters(_lists(package.related_xml(main, "numbering"), styles)),
        _foot_and_endnotes(package, main),
        page=1 if any(_name(e) == "lastRenderedPageBreak" for e in body.iter()) else None,
    )
    _blocks(walk, body)
    pages = walk.page
    parts = [*package.related(main, "header"), *package.related(main, "footer")]
    for line in dict.fromkeys(line for part in parts for line in _lines_of(walk, package.xml(part))):
        walk.builder.paragraph(line, BlockKind.FURNITURE)
    return walk.builder.document(data, "docx", pages)


def _name(element: Element) -> str:
    """The local name; "" for comments, instructions and entity references."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _child(element: Element | None, *path: str) -> Element | None:
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if _name(child) == name), None)
    return element


def _value(element: Element | None, attribute: str = "val") -> str | None:
    if element is None:
        return None
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == attribute), None)


def _whole(value: str | None) -> int | None:
    return int(value) if value is not None and re.fullmatch(r"-?\d{1,9}", value) else None


def _is_on(element: Element | None) -> bool:
    return element is not None and _value(element) not in ("0", "false", "off", "none")


# --- styles and lists -------------------------------------------------------------------------


def _styles(root: Element | None) -> dict[str, Style]:
    """Paragraph styles by id, each with what its ancestors say."""
    raw = {_value(e, "styleId") or "": e for e in (root if root is not None else ()) if _name(e) == "style"}
    return {key: _style(key, raw) for key in raw}


def _style(key: str, raw: Mapping[str, Element]) -> Style:
    outline = number = level = None
    seen: set[str] = set()
    at: str | None = key
    while at is not None and at in raw and at not in seen:
        seen.add(at)
        properties = _child(raw[at], "pPr")
        outline = outline if outline is not None else _whole(_value(_child(properties, "outlineLvl")))
        if number is None:
            number = _value(_child(properties, "numPr", "numId"))
            level = _whole(_value(_child(properties, "numPr", "ilvl")))
        at = _value(_child(raw[at], "basedOn"))
    name = (_value(_child(raw[key], "name")) or "").strip()
    named = _HEADING_NAME.match(name)
    if outline is None and named:
        outline = int(named.group(1)) - 1
    return Style(name, outline, number, level)


def _lists(root: Element | None, styles: Mapping[str, Style]) -> dict[str, ListDefinition]:
    """Lists by numId (ECMA-376 part 1, 17.9.15 and 17.9.1), style links followed once."""
    if root is None:
        return {}
    abstracts = {_value(e, "abstractNumId"): e for e in root if _name(e) == "abstractNum"}
    by_link = {_value(_child(e, "styleLink")): k for k, e in abstracts.items() if _child(e, "styleLink") is not None}
    lists = {}
    for num in (e for e in root if _name(e) == "num"):
        key, shared = _value(num, "numId"), _value(_child(num, "abstractNumId"))
        linked = _value(_child(abstracts.get(shared), "numStyleLink"))
        shared = by_link.get(linked, shared) if linked else shared
        if key is None or shared is None or shared not in abstracts:
            continue
        levels = _levels(abstracts[shared])
        starts = {}
        for override in (e for e in num if _name(e) == "lvlOverride"):
            levels |= _levels(override)
            at, start = _whole(_value(override, "ilvl")), _whole(_value(_child(override, "startOverride")))
            if at is not None and start is not None:
                starts[at] = start
        lists[key] = ListDefinition(shared, levels, starts)
    return lists


def _levels(parent: Element) -> dict[int, Level]:
    levels = {}
    for lvl in (e for e in parent if _name(e) == "lvl"):
        at = _whole(_value(lvl, "ilvl"))
        if at is None:
            continue
        start = _whole(_value(_child(lvl, "start")))
        levels[at] = Level(
            start=start if start is not None else 0,
            format=_format(lvl),
            text=_value(_child(lvl, "lvlText")) or "",
            suffix=_value(_child(lvl, "suff")) or "tab",
            restart=_whole(_value(_child(lvl, "lvlRestart"))),
            legal=_is_on(_child(lvl, "isLgl")),
            style=_value(_child(lvl, "pStyle")),
        )
    return levels


def _format(lvl: Element) -> str:
    """The number format; newer ones stand beside a fallback that is plainer."""
    choice = next((e for e in lvl.iter() if _name(e) == "numFmt"), None)
    return _value(choice) or "decimal"


def _foot_and_endnotes(package: Package, main: str) -> dict[tuple[str, str], Element]:
    notes: dict[tuple[str, str], Element] = {}
    for kind in ("footnote", "endnote"):
        root = package.related_xml(main, f"{kind}s")
        for note in root if root is not None else ():
            if _name(note) == kind and _value(note, "type") in (None, "normal"):
                notes[kind, _value(note, "id") or ""] = note
    return notes


# --- the body -----------------------------------------------------------------------------------


def _blocks(walk: _Walk, parent: Element) -> None:
    """Everything block-like below `parent`, in reading order."""
    for child in _chosen(parent):
        name = _name(child)
        if name == "p":
            _paragraph(walk, child)
        elif name == "tbl":
            _table(walk, child)
        elif name == "sdt":
            outer = walk.contents
            gallery = _value(_child(child, "sdtPr", "docPartObj", "docPartGallery")) or ""
            walk.contents = outer or gallery.lower() == "table of contents"
            _blocks(walk, child)
            walk.contents = outer
        elif name not in _SILENT:
            _blocks(walk, child)


def _chosen(parent: Element) -> Iterator[Element]:
    """Children, of alternatives (mc:AlternateContent) only the first with content: the others repeat it."""
    for child in parent:
        if _name(child) == "AlternateContent":
            options = [option for option in child if _name(option) in ("Choice", "Fallback")]
            full = (option for option in options if any(_name(e) in ("t", "txbxContent") for e in option.iter()))
            yield from _chosen(next(full, options[0] if options else child))
        else:
            yield child


def _paragraph(walk: _Walk, p: Element) -> None:
    page = walk.page
    text = _runs(walk, p)
    if not text.strip():
        _pending(walk)
        return
    if page is not None and _begins_on_next_page(p):
        page += 1
    properties = _child(p, "pPr")
    style = walk.styles.get(_value(_child(properties, "pStyle")) or "", Style())
    outline = _whole(_value(_child(properties, "outlineLvl")))
    outline = outline if outline is not None else style.outline
    kind, level = _kind(walk, style, outline)
    walk.builder.paragraph(_label(walk, p, style) + text, kind, page, None, level)
    _pending(walk)


def _begins_on_next_page(p: Element) -> bool:
    """True where the page break that Word noted stands before the paragraph's first word."""
    for element in p.iter():
        if _name(element) == "lastRenderedPageBreak":
            return True
        if _name(element) == "t" and (element.text or "").strip():
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


def _label(walk: _Walk, p: Element, style: Style) -> str:
    """The automatic number in front of the paragraph."""
    properties = _child(p, "pPr")
    own = _child(properties, "numPr")
    number = _value(_child(own, "numId")) or style.number
    if number is None or number == "0":
        return ""
    level = _whole(_value(_child(own, "ilvl")))
    if level is None:
        key = _value(_child(properties, "pStyle"))
        definition = walk.counters.lists.get(number)
        known = definition.levels.items() if definition else ()
        level = next((at for at, lvl in known if key and lvl.style == key), style.level or 0)
    return walk.counters.label(number, level)


def _pending(walk: _Walk) -> None:
    """Text boxes and notes that the paragraph or table just written refers to, as blocks of their own."""
    boxes, walk.boxes = walk.boxes, []
    marks, walk.marks = walk.marks, []
    for box in boxes:
        _blocks(walk, box)
    for mark in marks:
        if mark in walk.notes:
            _blocks(walk, walk.notes[mark])


def _runs(walk: _Walk, parent: Element) -> str:
    """The text of runs below `parent`: insertions kept, deletions and field codes left out."""
    parts: list[str] = []
    for child in _chosen(parent):
        name = _name(child)
        if name == "t":
            parts.append(child.text or "")
        elif name in _TEXT:
            parts.append(_TEXT[name])
        elif name == "br":
            parts.append("\n")
        elif name == "sym":
            parts.append(_symbol(child))
        elif name == "lastRenderedPageBreak":
            walk.page = (walk.page or 1) + 1
        elif name == "txbxContent":
            walk.boxes.append(child)
        elif name in ("footnoteReference", "endnoteReference"):
            walk.marks.append((name.removesuffix("Reference"), _value(child, "id") or ""))
        elif name not in _SILENT:
            parts.append(_runs(walk, child))
    return "".join(parts)


def _symbol(sym: Element) -> str:
    """A sign of a symbol font; those in the private area have no meaning outside their font."""
    code = _value(sym, "char") or ""
    if not re.fullmatch(r"[0-9A-Fa-f]{1,6}", code):
        return ""
    number = int(code, 16)
    return "" if 0xE000 <= number <= 0xF8FF or number > 0x10FFFF or 0xD800 <= number < 0xE000 else chr(number)


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
    rows = [row for row in _descend(tbl, "tr") if _child(row, "trPr", "del") is None]
    columns = [list(_descend(row, "tc")) for row in rows]
    if all(len(cells) == 1 for cells in columns):  # a frame around running text
        for (cell,) in columns:
            _blocks(walk, cell)
        return
    page = walk.page
    placed = [cell for number, row in enumerate(rows) for cell in _row(walk, row, number)]
    cells = [CellText(c.row, c.col, c.rows, c.cols, c.text) for c in _merged(placed)]
    walk.builder.table(cells, page)
    _pending(walk)


def _descend(parent: Element, wanted: str) -> Iterator[Element]:
    """The wanted elements below `parent`, looking through content controls and insertions."""
    for child in _chosen(parent):
        name = _name(child)
        if name == wanted:
            yield child
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _descend(child, wanted)


def _row(walk: _Walk, row: Element, number: int) -> Iterator[_Placed]:
    col = min(max(0, _whole(_value(_child(row, "trPr", "gridBefore"))) or 0), _MOST_COLUMNS)
    for tc in _descend(row, "tc"):
        properties = _child(tc, "tcPr")
        cols = min(max(1, _whole(_value(_child(properties, "gridSpan"))) or 1), _MOST_COLUMNS)
        merge = _child(properties, "vMerge")
        goes_on = merge is not None and _value(merge) != "restart"
        yield _Placed(number, col, 1, cols, _cell_text(walk, tc), goes_on)
        col += cols


def _cell_text(walk: _Walk, parent: Element) -> str:
    """A cell's paragraphs on lines; the cells of a table inside it are set apart by tabs."""
    lines: list[str] = []
    for child in _chosen(parent):
        name = _name(child)
        if name == "p":
            style = walk.styles.get(_value(_child(child, "pPr", "pStyle")) or "", Style())
            text = _runs(walk, child)
            if text.strip():
                lines.append(_label(walk, child, style) + text)
        elif name == "tbl":
            lines += ["\t".join(_cell_text(walk, tc) for tc in _descend(tr, "tc")) for tr in _descend(child, "tr")]
        elif name not in _SILENT:
            lines.append(_cell_text(walk, child))
    return "\n".join(line for line in lines if line.strip())


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


def _lines_of(walk: _Walk, root: Element) -> Iterator[str]:
    """What a header or footer says, line by line."""
    inner = TextBuilder(walk.builder.name, walk.builder.options)
    _blocks(_Walk(inner, walk.styles, walk.counters, {}), root)
    yield from (line for line in "".join(inner.parts).splitlines() if line.strip())
