"""Plain text and web pages from the parts of a source."""

import re
from html import escape
from pathlib import Path

from examples.markup import Heading, Line, Part, Table

WRAP = 32  # full-width characters a line of a page holds; digits are half as wide
PIECE = re.compile(r"[\d.,%]+|.[，。、；：）》”！？]*")  # is not broken over lines
PAGE = 30  # lines a page holds
PAGE_OF_A_SITE = Path(__file__).parent / "source" / "site.template"
PRINT_VIEW = Path(__file__).parent / "source" / "print.template"


def as_text(parts: tuple[Part, ...], style: str) -> str:
    """`style`: "word" (tables as Word dumps them: a cell a line), "tabs" (a row a line), "page" (wrapped, in pages)."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, Table):
            lines += _table_lines(part, style)
        elif isinstance(part, Heading):
            lines += _wrapped(part.number + part.title + part.rest, style)
        elif part.role != "page":
            lines += [part.text] if part.role != "text" else _wrapped(part.text, style)
            lines += [""] if part.role in ("title", "cover") else []
    return "\n".join(_paged(lines) if style == "page" else lines) + "\n"


def _wrapped(text: str, style: str) -> list[str]:
    if style != "page":
        return ["　　" + text] if style == "tabs" else [text]
    lines: list[str] = []
    line, width = "", 0.0
    for piece in PIECE.findall("　　" + text):
        size = sum(0.5 if char.isascii() else 1 for char in piece)
        if width + size > WRAP:
            lines, line, width = [*lines, line], "", 0.0
        line, width = line + piece, width + size
    return [*lines, line]


def _paged(lines: list[str]) -> list[str]:
    paged: list[str] = []
    for number, start in enumerate(range(0, len(lines), PAGE), 1):
        paged += [*lines[start : start + PAGE], "", f"— {number} —", ""]
    return paged


def _table_lines(table: Table, style: str) -> list[str]:
    caption = [line for line in (table.caption, table.unit) if line]
    if style == "word":
        return [*caption, *(line for row in table.rows for line in (*_word_row(row), "")), ""]
    mark = "\t" if style == "tabs" else "  "
    return caption + [mark.join("" if cell == "^" else cell for cell in row if cell != "<") for row in table.rows]


def _word_row(row: tuple[str, ...]) -> list[str]:
    return ["\t" + ("" if cell == "^" else cell) for cell in row if cell != "<"]


def as_html(parts: tuple[Part, ...], site: str, published: str) -> str:
    """A page as a government site shows it, with navigation, breadcrumbs and footer around the report."""
    return _in_template(PAGE_OF_A_SITE, parts, site, published)


def as_print_view(parts: tuple[Part, ...], site: str, published: str) -> str:
    """A page as a government site gives it to a printer: the report under the name of the site, little else."""
    return _in_template(PRINT_VIEW, parts, site, published)


def _in_template(template: Path, parts: tuple[Part, ...], site: str, published: str) -> str:
    title = "".join(p.text for p in parts if isinstance(p, Line) and p.role == "title")
    body = "\n".join(_html(part) for part in parts)
    return template.read_text("utf-8").format(
        title=escape(title), site=escape(site), published=escape(published), body=body
    )


def _html(part: Part) -> str:
    if isinstance(part, Table):
        return _html_table(part)
    if isinstance(part, Heading):
        return f"<p><strong>{escape(part.number + part.title)}</strong>{escape(part.rest)}</p>"
    if part.role == "page":
        return ""
    if part.role == "title":
        return f'<p style="text-align:center"><strong>{escape(part.text)}</strong></p>'
    return f"<p>　　{escape(part.text)}</p>" if part.role == "text" else f"<p>{escape(part.text)}</p>"


def _html_table(table: Table) -> str:
    rows = []
    for r, row in enumerate(table.rows):
        cells = []
        for c, cell in enumerate(row):
            if cell in ("^", "<"):
                continue
            down, across = span(table, r, c)
            attributes = (f' rowspan="{down}"' if down > 1 else "") + (f' colspan="{across}"' if across > 1 else "")
            cells.append(f"<td{attributes}>{escape(cell)}</td>")
        rows.append("<tr>" + "".join(cells) + "</tr>")
    head = "".join(f"<p>{escape(line)}</p>" for line in (table.caption, table.unit) if line)
    return head + '<table border="1" cellspacing="0">\n' + "\n".join(rows) + "\n</table>"


def span(table: Table, row: int, col: int) -> tuple[int, int]:
    """Rows and columns the cell at (row, col) covers."""
    down = next((n for n in range(1, len(table.rows) - row) if table.rows[row + n][col] != "^"), len(table.rows) - row)
    width = len(table.rows[row])
    across = next((n for n in range(1, width - col) if table.rows[row][col + n] != "<"), width - col)
    return down, across
