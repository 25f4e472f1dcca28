"""Web pages: the main text without what stands around it, tables with spans, encodings."""

from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

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
        ("<p>&nbsp;&nbsp;　　缩进　的\n文字</p>", ["缩进 的文字"]),  # Word breaks the source inside words
        ("<p>a\nb</p>", ["a b"]),
        ("<p><span>部</span><span>门</span><b>概</b>\n<b>况</b></p>", ["部门概况"]),
        ("<pre>一行\n  二行</pre>", ["一行", "二行"]),
        ("<p>5m<sup>2</sup>，10<sup>5</sup>个，见<sup>[1]</sup></p>", ["5m²，10⁵个，见[1]"]),
        ("<p>正文<span style='display: none'>藏</span></p><div style='visibility:hidden'>藏</div>", ["正文"]),
        ("<p>正文</p><p>【打印本页】 【关闭窗口】</p><p>字号：[大 中 小]</p><p>上一篇：别的</p>", ["正文"]),
        ("<p>正文</p><p>主办单位：某县政府 京ICP备0号</p><p>分享到：微信</p>", ["正文"]),
        ("<p>打印机采购预算已经下达。</p>", ["打印机采购预算已经下达。"]),
        ("<nav>首页</nav><script>x()</script><style>p{}</style><p>正文</p><footer>版权</footer>", ["正文"]),
        ("<p>正文</p><div hidden>藏</div><noscript>请启用脚本</noscript>", ["正文"]),
        # tables that only place things on the page are running text
        ("<table><tr><td><p>一段</p><p>二段</p></td></tr></table>", ["一段", "二段"]),
        ("<table><tr><td>甲</td><td><table><tr><td>1</td><td>2</td></tr></table></td></tr></table>", ["甲", "1\t2"]),
        ("<table><tr><td>甲</td><td><table><tr><td>1</td></tr></table></td></tr></table>", ["甲\t1"]),
        (f"<table><tr><td>栏</td><td><p>{LONG}</p><p>二</p><p>三</p></td></tr></table>", ["栏", LONG, "二", "三"]),
        ("<table><tr><td>a<td rowspan=2>b<td>c</tr><tr><td colspan=3>d</tr></table>", ["a\tb\tc\nd"]),
    ],
)
def test_main_text(body: str, expected: list[str]) -> None:
    assert said(read(body)) == expected


def test_headings_and_title() -> None:
    found = read(
        "<h1>自评报告</h1><h3>一、概况</h3><p>正文</p>", "<meta charset='utf-8'><title> 自评报告 - 某局 </title>"
    )
    assert [(b.kind, b.level) for b in found.blocks[:2]] == [(BlockKind.HEADING, 1), (BlockKind.HEADING, 3)]
    assert dict(found.meta)["title"] == "自评报告", "the title element says the site's name as well"


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


@pytest.mark.parametrize("span", ["0", "-1", "abc", "99999999", "9" * 5000])
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
        ("iso-8859-1", "utf-8", "utf-8"),  # with which the bytes of every page agree
        ("utf-16", "utf-8", "utf-8"),  # a declaration that can be read is in no such encoding
        ("undefined", "utf-8", "utf-8"),  # what a script wrote; Python has codecs of this name and the next
        ("idna", "gb18030", "gb18030"),
    ],
)
def test_encodings(declared: str, encoding: str, expected: str) -> None:
    """As declared, where the bytes agree; many pages lie."""
    head = f"<meta http-equiv='Content-Type' content='text/html; charset={declared}'>"
    page = f"<html><head>{head}</head><body>{LONG}</body></html>"
    found = read_html(page.encode(encoding), "页.html", Options())
    assert said(found) == [LONG]
    assert dict(found.meta)["encoding"] == expected


def test_a_page_in_big5() -> None:
    page = "<html><head><meta charset=Big5></head><body><p>預算執行進度滯後。</p></body></html>"
    assert said(read_html(page.encode("big5"), "页.html", Options())) == ["預算執行進度滯後。"]


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


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ol><li>甲</li><li>乙</li></ol>", ["1. 甲", "2. 乙"]),
        ("<ol type=a start=3><li>甲</li><li value=7>乙</li></ol>", ["c. 甲", "g. 乙"]),
        ("<ol reversed><li>甲</li><li>乙</li></ol>", ["2. 甲", "1. 乙"]),
        ("<ol style='list-style-type: cjk-ideographic'><li>概况</li><li>问题</li></ol>", ["一、概况", "二、问题"]),
        ("<ol style='list-style:none'><li>甲</li></ol>", ["甲"]),
        ("<ol><li>1.已有号</li><li>无号</li></ol>", ["1.已有号", "2. 无号"]),
        ("<ol><li>甲<ol><li>子</li></ol></li><li>乙</li></ol>", ["1. 甲", "1. 子", "2. 乙"]),
        # Word writes the number itself, in what looks like a comment to other programs
        (
            "<p><![if !supportLists]><span>一、</span><![endif]>概况<o:p></o:p></p><!--[if mso]>x<![endif]-->",
            ["一、概况"],
        ),
    ],
)
def test_numbers_of_lists(body: str, expected: list[str]) -> None:
    """As the browser draws them."""
    assert said(read(body)) == expected


