"""Plain text and web pages from the parts of a source."""

from html import escape

from examples.markup import Heading, Line, Part, Table

WRAP = 36  # characters a line of a page of a government document holds
PAGE = 30  # lines a page holds


def as_text(parts: tuple[Part, ...], style: str) -> str:
    """`style`: "word" (tables as Word dumps them: a cell a line), "tabs" (a row a line), "page" (hard-wrapped pages)."""
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
    text = "　　" + text
    return [text[i : i + WRAP] for i in range(0, len(text), WRAP)]


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
    title = "".join(p.text for p in parts if isinstance(p, Line) and p.role == "title")
    body = "\n".join(_html(part) for part in parts)
    return HTML.format(title=escape(title), site=escape(site), published=escape(published), body=body)


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


HTML = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{title}-{site}</title>
<style>body{{font-family:serif}}.nav li{{display:inline;margin-right:1em}}</style>
<script>var siteName = "{site}";</script>
</head>
<body>
<div class="header"><h1>{site}</h1>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/xwzx/">新闻中心</a></li><li><a href="/zwgk/">政务公开</a></li>
<li><a href="/bsfw/">办事服务</a></li><li><a href="/hdjl/">互动交流</a></li></ul></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/zwgk/czxx/">财政信息</a> &gt; 正文</div>
<div class="article">
<h2>{title}</h2>
<div class="info">发布时间：{published} 来源：{site} 浏览次数：<span id="hits">217</span> 字体：[大 中 小]</div>
<div class="content">
{body}
</div>
<div class="tools"><a href="javascript:window.print()">打印本页</a> <a href="javascript:window.close()">关闭窗口</a></div>
<div class="related"><h3>相关信息</h3><ul><li><a href="/zwgk/czxx/1.html">部门预算公开说明</a></li>
<li><a href="/zwgk/czxx/2.html">“三公”经费公开情况</a></li></ul></div>
</div>
<div class="footer"><p>主办单位：{site} 网站标识码：0000000000 备案序号：000000号</p>
<p>联系我们 | 网站地图 | 隐私声明</p></div>
</body>
</html>
"""
