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
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData"'
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


def test_a_footnote_that_refers_to_itself_is_said_once() -> None:
    mark = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    notes = f"<w:footnotes {NAMESPACES}><w:footnote w:id='2'>{p(r('脚注') + mark)}</w:footnote></w:footnotes>"
    data = package(p(r("正文") + mark) + p(r("又见") + mark), extra={"word/footnotes.xml": notes})
    assert said(read_docx(data, "报告.docx", Options())) == ["正文", "脚注", "又见"]


def run(inner: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{inner}</w:r>"


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def tc(*inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(inner) or p('')}</w:tc>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def mathed(inner: str) -> str:
    return p(f"<m:oMathPara><m:oMath>{inner}</m:oMath></m:oMathPara>")


def m(text: str) -> str:
    return f"<m:r><w:rPr/><m:t>{text}</m:t></m:r>"


EMPTY = "<w:showingPlcHdr/>"
GRADES = "<w:listEntry w:val='优'/><w:listEntry w:val='良'/>"
RATIO = f"<m:f><m:num>{m('实际值')}</m:num><m:den>{m('目标值+1')}</m:den></m:f>"
GONE = "<w:rPr><w:del w:id='1'/></w:rPr>"
WINGDINGS = "<w:rFonts w:ascii='Wingdings 2' w:hAnsi='Wingdings 2'/>"


def form_field(data: str) -> str:
    return f"<w:r><w:fldChar w:fldCharType='begin'><w:ffData>{data}</w:ffData></w:fldChar></w:r>"


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        # a paragraph whose end is deleted goes on in the next; nothing follows; a table follows
        (p(r("全年"), GONE) + p("10项"), ["全年10项"]),
        (p("全年", GONE), ["全年"]),
        (p("全年", GONE) + tbl(tc(p("甲")) + tc(p("1"))), ["全年", "甲\t1"]),
        (p("<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>", GONE) + p("新"), ["新"]),
        # a deleted row, a deleted cell, a paragraph moved away
        (tbl(tc(p("甲")) + tc(p("1")), "<w:trPr><w:del w:id='1'/></w:trPr>" + tc(p("乙")) + tc(p("2"))), ["甲\t1"]),
        (tbl(tc(p("甲")) + tc(p("旧"), properties="<w:cellDel w:id='1'/>") + tc(p("1"))), ["甲\t\t1"]),
        ("<w:moveFrom>" + p("旧处") + "</w:moveFrom>" + p("新处"), ["新处"]),
        # the prompts of empty content controls are no text; what was written into one is
        (control(p("单击此处输入文字。"), EMPTY) + p("正文"), ["正文"]),
        (p(r("姓名：") + control(run("<w:t>请输入</w:t>", "<w:rStyle w:val='a3'/>"), EMPTY)), ["姓名："]),
        (p(control(r("张三"), EMPTY)), ["张三"]),
        (tbl(control(tc(p("点击输入")), EMPTY) + tc(p("1")) + control(tc(p("2")))), ["1\t2"]),
        (f"<w:tbl>{control('<w:tr>' + tc(p('甲')) + tc(p('1')) + '</w:tr>')}</w:tbl>", ["甲\t1"]),
        # check marks: signs of symbol fonts, the boxes of old forms, content controls
        (p("<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>" + r("是")), ["☑是"]),
        (p("<w:r><w:sym w:font='Wingdings 2' w:char='00A3'/></w:r>" + r("否")), ["□否"]),
        (p("<w:r><w:sym w:font='Symbol' w:char='F0B3'/></w:r>" + r("95%")), ["≥95%"]),
        (p("<w:r><w:sym w:font='别的字体' w:char='F0B3'/></w:r>" + r("95%")), ["95%"]),
        (p(run("<w:t>R</w:t>", WINGDINGS) + r("是")), ["☑是"]),
        (p(form_field("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>") + r("是")), ["☑是"]),
        (p(form_field("<w:checkBox><w:default w:val='0'/></w:checkBox>") + r("否")), ["□否"]),
        (p(form_field(f"<w:ddList><w:result w:val='1'/>{GRADES}</w:ddList>")), ["良"]),
        (p(control(r("☑"), "<w:checkbox/>") + r("是")), ["☑是"]),
        # hidden text, the hidden end of a paragraph
        (p(run("<w:t>隐藏</w:t>", "<w:vanish/>") + run("<w:t>可见</w:t>", "<w:vanish w:val='0'/>")), ["可见"]),
        (p("一、概况", "<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + p("我局…"), ["一、概况我局…"]),
        # equations
        (mathed(m("得分=") + RATIO + m("×10")), ["得分=实际值/(目标值+1)×10"]),
        (p(f"<m:oMath><m:sSup><m:e>{m('x')}</m:e><m:sup>{m('2')}</m:sup></m:sSup></m:oMath>"), ["x^2"]),
        (mathed(f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:e>{m('x')}</m:e></m:nary>"), ["∑x"]),
        (mathed(f"<m:d><m:e>{m('a')}</m:e></m:d><m:rad><m:deg/><m:e>{m('b')}</m:e></m:rad>"), ["(a)√b"]),
        # ruby, hyphens, comments, captions numbered by a field
        (p(f"<w:r><w:ruby><w:rt>{r('yin')}</w:rt><w:rubyBase>{r('音')}</w:rubyBase></w:ruby></w:r>"), ["音"]),
        (p("<w:r><w:t>甲</w:t><w:softHyphen/><w:t>乙</w:t><w:noBreakHyphen/><w:t>丙</w:t></w:r>"), ["甲乙-丙"]),
        (p(r("正文") + "<w:r><w:commentReference w:id='1'/></w:r>"), ["正文"]),
        (p(r("表") + f"<w:fldSimple w:instr='SEQ 表'>{r('1')}</w:fldSimple>" + r(" 收入情况")), ["表1 收入情况"]),
        # what other programs add
        (p("正文") + "<wpsCustomData:x><wpsCustomData:y/></wpsCustomData:x><!-- 注 --><?pi x?>", ["正文"]),
        # a table inside a cell; cells numbered automatically are seen where they hold nothing else
        (tbl(tc(p("外")) + tc(tbl(tc(p("甲")) + tc(p("1"))), p(""))), ["外\t甲\t1"]),
        # cells merged with their left neighbour
        (tbl(tc(p("甲")) + tc(properties="<w:hMerge/>") + tc(p("1"))), ["甲\t1"]),
    ],
)  # fmt: skip
def test_what_is_shown(xml: str, expected: list[str]) -> None:
    assert said(body(xml)) == expected


def test_horizontally_merged_cells_cover_their_places() -> None:
    row = tc(p("甲"), properties="<w:hMerge w:val='restart'/>") + tc(properties="<w:hMerge/>") + tc(p("1"))
    (block,) = body(tbl(row)).blocks
    assert [(c.col, c.cols) for c in block.cells] == [(0, 2), (2, 1)]


def picture(side: int) -> str:
    drawing = f"<wp:inline><wp:extent cx='{side}' cy='{side}'/><a:blip/></wp:inline>"
    return p(f"<w:r><w:drawing>{drawing}</w:drawing></w:r>")


PROSE = p("我局按照要求对本年度部门整体支出开展了绩效自评，现将有关情况报告如下。")


@pytest.mark.parametrize(
    ("xml", "codes"),
    [
        (picture(9_000_000) * 3, ["images-only"]),
        (PROSE + picture(9_000_000), ["picture-not-read"]),
        (PROSE + picture(300_000), []),  # a logo
        (PROSE + picture(int("9" * 4000)), []),  # no size at all
        (PROSE + p("<w:r><w:object><o:OLEObject ProgID='Excel.Sheet.12'/></w:object></w:r>"), ["embedded-object"]),
        (PROSE + "<w:altChunk/>", ["embedded-part"]),
        (PROSE, []),
    ],
)
def test_what_is_not_read_is_noted(xml: str, codes: list[str]) -> None:
    assert [note.code for note in body(xml).notes] == codes


def test_the_words_of_a_diagram_are_text() -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    shapes = f"<x {NAMESPACES}><a:p><a:r><a:t>预算</a:t></a:r></a:p><a:p/></x>"
    links = relations(f"{office}/diagramData", "data1.xml")
    data = package(PROSE, extra={"word/data1.xml": shapes, "word/_rels/document.xml.rels": links})
    assert said(read_docx(data, "报告.docx", Options()))[1:] == ["预算"]


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


def test_empty_paragraphs_are_counted_and_not_shown() -> None:
    """Word shows the number of an empty line; one whose end is hidden is no line."""
    hidden = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr><w:rPr><w:vanish/></w:rPr>"
    found = body(item("甲", "1"), item("", "1"), p("<w:r/>", hidden), item("乙", "1"), numbering=NUMS)
    assert said(found) == ["一、甲", "三、乙"]


def test_a_column_of_automatic_numbers() -> None:
    rows = [tc(item("", "3")) + tc(p(name)) for name in ("甲", "乙")]
    assert said(body(tbl(*rows), numbering=NUMS)) == ["①\t甲\n②\t乙"]


def test_absurd_numbers_stay_short() -> None:
    """A start of a billion is no reason for a label of a million letters."""
    levels = (
        lvl(0, form, "%1").replace("'1'", "'999999999'") for form in ("lowerRoman", "lowerLetter", "chineseCounting")
    )
    lists = "".join(listing(str(i), level) + num(str(i), str(i)) for i, level in enumerate(levels, 1))
    assert all(len(line) < 20 for line in said(body(*(item("甲", str(i)) for i in (1, 2, 3)), numbering=lists)))


def test_tables_in_tables_without_end() -> None:
    """The parser stops at 256 levels: refused by name, never a crash."""
    nested = p("甲")
    for _ in range(1000):
        nested = f"<w:tbl><w:tr><w:tc>{nested}</w:tc><w:tc>{p('乙')}</w:tc></w:tr></w:tbl>"
    with pytest.raises(BrokenFile, match=r"报告\.docx"):
        body(nested)


def test_tables_in_tables_as_deep_as_the_parser_goes() -> None:
    nested = p("甲")
    for _ in range(60):
        nested = f"<w:tbl><w:tr><w:tc>{nested}</w:tc><w:tc>{p('乙')}</w:tc></w:tr></w:tbl>"
    assert "甲" in body(nested).text


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
