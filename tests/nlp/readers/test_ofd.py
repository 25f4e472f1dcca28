"""OFD: places from Boundary, CTM and steps, rules from paths, templates, annotations, damaged and locked packages."""

import importlib.util
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import BrokenFile, EncryptedFile, TooLarge
from nlp.readers import ofdpage
from nlp.readers.ofd import read_ofd
from nlp.readers.options import Options
from nlp.types import BlockKind, Document

Ofd = Callable[..., bytes]
LONG = (
    "为进一步强化支出责任提高财政资金使用效益我局按照市财政局的有关要求对本年度部门整体支出开展了绩效自评形成如下报告"
    * 2
)
ACROSS = 37


def wrapped(text: str) -> list[str]:
    text = "　　" + text
    return [text[i : i + ACROSS] for i in range(0, len(text), ACROSS)]


def read(data: bytes, options: Options | None = None) -> Document:
    return read_ofd(data, "报告.ofd", options or Options())


def said(document: Document, kind: BlockKind | None = None) -> list[str]:
    return [document.text[b.span.start : b.span.end] for b in document.blocks if kind in (None, b.kind)]


def cells(document: Document) -> list[list[tuple[int, int, int, str]]]:
    """Of each table: row, column, rows covered, text."""
    tables = [b for b in document.blocks if b.kind is BlockKind.TABLE]
    return [[(c.row, c.col, c.rows, document.text[c.span.start : c.span.end]) for c in t.cells] for t in tables]


def test_a_report_of_two_pages(ofd: Ofd, ofd_page: Any) -> None:
    """Paragraph and table go on over the page end; headers and page numbers are furniture."""
    lines, xs = wrapped(LONG + "。"), (72, 172, 272, 372)
    first = ofd_page().lines(40, "某市财政局").lines(80, "　　一、概况", *lines[:2]).lines(800, "- 1 -")
    second = ofd_page().lines(40, "某市财政局").lines(80, *lines[2:], "　　二、支出").lines(800, "- 2 -")
    second.grid(xs, (200, 220, 240), [["指标", "目标", "完成"], ["产出", "5", "6"]])
    third = ofd_page().lines(40, "某市财政局").grid(xs, (80, 100, 120), [["", "7", "8"], ["效益", "9", "9"]])
    found = read(ofd([first, second, third.lines(160, "　　完。").lines(800, "- 3 -")]))
    assert said(found, BlockKind.PARAGRAPH) == ["一、概况", LONG + "。", "二、支出", "完。"]
    assert said(found, BlockKind.FURNITURE) == ["某市财政局", "- 1 -", "某市财政局", "- 2 -", "某市财政局", "- 3 -"]
    (table,) = cells(found)
    assert [c for c in table if c[3] == "产出"] == [(1, 0, 2, "产出")]
    assert [c[3] for c in table] == ["指标", "目标", "完成", "产出", "5", "6", "7", "8", "效益", "9", "9"]
    assert (found.pages, found.format, found.meta) == (3, "ofd", (("title", "自评报告"),))


def test_boxes_are_in_points(ofd: Ofd, ofd_page: Any) -> None:
    spec = ofd_page()
    spec.texts = [(100, 200, 12, "一、概况")]
    box = read(ofd([spec])).blocks[0].box
    assert box is not None
    assert (round(box.left), round(box.right), round(box.top), round(box.bottom)) == (100, 148, 189, 201)


@pytest.mark.parametrize(
    ("text", "count", "expected"),
    [
        ("g 3 5", 4, [5, 5, 5, 5]),  # the step repeated, the last one is not needed
        ("4 g 2 5 6", 5, [4, 5, 5, 6, 6]),
        ("1 2", 4, [1, 2, 2, 2]),  # too short: goes on
        ("1 2 3 4", 2, [1, 2]),
        ("", 2, [0, 0]),
        (None, 2, [0, 0]),
        ("g 999999999999 1", 3, [1, 1, 1]),  # no list of that length is made
        ("g -5 1 2", 2, [2, 2]),
        ("g", 2, [0, 0]),
        ("g nan 1", 1, [0]),
    ],
)
def test_steps(text: str | None, count: int, expected: list[float]) -> None:
    assert ofdpage.deltas(text, count) == expected


@given(st.text(alphabet="g 0123456789.-ena", max_size=60), st.integers(0, 50))
def test_there_is_a_step_for_every_character(text: str, count: int) -> None:
    assert len(ofdpage.deltas(text, count)) == count


