"""Web pages (.html): the main text with its headings and tables, without scripts, menus and footers."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nlp.errors import BrokenFile
from nlp.knowledge import load
from nlp.readers.building import CellText, TextBuilder
from nlp.readers.encoding import decode
from nlp.readers.options import Options
from nlp.types import BlockKind, Document

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BLOCK = frozenset(
    {
        "address",
        "article",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
    }
    | {
        "figcaption",
        "figure",
        "form",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
    }
    | {"tfoot", "th", "thead", "tr", "ul"}
)
_ENOUGH = 300  # characters a container must hold to be taken for the main text
_MOST_COLUMNS = 1000  # HTML standard, 4.9.11
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)


def read_html(data: bytes, name: str, options: Options) -> Document:
    """A saved web page. BrokenFile where it holds no text."""
    from selectolax.lexbor import LexborHTMLParser

    text, encoding = _decoded(data, name)
    tree = LexborHTMLParser(text)
    title = tree.css_first("title")
    meta = [("encoding", encoding)]
    if title is not None and title.text(strip=True):
        meta.append(("title", re.sub(r"\s+", " ", title.text(strip=True))))
    for node in tree.css(", ".join(load("reading")["html"]["drop"])):
        node.decompose()
    builder = TextBuilder(name, options)
    if tree.body is not None:
        main = _main(tree.body)
        heading = _plain(_heading_above(main))
        if heading.replace(" ", "") not in re.sub(r"\s", "", main.text()):
            builder.paragraph(heading, BlockKind.HEADING)
        _walk(builder, main)
    if not builder.blocks:
        raise BrokenFile(f"“{name}”的网页里没有正文文字；请在浏览器中打开原网页，重新另存为完整的 .html")
    return builder.document(data, "html", None, meta)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """As the page declares, where the bytes agree; else as any text."""
    declared = _CHARSET.search(data[:4096])
    if declared is not None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        encoding = declared.group(1).decode("ascii").lower()
        try:
            encoding = "gb18030" if encoding in ("gb2312", "gbk", "gb_2312-80") else encoding
            return data.decode(encoding), encoding
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data, name)


def _main(body: "LexborNode") -> "LexborNode":
    """The container of the main text: the first known one with enough in it, else the whole body."""
    for selector in load("reading")["html"]["main"]:
        for node in body.css(selector):
            if len(node.text(strip=True)) >= _ENOUGH:
                return node
    return body


def _heading_above(main: "LexborNode") -> str:
    """The nearest heading before the main text, up to three containers out: the article's title."""
    container = main
    for _ in range(3):
        before = container.prev
        while before is not None:
            found = (
                before
                if before.tag in ("h1", "h2")
                else (before.css_first("h1, h2") if before.tag != "-text" else None)
            )
            if found is not None:
                return found.text()
            before = before.prev
        if container.parent is None or container.tag == "body":
            break
        container = container.parent
    return ""


def _walk(builder: TextBuilder, node: "LexborNode") -> None:
    """Blocks below `node`: inline text gathers until a block begins or ends."""
    gathered: list[str] = []
    for kind, value in _events(node):
        if kind == "text" and isinstance(value, str):
            gathered.append(value)
            continue
        builder.paragraph(_plain("".join(gathered)))
        gathered = []
        if kind == "heading" and not isinstance(value, str):
            builder.paragraph(_plain(value.text()), BlockKind.HEADING, level=int((value.tag or "h1")[1]))
        elif kind == "table" and not isinstance(value, str):
            builder.table(_cells(value))
    builder.paragraph(_plain("".join(gathered)))


def _events(node: "LexborNode") -> Iterator[tuple[str, "str | LexborNode"]]:
    """Text, block edges, headings and tables in document order."""
    child = node.child
    while child is not None:
        tag = child.tag or ""
        if tag == "-text":
            yield "text", child.text_content or ""
        elif re.fullmatch("h[1-6]", tag):
            yield "heading", child
        elif tag == "table" and _is_grid(child):
            caption = child.css_first("caption")
            if caption is not None:
                yield "edge", ""
                yield "text", caption.text()
            yield "table", child
        else:
            edge = tag in _BLOCK
            if edge:
                yield "edge", ""
            yield from _events(child)
            if edge:
                yield "edge", ""
        child = child.next


def _plain(text: str) -> str:
    return re.sub(r"[ \t\r\n\xa0\u3000]+", " ", text).strip()


def _rows(table: "LexborNode") -> list[list["LexborNode"]]:
    return [[c for c in row.iter() if c.tag in ("td", "th")] for row in table.css("tr")]


def _is_grid(table: "LexborNode") -> bool:
    """A table of several columns without another inside: others only place things on the page."""
    return len(table.css("table")) == 1 and any(len(row) > 1 for row in _rows(table))


def _cells(table: "LexborNode") -> Iterator[CellText]:
    """Cells on the grid that rowspan and colspan lay out (HTML standard, 4.9.12)."""
    taken: set[tuple[int, int]] = set()
    lines = _rows(table)
    for r, row in enumerate(lines):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            rows, cols = min(_span(cell, "rowspan"), len(lines) - r), _span(cell, "colspan")
            taken |= {(r + i, c + j) for i in range(rows) for j in range(cols)}
            yield CellText(r, c, rows, cols, _plain(cell.text()))
            c += cols


def _span(cell: "LexborNode", attribute: str) -> int:
    value = cell.attributes.get(attribute) or "1"
    return min(int(value), _MOST_COLUMNS) if value.isascii() and value.isdigit() and int(value) > 0 else 1
