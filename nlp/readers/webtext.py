"""The text of a web page's elements: paragraphs, numbered lists, headings, tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlp.readers import layout
from nlp.readers.building import CellText, TextBuilder
from nlp.readers.lines import is_numbered, split_lines
from nlp.readers.numbering import FORMATS
from nlp.readers.webtree import names, rule, walk
from nlp.types import BlockKind

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_MOST_COLUMNS = 1000  # HTML standard, 4.9.11
_HEADING = 80  # characters; a longer one is a paragraph in the clothes of a heading
_SHORT = 200  # characters of a block that may be furniture
_PROSE = 300  # characters of one cell from which a table may only place things on the page
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\x00-\x08\x0e-\x1f]")
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]"
# CSS Text 3, 4.1.3: a line break of the source between two wide characters is no blank.
_SOURCE_BREAK = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n][ \t\r\n]*(?={_WIDE})")
_BLANKS = re.compile(r"[ \t\r\n\f\xa0\u2002-\u200a\u202f\u3000]+")
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
# Counter styles (CSS Counter Styles 3, 6 and 7) → the format of nlp.readers.numbering, what follows the number.
_STYLES = {
    "decimal": ("decimal", ". "),
    "decimal-leading-zero": ("decimalZero", ". "),
    "lower-alpha": ("lowerLetter", ". "),
    "lower-latin": ("lowerLetter", ". "),
    "upper-alpha": ("upperLetter", ". "),
    "upper-latin": ("upperLetter", ". "),
    "lower-roman": ("lowerRoman", ". "),
    "upper-roman": ("upperRoman", ". "),
    "cjk-ideographic": ("chineseCounting", "、"),
    "simp-chinese-informal": ("chineseCounting", "、"),
    "trad-chinese-informal": ("chineseCounting", "、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "、"),
    "trad-chinese-formal": ("chineseLegalSimplified", "、"),
    "cjk-decimal": ("ideographDigital", "、"),
    "cjk-heavenly-stem": ("ideographTraditional", "、"),
    "cjk-earthly-branch": ("ideographZodiac", "、"),
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """What comes next on a page: "lines" between two block edges, a "heading" or a "table" with its element."""

    kind: str
    lines: tuple[str, ...] = ()
    node: "LexborNode | None" = None


@dataclass(slots=True)
class _Counter:
    """An open list: the style of its numbers ("" without) and the next one."""

    style: str
    value: int
    step: int


@dataclass(slots=True)
class _Lines:
    """The lines gathered since the last block edge, each as the strings it is made of."""

    parts: list[list[str]] = field(default_factory=lambda: [[]])

    def add(self, text: str, as_written: bool) -> None:
        """Add inline text; its line breaks count only inside <pre>."""
        if not as_written:
            self.parts[-1].append(text)
            return
        first, *rest = text.split("\n")
        self.parts[-1].append(first)
        self.parts += [[line] for line in rest]

    def taken(self) -> tuple[str, ...]:
        """The lines with something on them; nothing is left here."""
        lines = tuple(filter(None, (plain("".join(part)) for part in self.parts)))
        self.parts = [[]]
        return lines


def plain(text: str) -> str:
    """Inline text as a page shows it: blanks as one, none where the source was only broken between Chinese words."""
    return _BLANKS.sub(" ", _SOURCE_BREAK.sub("", _INVISIBLE.sub("", text))).strip()


def write(builder: TextBuilder, top: "LexborNode") -> None:
    """Adds the blocks below `top` to the builder."""
    for piece in pieces(top):
        if piece.kind == "lines":
            _paragraphs(builder, piece.lines)
        elif piece.node is not None and piece.kind == "heading":
            text = said(piece.node)
            level = int((piece.node.tag or "h1")[1])
            kind = BlockKind.HEADING if len(text) <= _HEADING else BlockKind.PARAGRAPH
            builder.paragraph(text, kind, level=level if kind is BlockKind.HEADING else None)
        elif piece.node is not None:
            caption = next((c for c in piece.node.iter() if c.tag == "caption"), None)
            builder.paragraph(said(caption) if caption else "")
            builder.table(cells(piece.node))


def _paragraphs(builder: TextBuilder, lines: Sequence[str]) -> None:
    """Lines between two block edges; those that were broken at one width go together again."""
    shown = [line for line in lines if len(line) > _SHORT or not rule("furniture").fullmatch(line)]
    found = split_lines("\n".join(shown)) if len(shown) > 1 else []
    wrap = layout.wrap_of(found)
    if wrap is None:
        for line in shown:
            builder.paragraph(line)
        return
    for group in layout.paragraphs(found, wrap):
        builder.paragraph(plain("\n".join(line.text for line in group)))


def said(node: "LexborNode") -> str:
    """The text of an element in one line."""
    return plain("\n".join(_inner_lines(node)))


def _inner_lines(node: "LexborNode") -> list[str]:
    only = node.child
    if only is not None and only.tag == "-text" and only.next is None:  # most cells
        return list(filter(None, [plain(only.text_content or "")]))
    return [line for piece in pieces(node, whole=True) for line in piece.lines]


def pieces(top: "LexborNode", whole: bool = False) -> Iterator[Piece]:
    """What stands below `top`, in document order; with `whole` headings and tables are lines as well."""
    lines, lists, written, blocks = _Lines(), list[_Counter](), 0, names("block")

    def closed(node: "LexborNode") -> bool:
        return node.tag == "sup" or (not whole and (_is_heading(node) or (node.tag == "table" and is_grid(node))))

    for node, ends in walk(top, closed):
        tag = node.tag or ""
        if tag == "-text":
            lines.add(node.text_content or "", written > 0)
        elif tag == "br":
            lines.parts += [] if ends else [[]]
        elif tag == "sup":
            lines.add(_raised(node), as_written=False)
        elif closed(node):
            yield Piece("lines", lines.taken())
            yield Piece("heading" if _is_heading(node) else "table", node=node)
        elif tag in blocks or _is_heading(node):
            yield Piece("lines", lines.taken())
            written += (1 - 2 * ends) * (tag == "pre")
            lines.add(_listed(lists, node, ends), as_written=False)
    yield Piece("lines", lines.taken())


def _is_heading(node: "LexborNode") -> bool:
    return re.fullmatch("h[1-6]", node.tag or "") is not None


def _raised(node: "LexborNode") -> str:
    """m² and 10⁵ for raised figures; other raised text as it is."""
    text = plain(node.text())
    return text.translate(_RAISED) if re.fullmatch(r"[0-9+\-−]{1,4}", text) else text


def _listed(lists: list[_Counter], node: "LexborNode", ends: bool) -> str:
    """Keeps the open lists; the number of a list item that begins, which the browser would draw."""
    if node.tag in ("ol", "ul", "menu", "dir"):
        if ends:
            del lists[-1:]
        else:
            lists.append(_counter(node))
        return ""
    if node.tag != "li" or ends or not lists or not lists[-1].style:
        return ""
    counter = lists[-1]
    value = node.attributes.get("value") or ""
    number = int(value) if re.fullmatch(r"-?\d{1,6}", value) else counter.value
    counter.value = number + counter.step
    text = plain((node.text() or "")[:200])
    form, after = _STYLES[_style(node) or counter.style]
    return "" if is_numbered(text) or number < 1 else FORMATS[form](number) + after


def _counter(node: "LexborNode") -> _Counter:
    named = node.attributes
    if node.tag != "ol" or "none" in _LIST_STYLE.findall(named.get("style") or ""):
        return _Counter("", 1, 1)
    start = named.get("start") or ""
    backwards = "reversed" in named
    count = sum(child.tag == "li" for child in node.iter()) if backwards else 1
    first = int(start) if re.fullmatch(r"-?\d{1,6}", start) else count
    style = _style(node) or _TYPES.get(named.get("type") or "1", "decimal")
    return _Counter(style, first, -1 if backwards else 1)


def _style(node: "LexborNode") -> str:
    """The counter style that an element's own style names."""
    found = _LIST_STYLE.search(node.attributes.get("style") or "")
    return found[1].lower() if found and found[1].lower() in _STYLES else ""


