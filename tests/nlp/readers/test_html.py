"""Web pages: the main text without what stands around it, tables with spans, encodings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import BrokenFile, TooLarge
from nlp.invariants import document_violations
from nlp.readers.detect import extension
from nlp.readers.html import read_html
from nlp.readers.options import Options
from nlp.types import BlockKind, Document

LONG = "我局高度重视绩效自评工作，成立了领导小组，明确各科室职责。" * 12


def read(body: str, head: str = "<meta charset='utf-8'>") -> Document:
    return read_html(
        f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "页.html", Options()
    )


def said(document: Document, kind: BlockKind | None = None) -> list[str]:
    return [document.text[b.span.start : b.span.end] for b in document.blocks if kind in (None, b.kind)]


TAGS = [f"<{slash}{tag}>" for tag in ("p", "table", "tr", "td", "caption", "div", "h1") for slash in ("", "/")]
SPANS = ["<td rowspan=3>", "<td colspan=2>", "<br>", " ", "\t"]


@given(st.lists(st.sampled_from([*TAGS, *SPANS, "甲", "8", "单位：万元", "表1"]), max_size=40).map("".join))
def test_blocks_are_sound_whatever_the_tags(body: str) -> None:
    assert document_violations(read(f"首{body}")) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>一段<b>粗体</b>和<a href='#'>链接</a>。</p><p>二段。</p>", ["一段粗体和链接。", "二段。"]),
        ("<div>一行<br>二行<br><br>三行</div>", ["一行", "二行", "三行"]),
        ("直接的文字<p>一段</p>后面的文字", ["直接的文字", "一段", "后面的文字"]),
        ("<ul><li>甲</li><li>乙</li></ul>", ["甲", "乙"]),
        ("<p>&nbsp;&nbsp;　　缩进　的\n文字</p>", ["缩进 的 文字"]),
        ("<nav>首页</nav><script>x()</script><style>p{}</style><p>正文</p><footer>版权</footer>", ["正文"]),
        ("<p>正文</p><div hidden>藏</div><noscript>请启用脚本</noscript>", ["正文"]),
        # tables that only place things on the page are running text
        ("<table><tr><td><p>一段</p><p>二段</p></td></tr></table>", ["一段", "二段"]),
        ("<table><tr><td>甲</td><td><table><tr><td>1</td><td>2</td></tr></table></td></tr></table>", ["甲", "1\t2"]),
    ],
)
def test_main_text(body: str, expected: list[str]) -> None:
    assert said(read(body)) == expected


def test_headings_and_title() -> None:
    found = read(
        "<h1>自评报告</h1><h3>一、概况</h3><p>正文</p>", "<meta charset='utf-8'><title> 自评报告 - 某局 </title>"
    )
    assert [(b.kind, b.level) for b in found.blocks[:2]] == [(BlockKind.HEADING, 1), (BlockKind.HEADING, 3)]
    assert dict(found.meta)["title"] == "自评报告 - 某局"


def test_container_of_the_article_is_found_and_its_title_kept() -> None:
    body = (
        "<div class='top'><h1>某某县人民政府</h1><a>首页</a></div>"
        f"<div><h2>水利局自评报告</h2><div>发布时间：2024年</div><div id='zoom'><p>{LONG}</p></div>"
        "<div>打印本页</div></div>"
    )
    assert said(read(body)) == ["水利局自评报告", LONG]


def test_title_that_the_text_repeats_stands_once() -> None:
    body = f"<div><h2>水利局 自评报告</h2><div id='zoom'><p>水利局自评报告</p><p>{LONG}</p></div></div>"
    assert said(read(body)) == ["水利局自评报告", LONG]


def test_table_spans() -> None:
    body = (
        "<p>单位：万元</p><table><tr><th rowspan='2'>项目</th><th colspan='2'>金额</th></tr>"
        "<tr><th>预算</th><th>决算</th></tr><tr><td>支出</td><td>1</td><td></td></tr></table>"
    )
    found = read(body)
    assert said(found, BlockKind.CAPTION) == ["单位：万元"]
    (table,) = [b for b in found.blocks if b.kind is BlockKind.TABLE]
    assert [(found.text[c.span.start : c.span.end], c.row, c.col, c.rows, c.cols) for c in table.cells] == [
        ("项目", 0, 0, 2, 1),
        ("金额", 0, 1, 1, 2),
        ("预算", 1, 1, 1, 1),
        ("决算", 1, 2, 1, 1),
        ("支出", 2, 0, 1, 1),
        ("1", 2, 1, 1, 1),
        ("", 2, 2, 1, 1),
    ]


@pytest.mark.parametrize("span", ["0", "-1", "abc", "99999999"])
def test_nonsense_spans(span: str) -> None:
    found = read(f"<table><tr><td rowspan='{span}'>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>")
    assert sorted(found.text.split()) == ["丁", "丙", "乙", "甲"]


@pytest.mark.parametrize(
    ("declared", "encoding", "expected"),
    [
        ("gb2312", "gb18030", "gb18030"),
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8", "gb18030", "gb18030"),
        ("x-none", "utf-8", "utf-8"),
    ],
)
def test_encodings(declared: str, encoding: str, expected: str) -> None:
    """As declared, where the bytes agree; many pages lie."""
    head = f"<meta http-equiv='Content-Type' content='text/html; charset={declared}'>"
    page = f"<html><head>{head}</head><body>{LONG}</body></html>"
    found = read_html(page.encode(encoding), "页.html", Options())
    assert said(found) == [LONG]
    assert dict(found.meta)["encoding"] == expected


@pytest.mark.parametrize("body", ["", "<nav>首页</nav>", "<script>document.write('x')</script>"])
def test_page_without_text(body: str) -> None:
    with pytest.raises(BrokenFile, match=r"页\.html.*没有正文"):
        read(body)


def test_a_few_tags_that_span_a_huge_grid_are_refused() -> None:
    rows = "<tr><td rowspan=1000 colspan=1000>甲</td><td>乙</td></tr>" * 200
    with pytest.raises(TooLarge, match="单元格超过上限"):
        read(f"<table>{rows}</table>")


@pytest.mark.parametrize("comments", ["<!--a--><!-- b -->\n", "<!---->" * 500])
def test_a_page_may_open_with_comments(comments: str) -> None:
    """However many: a pattern that tries every way to part them would not come to an end."""
    assert extension(f"{comments}<html>".encode(), "页") == ".html"
    assert extension(f"{comments}文字".encode(), "页.txt") == ".txt"