def placed(boundary: str, code: str, text: str, **attributes: str) -> str:
    more = " ".join(f'{key}="{value}"' for key, value in ({"Size": "4"} | attributes).items())
    return f'<TextObject Boundary="{boundary}" Font="1" {more}><TextCode {code}>{text}</TextCode></TextObject>'


def composite(content: str) -> str:
    unit = f'<CompositeGraphicUnit ID="7"><Content>{content}</Content></CompositeGraphicUnit>'
    return f"<CompositeGraphicUnits>{unit}</CompositeGraphicUnits>"


@pytest.mark.parametrize(
    "raw",
    [
        placed("30 40 20 5", 'X="0" Y="4" DeltaX="4 4 4"', "一二三四"),
        placed("30 40 20 5", 'X="0" Y="4" DeltaX="g 3 4"', "一二三四"),
        placed("30 40 20 5", 'X="0" Y="4"', "一二三四"),  # no steps at all: the font's own
        placed("30 40 20 5", 'X="0" Y="8" DeltaX="g 3 8"', "一二三四", Size="8", CTM="0.5 0 0 0.5 0 0"),
        placed("0 0 210 297", 'X="10" Y="20" DeltaX="g 3 2"', "一二三四", Size="2", CTM="2 0 0 2 10 4"),
        "<PageBlock><PageBlock>" + placed("30 40 20 5", 'X="0" Y="4"', "一二三四") + "</PageBlock></PageBlock>",
        placed("30 40 20 5", 'X="0" Y="4"', "一二</TextCode><TextCode X='8' Y='4'>三四"),
        placed("30 40 20 5", 'X="0" Y="4" DeltaX="4 4 4"', "一二三四").replace(
            "<TextCode", '<CGTransform CodePosition="0" CodeCount="1"><Glyphs>9</Glyphs></CGTransform><TextCode'
        ),
        '<CompositeObject Boundary="20 30 50 50" ResourceID="7"/>',
    ],
    ids=["steps", "repeat", "no-steps", "ctm", "ctm-moves", "nested", "two-codes", "glyphs", "composite"],
)  # fmt: skip
def test_ways_to_place_a_line(ofd: Ofd, ofd_page: Any, raw: str) -> None:
    unit = placed("10 10 20 5", 'X="0" Y="4"', "一二三四")
    resources = composite(unit)
    found = read(ofd([ofd_page(raw=raw)], resources=resources))
    assert said(found) == ["一二三四"]
    box = found.blocks[0].box
    assert box is not None
    assert [round(v / ofdpage.POINTS, 1) for v in (box.left, box.top, box.right, box.bottom)] == [30, 40.5, 46, 44.5]


def test_words_down_the_page(ofd: Ofd, ofd_page: Any) -> None:
    """ReadDirection 90: upright characters one below the other, as in a label column."""
    raw = placed("30 40 5 20", 'X="0" Y="4" DeltaY="g 3 5"', "产出指标", ReadDirection="90")
    raw += placed("50 40 20 5", 'X="0" Y="4"', "完成")
    spec = ofd_page(raw=raw)
    spec.rules = [(70, 100, 200, 100), (70, 190, 200, 190)] + [(x, 100, x, 190) for x in (70, 120, 200)]
    (table,) = cells(read(ofd([spec])))
    assert [c[3] for c in table] == ["产\n出\n指\n标", "完成"]


def test_slanted_and_turned_words_are_no_text(ofd: Ofd, ofd_page: Any) -> None:
    raw = placed("30 150 150 50", 'X="0" Y="0"', "内部资料", Size="20", CTM="0.7 -0.7 0.7 0.7 0 0")
    found = read(ofd([ofd_page(raw=raw).lines(80, "　　一、概况", *wrapped(LONG + "。"))]))
    assert said(found, BlockKind.FURNITURE) == ["内部资料"]
    assert said(found, BlockKind.PARAGRAPH) == ["一、概况", LONG + "。"]


def test_templates(ofd: Ofd, ofd_page: Any) -> None:
    """What a template has at the page's edge is header or footer, even on a single page; its form's labels are text."""
    template = ofd_page().lines(40, "某市财政局").lines(810, "密级：公开")
    template.grid((72, 222, 372), (200, 220, 240), [["项目", "决算数"], ["", ""]])
    spec = ofd_page(head='<Template TemplateID="T0" ZOrder="Background"/>').lines(80, "　　一、概况")
    spec.texts += [(75, 235, 12, "基本支出"), (225, 235, 12, "1200")]
    found = read(ofd([spec], templates=[template]))
    assert [text.split() for text in said(found, BlockKind.FURNITURE)] == [["某市财政局", "密级：公开"]]
    assert said(found, BlockKind.PARAGRAPH) == ["一、概况"]
    assert [[c[3] for c in t] for t in cells(found)] == [["项目", "决算数", "基本支出", "1200"]]