def _rows(table: "LexborNode") -> list[list["LexborNode"]]:
    """The cells of each row, those of tables inside left out; <tfoot> comes last (HTML standard, 4.9.12)."""
    groups: list[LexborNode] = []
    for child in table.iter():
        groups += [child] if child.tag in ("thead", "tbody", "tr", "tfoot") else []
    groups.sort(key=lambda group: (group.tag == "tfoot") - (group.tag == "thead"))
    rows = [row for g in groups for row in ([g] if g.tag == "tr" else [r for r in g.iter() if r.tag == "tr"])]
    return [[cell for cell in row.iter() if cell.tag in ("td", "th")] for row in rows]


def is_grid(table: "LexborNode") -> bool:
    """A table of several columns that holds figures and words; others only place things on the page.

    Those have such tables inside, or one cell with nearly all of the text in paragraphs.
    """
    rows = _rows(table)
    if not any(len(row) > 1 for row in rows) or any(map(_is_wide, _inner_tables(table))):
        return False
    sizes = sorted(len(cell.text()) for row in rows for cell in row)
    if sizes[-1] < _PROSE or sum(sizes) > 1.25 * sizes[-1]:
        return True
    widest = max((cell for row in rows for cell in row), key=lambda cell: len(cell.text()))
    return len(rows) > 4 or len(_inner_lines(widest)) < 3


def _inner_tables(table: "LexborNode") -> list["LexborNode"]:
    return [inner for inner in table.css("table") if inner.mem_id != table.mem_id]


def _is_wide(table: "LexborNode") -> bool:
    return any(len(row) > 1 for row in _rows(table))


def cells(table: "LexborNode") -> Iterator[CellText]:
    """Cells on the grid that rowspan and colspan lay out (HTML standard, 4.9.12); none covers another's place."""
    taken: set[tuple[int, int]] = set()
    lines = _rows(table)
    for r, row in enumerate(lines):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            rows, cols = min(_span(cell, "rowspan"), len(lines) - r), _span(cell, "colspan")
            cols = next((n for n in range(1, cols) if (r, c + n) in taken), cols)
            # yielded before its places are taken: whoever counts them may refuse a huge one
            yield CellText(r, c, rows, cols, "\n".join(_inner_lines(cell)))
            taken |= {(r + i, c + j) for i in range(rows) for j in range(cols)}
            c += cols


def _span(cell: "LexborNode", attribute: str) -> int:
    value = cell.attributes.get(attribute) or "1"
    return min(int(value[:6]), _MOST_COLUMNS) if value.isascii() and value.isdigit() and int(value[:6]) > 0 else 1
