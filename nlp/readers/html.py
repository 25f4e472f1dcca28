"""Web pages (.html, .mht): the main text with its headings and tables, without scripts, menus and footers."""

import re
from typing import TYPE_CHECKING

from nlp.errors import BrokenFile
from nlp.readers import flattened, mhtml, webfacts, webtext, webtree
from nlp.readers.building import TextBuilder
from nlp.readers.options import Options
from nlp.types import BlockKind, Document, Note

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_SHORT = 300  # characters of a page that only announces its attachment, or asks to log in
_DEEP = (
    "网页标签嵌套过深（超过 {} 层），已只按文字读取：表格未按表格读出，菜单等页面文字可能混在其中；"
    "请在浏览器中打开后另存为 .pdf 再读一次"
)
_BROKEN = "网页有 {} 处字符损坏（显示为 �），请对照原网页"
_IN_ATTACHMENT = "网页正文只有 {} 个字，报告很可能在附件里；请下载附件后添加"
_ARCHIVED = "网页存档里另有 {} 个网页（框架或内嵌页），没有读取"
_TAG = re.compile(r"<[/!?]?[a-zA-Z\-?\[][^<>]*>")
_UNSEEN = re.compile(r"<(script|style|title|head)\b[^>]*>.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_INLINE = re.compile(r"</?(?:span|font|b|i|u|em|strong|a|sub|sup|small|big|ins|del|s|o:p)\b[^<>]*>", re.IGNORECASE)


def read_html(data: bytes, name: str, options: Options) -> Document:
    """A saved web page. BrokenFile where it holds no text."""
    notes: list[Note] = []
    page = data
    if mhtml.is_archive(data):
        page, *others = mhtml.pages(data, name)
        notes += [Note("pages-left", None, _ARCHIVED.format(len(others)))] if others else []
    html, encoding, broken = webtree.decoded(page, name)
    notes += [Note("encoding-broken", None, _BROKEN.format(broken))] if broken else []
    builder = TextBuilder(name, options, notes=notes)
    meta = [("encoding", encoding)]
    if webtree.depth(html) > webtree.DEEPEST:
        builder.notes.append(Note("html-nested", None, _DEEP.format(webtree.DEEPEST)))
        for line in _bare_lines(html):
            builder.paragraph(line)
    else:
        meta += _read(builder, html, name)
    if not builder.blocks:
        raise BrokenFile(f"“{name}”的网页里没有正文文字；请在浏览器中打开原网页，重新另存为完整的 .html")
    return flattened.mended(builder).document(data, "html", None, meta)


def _bare_lines(html: str) -> list[str]:
    """The page's words without its tags, for a page too deep to be read as a tree."""
    from html import unescape

    bare = _TAG.sub("\n", _INLINE.sub("", _UNSEEN.sub("\n", html)))
    return [line for line in map(webtext.plain, unescape(bare).split("\n")) if line]


def _read(builder: TextBuilder, html: str, name: str) -> list[tuple[str, str]]:
    """Writes the page's main text and returns what it says of itself."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    if tree.body is None or tree.css_first("frameset") is not None:
        raise BrokenFile(f"“{name}”是框架网页，正文在另外的文件里（{_frames(tree)}）；请打开正文所在的框架，单独另存")
    scripted, asks = tree.css_first("script") is not None, tree.css_first("input[type=password]") is not None
    linked = webfacts.attachments(tree.body)
    webtree.without_hidden(tree)
    sizes = webtree.weights(tree.body)
    main = webtree.main(tree.body, sizes)
    around = _around(tree.body, main)
    heading = _heading_above(main)
    found = webfacts.facts(tree, heading, around)
    webtree.without_surroundings(main, sizes)
    _write(builder, main, heading)
    _judge(builder, name, linked, scripted, asks)
    return found


def _write(builder: TextBuilder, main: "LexborNode", heading: str) -> None:
    if heading.replace(" ", "") not in re.sub(r"\s", "", main.text()):
        builder.paragraph(heading, BlockKind.HEADING)
    webtext.write(builder, main)


def _judge(builder: TextBuilder, name: str, linked: list[Note], scripted: bool, asks: bool) -> None:
    """Adds the attachments; says so where the page is not the report itself."""
    builder.notes += linked
    size = sum(len(block.span) for block in builder.blocks)
    if linked and not builder.blocks:
        raise BrokenFile(f"“{name}”的网页里没有正文文字，报告在附件里；请下载后添加。{linked[0].message}")
    if linked and size < _SHORT:
        builder.notes.append(Note("report-attached", None, _IN_ATTACHMENT.format(size)))
    elif asks and size < _SHORT:
        raise BrokenFile(f"“{name}”是登录页面，没有报告正文；请登录后打开报告网页，重新另存为完整的 .html")
    elif scripted and not builder.blocks:
        raise BrokenFile(
            f"“{name}”的网页里没有正文文字（内容由脚本载入）；请在浏览器中等正文显示后，重新另存为完整的 .html"
        )


def _frames(tree: "LexborHTMLParser") -> str:
    sources = [node.attributes.get("src") or "" for node in tree.css("frame")]
    return "、".join(filter(None, sources)) or "未写地址"


def _around(body: "LexborNode", main: "LexborNode") -> str:
    """The words of the page outside its main text, those before it first."""
    whole, inner = body.text(separator=" "), main.text(separator=" ")
    before, _, after = whole.partition(inner) if inner else (whole, "", "")
    return webtext.plain(before + " " + after if len(inner) < len(whole) else whole)


def _heading_above(main: "LexborNode") -> str:
    """The nearest heading before the main text, up to three containers out: the article's title."""
    container = main
    for _ in range(3):
        before = container.prev
        while before is not None:
            found = None
            if before.tag in ("h1", "h2"):
                found = before
            elif before.tag not in ("-text", "-comment"):
                found = before.css_first("h1, h2")
            if found is not None:
                return webtext.said(found)
            before = before.prev
        if container.parent is None or container.tag == "body":
            break
        container = container.parent
    return ""