AROUND = (
    "<div class='dqwz'>您的位置：<a href='/'>首页</a> &gt; <a href='/x'>公示</a></div><div><h1>水利局自评报告</h1>"
    "<div class='info'>发布时间：2024年5月7日 信息来源：某县水利局 字号：[大 中 小]</div><div class='con1'>{}</div>"
    "<ul><li><a href='1'>别的公示</a></li><li><a href='2'>另一个</a></li><li><a href='3'>三</a></li></ul>"
    "</div><div class='foot'>主办单位：某县政府 京ICP备0号</div>"
)


def test_main_text_where_no_container_is_known() -> None:
    paragraphs = [f"{LONG}第{i}段。" for i in range(4)]
    found = read(AROUND.format("".join(f"<p>{p}</p>" for p in paragraphs)))
    assert said(found) == ["水利局自评报告", *paragraphs]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("", {"title": "水利局自评报告", "published": "2024-05-07", "source": "某县水利局"}),
        # 政府网站发展指引 names these; they go before what the page shows
        (
            "<meta name='ArticleTitle' content='报告题名'><meta name='PubDate' content='2024-05-06 10:20'>"
            "<meta name='ContentSource' content='县财政局'>",
            {"title": "报告题名", "published": "2024-05-06", "source": "县财政局"},
        ),
        ("<meta name='PubDate' content='2024-13-40'>", {"published": "2024-05-07"}),  # no date: the page is asked
    ],
)
def test_what_the_page_says_of_itself(head: str, expected: dict[str, str]) -> None:
    meta = dict(read(AROUND.format(f"<p>{LONG}</p>"), f"<meta charset='utf-8'>{head}").meta)
    assert {key: meta[key] for key in expected} == expected


def test_attachments_are_named_with_their_addresses() -> None:
    links = (
        "<p>附件：<a href='./a.pdf'>附件：自评表.pdf</a> <a href='/d?id=3'>明细.xls</a> <a href='b.html'>别的</a></p>"
    )
    notes = [note.message for note in read(f"<p>{LONG}</p>{links}").notes if note.code == "attachment"]
    assert notes == ["附件：自评表.pdf（./a.pdf）", "附件：明细.xls（/d?id=3）"]


def test_a_page_that_only_announces_its_attachment_says_so() -> None:
    found = read("<p>现将自评报告公开。</p><p><a href='a.docx'>自评报告</a></p>")
    assert said(found) == ["现将自评报告公开。", "自评报告"]
    assert [note.code for note in found.notes] == ["attachment", "report-attached"]


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("<frameset cols='2'><frame src='a.htm'></frameset>", r"框架网页.*a\.htm"),
        ("<body>用户名<input>密码<input type='password'></body>", "登录页面"),
        ("<body><div id='app'></div><script src='x.js'></script></body>", "由脚本载入"),
        ("<body><iframe src='/x/报告.pdf'></iframe></body>", r"附件里.*/x/报告\.pdf"),
    ],
)
def test_pages_that_are_not_the_report(page: str, says: str) -> None:
    with pytest.raises(BrokenFile, match=says):
        read_html(f"<html><meta charset='utf-8'>{page}</html>".encode(), "页.html", Options())


def test_a_few_broken_bytes_do_not_lose_a_page() -> None:
    page = bytearray(f"<html><meta charset='utf-8'><body><p>{LONG * 5}</p></body></html>".encode())
    page[1000] = 0xFF
    found = read_html(bytes(page), "页.html", Options())
    assert [note.code for note in found.notes] == ["encoding-broken"]
    assert found.text.count("成立了领导小组") >= 59


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str) -> None:
    assert said(read_html(f"<html><body>{LONG}</body></html>".encode(encoding), "页.html", Options())) == [LONG]


def test_declaration_of_xhtml() -> None:
    page = f"<?xml version='1.0' encoding='GB2312'?><html><body><p>{LONG}</p></body></html>"
    assert said(read_html(page.encode("gbk"), "页.html", Options())) == [LONG]


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000 + "甲</div>" + "</div>" * 99_999,
        "<span>" * 5_000 + "甲<table><tr><td>乙</td></tr></table>",
        "".join(f"<b id={i}>" for i in range(3_000)) + "<p>甲" * 3_000,  # every paragraph would open all of them anew
    ],
)
def test_absurd_nesting_is_read_as_bare_words(body: str) -> None:
    found = read(body)
    assert [note.code for note in found.notes] == ["html-nested"]
    assert "甲" in found.text
    assert document_violations(found) == []


@pytest.mark.parametrize("wrap", [False, True])
def test_web_archive(wrap: bool) -> None:
    """RFC 2557: the page inside, in the charset that only its part names."""
    archive = MIMEMultipart("related")
    archive.attach(MIMEText(f"<html><body><p>{LONG}</p></body></html>", "html", "gb2312"))
    data = (b"From: <Saved by a browser>\r\n" if wrap else b"") + archive.as_bytes()
    assert extension(data, "页.doc") == ".mht"
    assert said(read_html(data, "页.mht", Options())) == [LONG]


def test_web_archive_of_parts_inside_parts() -> None:
    parts = "".join(f"Content-Type: multipart/related; boundary=b{i}\n\n--b{i}\n" for i in range(3_000))
    with pytest.raises(BrokenFile, match="层层嵌套"):
        read_html(f"{parts}Content-Type: text/html\n\n<p>甲".encode(), "页.mht", Options())


def test_web_archive_without_a_page() -> None:
    archive = MIMEMultipart("related")
    archive.attach(MIMEText("文字", "plain", "utf-8"))
    with pytest.raises(BrokenFile, match="里面没有网页"):
        read_html(archive.as_bytes(), "页.mht", Options())
