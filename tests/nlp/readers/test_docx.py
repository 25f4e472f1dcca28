"""Word documents: what the body says, numbers it shows, merged cells; damaged and hostile packages."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from nlp.errors import BrokenFile, EncryptedFile, TooLarge
from nlp.readers.docx import read_docx
from nlp.readers.options import Options
from nlp.types import BlockKind, Document

W = nsdecls("w")
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def body(*xml: str, numbering: str = "", styles: str = "") -> Document:
    """A document whose body is the given XML, in a package of the fewest parts."""
    return read_docx(package("".join(xml), numbering, styles), "报告.docx", Options())


def package(xml: str, numbering: str = "", styles: str = "", extra: dict[str, str] | None = None) -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "_rels/.rels": relations(f"{office}/officeDocument", "word/document.xml"),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{xml}</w:body></w:document>",
        "word/numbering.xml": f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>",
        "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>",
        "word/_rels/document.xml.rels": relations(
            f"{office}/numbering",
            "numbering.xml",
            f"{office}/styles",
            "styles.xml",
            f"{office}/footnotes",
            "footnotes.xml",
        ),
    } | (extra or {})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return buffer.getvalue()


def relations(*pairs: str) -> str:
    each = zip(pairs[::2], pairs[1::2], strict=True)
    inner = "".join(f'<Relationship Id="r{i}" Type="{kind}" Target="{to}"/>' for i, (kind, to) in enumerate(each))
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def p(content: str, properties: str = "") -> str:
    text = content if content.startswith("<") else f"<w:r><w:t>{content}</w:t></w:r>"
    return f"<w:p><w:pPr>{properties}</w:pPr>{text}</w:p>"


def r(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def said(document: Document, kind: BlockKind | None = None) -> list[str]:
    return [document.text[b.span.start : b.span.end] for b in document.blocks if kind in (None, b.kind)]


RESTART = "<w:vMerge w:val='restart'/>"
DELETED = "<w:del><w:r><w:delText>约</w:delText></w:r></w:del>"
BOX = "<w:txbxContent>" + p("框内文字") + "</w:txbxContent>"

NEW = f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice>"
OLD = f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback>"


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        # tracked changes: insertions are text, deletions are not
        (p(r("全年") + f"<w:ins>{r('共计')}</w:ins>" + DELETED + r("10项")), ["全年共计10项"]),
        (p(f"<w:moveFrom>{r('旧处')}</w:moveFrom><w:moveTo>{r('新处')}</w:moveTo>"), ["新处"]),
        # content controls, around paragraphs and inside them
        ("<w:sdt><w:sdtContent>" + p("控件段落") + "</w:sdtContent></w:sdt>", ["控件段落"]),
        (p(f"<w:sdt><w:sdtPr/><w:sdtContent>{r('控件文字')}</w:sdtContent></w:sdt>"), ["控件文字"]),
        # links and fields show their result, not their code
        (p(f"<w:hyperlink>{r('链接')}</w:hyperlink>"), ["链接"]),
        (p("<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>" + r("3")), ["3"]),
        (p(f"<w:fldSimple w:instr='DATE'>{r('2024年')}</w:fldSimple>"), ["2024年"]),
        # tabs and breaks
        (p("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>"), ["甲\t乙\n丙"]),
        # a text box once, though it is written twice for older programs
        (p(f"<w:r><mc:AlternateContent>{NEW}{OLD}</mc:AlternateContent></w:r>" + r("正文")), ["正文", "框内文字"]),
        # a frame around running text is no table
        (f"<w:tbl><w:tr><w:tc>{p('一、概况')}{p('正文。')}</w:tc></w:tr></w:tbl>", ["一、概况", "正文。"]),
        # empty paragraphs leave no block
        (p("<w:r/>") + p("　") + p("文字"), ["文字"]),
    ],
)  # fmt: skip
def test_body_text(xml: str, expected: list[str]) -> None:
    assert said(body(xml)) == expected


def test_strict_namespace_reads_alike() -> None:
    data = package(p("一、概况"))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        swapped = {n: parts.read(n).decode() for n in parts.namelist()}
    swapped["word/document.xml"] = swapped["word/document.xml"].replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert said(read_docx(package("", extra=swapped), "报告.docx", Options())) == ["一、概况"]


def test_footnotes_follow_their_paragraph() -> None:
    line = f"<w:footnote w:id='0' w:type='separator'>{p('—')}</w:footnote>"
    notes = f"<w:footnotes {NAMESPACES}>{line}<w:footnote w:id='2'>{p('脚注文字')}</w:footnote></w:footnotes>"
    xml = p(r("正文") + "<w:r><w:footnoteReference w:id='2'/></w:r>") + p("下一段")
    data = package(xml, extra={"word/footnotes.xml": notes})
    assert said(read_docx(data, "报告.docx", Options())) == ["正文", "脚注文字", "下一段"]


STYLES = (
    "<w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='own'><w:name w:val='公文二级'/><w:basedOn w:val='mid'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='mid'><w:name w:val='基'/><w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='t'><w:name w:val='Title'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='c'><w:name w:val='caption'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='toc'><w:name w:val='toc 1'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='loop'><w:name w:val='环'/><w:basedOn w:val='loop'/></w:style>"
)


@pytest.mark.parametrize(
    ("properties", "kind", "level"),
    [
        ("<w:pStyle w:val='1'/>", BlockKind.HEADING, 1),
        ("<w:pStyle w:val='own'/>", BlockKind.HEADING, 2),  # from the style it is based on
        ("<w:outlineLvl w:val='2'/>", BlockKind.HEADING, 3),
        ("<w:pStyle w:val='1'/><w:outlineLvl w:val='9'/>", BlockKind.PARAGRAPH, None),  # 9 is body text
        ("<w:pStyle w:val='t'/>", BlockKind.HEADING, None),
        ("<w:pStyle w:val='c'/>", BlockKind.CAPTION, None),
        ("<w:pStyle w:val='toc'/>", BlockKind.FURNITURE, None),
        ("<w:pStyle w:val='loop'/>", BlockKind.PARAGRAPH, None),
        ("<w:pStyle w:val='none'/>", BlockKind.PARAGRAPH, None),
    ],
)
def test_styles(properties: str, kind: BlockKind, level: int | None) -> None:
    (block,) = body(p("文字", properties), styles=STYLES).blocks
    assert (block.kind, block.level) == (kind, level)


def lvl(at: int, form: str, text: str, rest: str = "") -> str:
    return (
        f"<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{form}'/>{rest}<w:lvlText w:val='{text}'/></w:lvl>"
    )


def listing(key: str, *levels: str) -> str:
    return f"<w:abstractNum w:abstractNumId='{key}'>{''.join(levels)}</w:abstractNum>"


def item(text: str, number: str, level: int = 0) -> str:
    return p(text, f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>")


REPORT = listing("0", lvl(0, "chineseCounting", "%1、"), lvl(1, "chineseCounting", "（%2）"), lvl(2, "decimal", "%3."))
LEGAL = listing("1", lvl(0, "chineseCounting", "第%1部分"), lvl(1, "decimal", "%1.%2", "<w:isLgl/>"))
CIRCLES = listing("2", lvl(0, "decimalEnclosedCircleChinese", "%1"))
BULLETS = listing("3", lvl(0, "bullet", "\uf0b7"))
ANEW = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>"


def num(key: str, shared: str, override: str = "") -> str:
    return f"<w:num w:numId='{key}'><w:abstractNumId w:val='{shared}'/>{override}</w:num>"


LISTS = [num("1", "0"), num("2", "1"), num("3", "2"), num("4", "3"), num("5", "0", ANEW), num("6", "0")]
NUMS = "".join([REPORT, LEGAL, CIRCLES, BULLETS, *LISTS])


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        # deeper levels begin again below each new upper one
        (
            [
                ("概况", "1", 0),
                ("职责", "1", 1),
                ("机构", "1", 1),
                ("内设", "1", 2),
                ("问题", "1", 0),
                ("预算", "1", 1),
            ],
            ["一、概况", "（一）职责", "（二）机构", "1. 内设", "二、问题", "（一）预算"],
        ),
        ([("概况", "2", 0), ("背景", "2", 1), ("目标", "2", 1)], ["第一部分概况", "1.1 背景", "1.2 目标"]),
        ([("甲", "3", 0), ("乙", "3", 0)], ["①甲", "②乙"]),
        ([("点", "4", 0)], ["• 点"]),
        # a second list with its own start, and one that goes on counting
        ([("甲", "1", 0), ("乙", "5", 0), ("丙", "5", 0)], ["一、甲", "一、乙", "二、丙"]),
        ([("甲", "1", 0), ("乙", "6", 0)], ["一、甲", "二、乙"]),
        # no list, or one that is not there
        ([("甲", "0", 0), ("乙", "99", 0), ("丙", "3", 7)], ["甲", "乙", "丙"]),
    ],
)
def test_automatic_numbers(items: list[tuple[str, str, int]], expected: list[str]) -> None:
    assert said(body(*(item(*i) for i in items), numbering=NUMS)) == expected


def test_number_of_a_style() -> None:
    listed = "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"
    styles = f"<w:style w:type='paragraph' w:styleId='h2'><w:name w:val='heading 2'/>{listed}</w:style>"
    levels = (lvl(0, "decimal", "%1."), lvl(1, "chineseCounting", "（%2）", "<w:pStyle w:val='h2'/>"))
    found = body(p("职责", "<w:pStyle w:val='h2'/>"), numbering=listing("0", *levels) + num("1", "0"), styles=styles)
    assert said(found) == ["（一）职责"]


def test_merged_cells(word: Callable[..., bytes]) -> None:
    document = docx.Document()
    table = document.add_table(3, 4)
    for r_, row in enumerate((("项目", "预算", "", "备注"), ("", "年初", "调整", ""), ("支出", "1", "2", "无"))):
        for c, text in enumerate(row):
            table.cell(r_, c).text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    found = read_docx(word(document), "报告.docx", Options())
    (block,) = found.blocks
    places = {found.text[c.span.start : c.span.end]: (c.row, c.col, c.rows, c.cols) for c in block.cells if c.span}
    assert places["项目"] == (0, 0, 2, 1)
    assert places["预算"] == (0, 1, 1, 2)
    assert places["备注"] == (0, 3, 1, 1)
    assert places["调整"] == (1, 2, 1, 1)
    assert sum(c.rows * c.cols for c in block.cells) == 12, "the cells cover the grid"


def test_lower_part_of_a_merged_cell_keeps_its_words() -> None:
    """Word hides them, other programs show them: text is not lost."""

    def tc(text: str, merge: str) -> str:
        return f"<w:tc><w:tcPr>{merge}</w:tcPr>{p(text)}</w:tc>"

    rows = f"<w:tr>{tc('甲', RESTART)}{tc('1', '')}</w:tr><w:tr>{tc('乙', '<w:vMerge/>')}{tc('2', '')}</w:tr>"
    (block,) = body(f"<w:tbl>{rows}</w:tbl>").blocks
    assert [(c.row, c.col, c.rows) for c in block.cells] == [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1)]


def test_pages_from_the_breaks_that_word_noted() -> None:
    noted = "<w:r><w:lastRenderedPageBreak/><w:t>第二页</w:t></w:r>"
    found = body(p("第一页"), p(noted), p(r("跨") + "<w:r><w:lastRenderedPageBreak/><w:t>页</w:t></w:r>"), p("第三页"))
    assert [b.page for b in found.blocks] == [1, 2, 2, 3]
    assert found.pages == 3
    assert body(p("无分页")).pages is None


def test_headers_are_furniture(word: Callable[..., bytes]) -> None:
    document = docx.Document()
    document.add_paragraph("正文")
    document.sections[0].header.paragraphs[0].text = "某市财政局"
    found = read_docx(word(document), "报告.docx", Options())
    assert said(found, BlockKind.FURNITURE) == ["某市财政局"]
    assert said(found, BlockKind.PARAGRAPH) == ["正文"]


# --- damaged and hostile packages ---------------------------------------------------------------------

LAUGHS = (
    '<!DOCTYPE w:document [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + f"]><w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>"
)
OUTSIDE = (
    f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:document {NAMESPACES}>'
    "<w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>"
)


@pytest.mark.parametrize(
    ("part", "says"),
    [
        (LAUGHS, "DTD|损坏"),
        (OUTSIDE, "DTD|损坏"),
        ("<w:document", "损坏"),
        ("", "损坏"),
        (f"<w:document {NAMESPACES}/>", "没有正文"),
    ],
)
def test_hostile_and_broken_xml(part: str, says: str) -> None:
    with pytest.raises(BrokenFile, match=says):
        read_docx(package("", extra={"word/document.xml": part}), "报告.docx", Options())


def test_zip_bomb() -> None:
    with pytest.raises(TooLarge, match=r"报告\.docx.*解压"):
        read_docx(package("", extra={"word/media/x": "0" * 3_000_000}), "报告.docx", Options(max_unpacked=1_000_000))


def test_too_many_cells() -> None:
    row = "<w:tr>" + f"<w:tc>{p('1')}</w:tc>" * 10 + "</w:tr>"
    with pytest.raises(TooLarge, match="单元格"):
        read_docx(package(f"<w:tbl>{row * 10}</w:tbl>"), "报告.docx", Options(max_cells=99))


def test_zip_under_a_password() -> None:
    data = bytearray(package(p("文字")))
    for at in (data.find(b"PK\x01\x02"), data.find(b"PK\x03\x04")):
        data[at + (8 if data[at + 2] == 1 else 6)] |= 1  # the flag in the directory, the flag before the part
    with pytest.raises(EncryptedFile, match="密码"):
        read_docx(bytes(data), "报告.docx", Options())


def test_parse_helper_matches_python_docx(word: Callable[..., bytes]) -> None:
    """The XML of these tests means to python-docx what it means here."""
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:p {W}><w:r><w:t>甲</w:t></w:r></w:p>"))
    assert said(read_docx(word(document), "报告.docx", Options())) == [document.paragraphs[0].text]