def test_annotations_lie_on_the_page(ofd: Ofd, ofd_page: Any) -> None:
    words = placed("0 0 30 5", "", "已审核", CTM="1 0 0 1 0 4")
    note = f'<Annot Type="Stamp"><Appearance Boundary="40 60 50 50">{words}</Appearance></Annot>'
    listed = '<Annotations><Page PageID="0"><FileLoc>P0/A.xml</FileLoc></Page></Annotations>'
    parts = {"Doc_0/Annots/Annotations.xml": listed, "Doc_0/Annots/P0/A.xml": f"<PageAnnot>{note}</PageAnnot>"}
    document = "<Annotations>Annots/Annotations.xml</Annotations>"
    found = read(ofd([ofd_page().lines(80, "　　一、概况")], parts=parts, document=document))
    assert (said(found, BlockKind.FURNITURE), said(found, BlockKind.PARAGRAPH)) == (["已审核"], ["一、概况"])


@pytest.mark.parametrize(
    "data",
    [
        "M 0 0 L 60 0 M 0 10 L 60 10 M 0 20 L 60 20 M 0 0 L 0 20 M 30 0 L 30 20 M 60 0 L 60 20",
        "M 0 0 L 60 0 L 60 20 L 0 20 C M 0 10 L 60 10 M 30 0 L 30 20",  # a frame, closed, and two rules in it
        "S 0 0 L 60 0 L 60 20 L 0 20 L 0 0 M 0 10 B 20 10 40 10 60 10 M 30 0 Q 30 5 30 20",  # straight curves
        "M0 0L60 0M0 10L60 10M0 20L60 20M0 0A 5 5 0 0 0 0 20M30 0L30 20M60 0L60 20",
    ],
)
def test_paths_become_rules(ofd: Ofd, ofd_page: Any, data: str) -> None:
    raw = f'<PathObject Boundary="30 40 60 20"><AbbreviatedData>{data}</AbbreviatedData></PathObject>'
    for x, y, text in ((32, 41, "甲"), (62, 41, "乙"), (32, 51, "丙"), (62, 51, "丁")):
        raw += placed(f"{x} {y} 20 5", 'X="0" Y="4"', text)
    assert [[c[3] for c in t] for t in cells(read(ofd([ofd_page(raw=raw)])))] == [["甲", "乙", "丙", "丁"]]


def test_thin_fills_are_rules_and_hidden_paths_are_not(ofd: Ofd, ofd_page: Any) -> None:
    def bar(x: float, y: float, wide: float, high: float, more: str = 'Fill="true"') -> str:
        data = f"M 0 0 L {wide} 0 L {wide} {high} L 0 {high} C"
        return (
            f'<PathObject Boundary="{x} {y} {wide} {high}" Stroke="false" {more}><AbbreviatedData>{data}'
            "</AbbreviatedData></PathObject>"
        )

    raw = "".join(bar(30, y, 60, 0.2) for y in (40, 50)) + "".join(bar(x, 40, 0.2, 10) for x in (30, 60, 90))
    hidden = bar(30, 45, 60, 0.2, "") + bar(30, 47, 60, 0.2, 'Fill="true" Visible="false"')
    words = placed("32 41 20 5", 'X="0" Y="4"', "甲") + placed("62 41 20 5", 'X="0" Y="4"', "乙")
    assert [[c[3] for c in t] for t in cells(read(ofd([ofd_page(raw=raw + hidden + words)])))] == [["甲", "乙"]]


def test_a_page_of_its_own_size(ofd: Ofd, ofd_page: Any) -> None:
    """A landscape page among upright ones: its lines are measured by its own width."""
    wide = ofd_page(head="<Area><PhysicalBox>0 0 297 210</PhysicalBox></Area>").lines(80, "　　二、表")
    assert said(read(ofd([ofd_page().lines(80, "　　一、概况"), wide]))) == ["一、概况", "二、表"]


def test_several_documents_in_one_file(ofd: Ofd, ofd_page: Any) -> None:
    entry = "<DocBody><DocRoot>{}/Document.xml</DocRoot></DocBody>"
    content = ofd_page().lines(80, "　　二、问题").xml()
    parts = {
        "OFD.xml": f"<OFD>{entry.format('Doc_0')}{entry.format('/Doc_1')}</OFD>",
        "Doc_1/Document.xml": '<Document><Pages><Page ID="1" BaseLoc="/Doc_1/P.xml"/></Pages></Document>',
        "Doc_1/P.xml": content,
    }
    found = read(ofd([ofd_page().lines(80, "　　一、概况")], parts=parts))
    assert said(found) == ["一、概况", "二、问题"]
    assert [note.code for note in found.notes] == ["several-documents"]


@pytest.mark.parametrize("body", ["", "<Page", "<!DOCTYPE Page [<!ENTITY a 'aaaa'>]><Page>&a;</Page>"])
def test_a_damaged_page_is_noted(ofd: Ofd, ofd_page: Any, body: str) -> None:
    """Entities are refused, as they can unfold without end."""
    pages = [ofd_page().lines(80, "　　一、概况"), ofd_page()]
    found = read(ofd(pages, parts={"Doc_0/Pages/Page_1/Content.xml": body.encode()}))
    assert said(found) == ["一、概况"]
    assert [(note.code, note.page) for note in found.notes] == [("broken-page", 2)]


@pytest.mark.parametrize("part", ["OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml"])
def test_a_damaged_file_is_refused(ofd: Ofd, ofd_page: Any, part: str) -> None:
    with pytest.raises(BrokenFile, match=r"报告\.ofd.*请从原处"):
        read(ofd([ofd_page().lines(80, "文字")], parts={part: b"<a"}))


def test_a_file_without_pages_is_refused(ofd: Ofd) -> None:
    with pytest.raises(BrokenFile, match="没有一页"):
        read(ofd([]))


def test_missing_resources_lose_no_text(ofd: Ofd, ofd_page: Any) -> None:
    data = ofd([ofd_page().lines(80, "　　一、概况")], parts={"Doc_0/PublicRes.xml": b"<Res"})
    assert said(read(data)) == ["一、概况"]


def test_encrypted(ofd: Ofd, ofd_page: Any) -> None:
    with pytest.raises(EncryptedFile, match=r"报告\.ofd.*解密"):
        read(ofd([ofd_page().lines(80, "文字")], parts={"Encryptions.xml": "<Encryptions/>"}))


def test_limits(ofd: Ofd, ofd_page: Any) -> None:
    pages = [ofd_page().lines(80, "文字")] * 3
    with pytest.raises(TooLarge, match=r"报告\.ofd.*3 页"):
        read(ofd(pages), Options(max_pages=2))
    with pytest.raises(TooLarge, match=r"报告\.ofd.*解压"):
        read(ofd(pages), Options(max_unpacked=1000))


def test_units_that_hold_each_other_end(ofd: Ofd, ofd_page: Any) -> None:
    """Ten of each inside each other would be a hundred million objects."""
    inside = '<CompositeObject Boundary="0 0 9 9" ResourceID="7"/>' * 10
    resources = composite(inside)
    with pytest.raises(TooLarge, match="图元"):
        read(ofd([ofd_page(raw=inside)], resources=resources))


def test_progress(ofd: Ofd, ofd_page: Any) -> None:
    seen: list[tuple[int, int]] = []
    read(ofd([ofd_page().lines(80, "文字")] * 2), Options(on_page=lambda done, total: seen.append((done, total))))
    assert seen == [(1, 2), (2, 2)]


def test_a_scan_needs_ocr(ofd: Ofd, ofd_page: Any) -> None:
    """A page that is one picture says how to read it when OCR is off."""
    found = read(ofd([ofd_page(raw='<ImageObject Boundary="0 0 210 297" ResourceID="3"/>')]), Options(ocr="off"))
    assert (found.text, [(n.code, n.page) for n in found.notes]) == ("", [("no-text-on-page", 1)])
    assert "ocr" in found.notes[0].message


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("rapidocr") is None, reason="rapidocr (extra ocr) is not installed")
def test_a_scan_inside_an_ofd(ofd: Ofd, ofd_page: Any, pdf: Any, page: Any, draw: Any, pictures: Any) -> None:
    scan = pictures([draw(pdf([page().lines(120, "　　一、基本情况", "　　本年度共完成项目二十五个。")]), 150)], "PNG")
    raw = '<ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="3"/>'
    media = '<MultiMedias><MultiMedia ID="3" Type="Image"><MediaFile>a.png</MediaFile></MultiMedia></MultiMedias>'
    found = read(ofd([ofd_page(raw=raw)], resources=media, parts={"Doc_0/Res/a.png": scan}))
    assert said(found) == ["一、基本情况", "本年度共完成项目二十五个。"]
    box = found.blocks[0].box
    assert box is not None
    assert abs(box.left - 96) < 6
    assert [note.code for note in found.notes] == ["ocr"]
