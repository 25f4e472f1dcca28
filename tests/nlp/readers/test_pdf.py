"""PDF: reading order, paragraphs and tables over page ends, headers and footers, rotation, pages without text."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import TooLarge
from nlp.readers import lattice
from nlp.readers.options import Options
from nlp.readers.page import Rule
from nlp.readers.pdf import read_pdf
from nlp.types import BlockKind, Document

Pdf = Callable[..., bytes]
ACROSS = 37
LONG = (
    "为进一步强化支出责任提高财政资金使用效益我局按照市财政局的有关要求对本年度部门整体支出开展了绩效自评形成如下报告全部项目均已完成"
    * 2
)


def wrapped(text: str) -> list[str]:
    text = "　　" + text
    return [text[i : i + ACROSS] for i in range(0, len(text), ACROSS)]


def read(data: bytes) -> Document:
    return read_pdf(data, "报告.pdf", Options())


def said(document: Document, kind: BlockKind | None = None) -> list[str]:
    return [document.text[b.span.start : b.span.end] for b in document.blocks if kind in (None, b.kind)]


def filled(document: Document) -> list[list[list[str]]]:
    tables = []
    for block in document.blocks:
        if block.kind is BlockKind.TABLE:
            places = {
                (c.row + r, c.col + k): document.text[c.span.start : c.span.end]
                for c in block.cells
                for r in range(c.rows)
                for k in range(c.cols)
            }
            rows = sorted({r for r, _ in places})
            tables.append([[places[r, k] for k in sorted(k for q, k in places if q == r)] for r in rows])
    return tables


def test_lines_become_paragraphs(pdf: Pdf, page: Any) -> None:
    lines = ["　　一、部门概况", *wrapped(LONG + "。"), "　　（一）主要职责", *wrapped(LONG + "完毕。")]
    found = read(pdf([page().lines(80, *lines)]))
    assert said(found) == ["一、部门概况", LONG + "。", "（一）主要职责", LONG + "完毕。"]


def test_paragraph_goes_on_after_a_page_end(pdf: Pdf, page: Any) -> None:
    """Header and footer stand after the paragraph that runs through them; blocks know where they begin."""
    lines = wrapped(LONG + "。")
    first = page().lines(40, "某市财政局").lines(80, "　　一、概况", *lines[:2]).lines(800, "- 1 -")
    second = page().lines(40, "某市财政局").lines(80, *lines[2:], "　　二、问题").lines(800, "- 2 -")
    found = read(pdf([first, second]))
    assert said(found) == ["一、概况", LONG + "。", "某市财政局", "- 1 -", "二、问题", "某市财政局", "- 2 -"]
    assert [b.kind is BlockKind.FURNITURE for b in found.blocks] == [False, False, True, True, False, True, True]
    assert [b.page for b in found.blocks] == [1, 1, 1, 1, 2, 2, 2]
    assert found.pages == 2


def test_left_and_right_pages_have_headers_of_their_own(pdf: Pdf, page: Any) -> None:
    """The first page has none; a rule stands below the others."""
    lines, pages = wrapped(LONG * 4 + "。"), []
    for n in range(5):
        spec = page().lines(80, *lines[3 * n : 3 * n + 3]).lines(805, str(n + 1))
        if n:
            spec.lines(40, "某市财政局" if n % 2 else "2023年度绩效自评报告")
            spec.rules = [(72, 46, 520, 46)]
        pages.append(spec)
    found = read(pdf(pages))
    assert said(found, BlockKind.PARAGRAPH) == ["".join(lines[:15]).strip()]
    assert said(found, BlockKind.FURNITURE)[1:5] == ["某市财政局", "2", "2023年度绩效自评报告", "3"]


def test_footnotes_do_not_part_a_paragraph(pdf: Pdf, page: Any) -> None:
    lines = wrapped(LONG * 2 + "。")
    first = page().lines(80, *lines[:4]).lines(805, "- 1 -")
    first.texts += [
        (72, 740, 9, "① 数据来源为部门决算报表，"),
        (72, 752, 9, "下同。"),
        (72, 764, 9, "② 不含上年结转。"),
    ]
    found = read(pdf([first, page().lines(80, *lines[4:]).lines(805, "- 2 -")]))
    assert said(found, BlockKind.PARAGRAPH) == [
        LONG * 2 + "。",
        "① 数据来源为部门决算报表，下同。",
        "② 不含上年结转。",
    ]
    assert [b.page for b in found.blocks] == [1, 1, 1, 1, 2]


def test_small_letters_below_a_table_stay_there(pdf: Pdf, page: Any) -> None:
    spec = page().lines(80, "　　前文在此。", "　　又一段。", "　　再一段。").grid(XS, (140, 160, 180, 200), ROWS)
    spec.texts.append((72, 220, 9, "注：本表数据来自决算。"))
    found = read(pdf([spec.lines(260, "　　后文在此。")]))
    assert said(found)[-2:] == ["注：本表数据来自决算。", "后文在此。"]


def test_a_title_over_two_lines(pdf: Pdf, page: Any) -> None:
    """Larger than the text and centred: its second line is indented and belongs to it nevertheless."""
    spec = page().lines(160, "　　一、概况", *wrapped(LONG + "。"))
    spec.texts += [(77, 80, 22, "某某市市场监督管理局二〇二四年度部门整体"), (200, 110, 22, "支出绩效自评报告")]
    assert said(read(pdf([spec])))[:2] == ["某某市市场监督管理局二〇二四年度部门整体支出绩效自评报告", "一、概况"]


@pytest.mark.parametrize("leader", ["…………………………", ""])
def test_contents_page(pdf: Pdf, page: Any, leader: str) -> None:
    """With dots or with mere space before the page numbers, which then line up like a column."""
    titles = ["一、部门概况", "（一）主要职责", "二、存在的问题"]
    spec = page().lines(80, "目　录", *(title + leader for title in titles))
    spec.texts += [(480, 100 + 20 * i, 12, str(i + 3)) for i in range(3)]
    found = read(pdf([spec, page().lines(80, "　　一、部门概况", *wrapped(LONG + "。"), "　　二、存在的问题")]))
    assert [said(found, BlockKind.FURNITURE)[i][:3] for i in range(4)] == ["目　录", "一、部", "（一）", "二、存"]
    assert said(found, BlockKind.PARAGRAPH) == ["一、部门概况", LONG + "。", "二、存在的问题"]


XS, ROWS = (72, 172, 272, 372), [["项目", "预算数", "决算数"], ["基本支出", "100.5", "90"], ["项目支出", "200", "180"]]


def test_ruled_table(pdf: Pdf, page: Any) -> None:
    spec = (
        page().lines(80, "表1 支出情况表", "单位：万元").grid(XS, (120, 140, 160, 180), ROWS).lines(220, "　　后文。")
    )
    found = read(pdf([spec]))
    assert filled(found) == [ROWS]
    assert said(found, BlockKind.CAPTION) == ["表1 支出情况表", "单位：万元"]
    (box,) = [b.box for b in found.blocks if b.kind is BlockKind.TABLE]
    assert box is not None
    assert (round(box.left), round(box.top), round(box.right), round(box.bottom)) == (72, 120, 372, 180)


def test_merged_cells(pdf: Pdf, page: Any) -> None:
    """No rule between two places of the grid: one cell."""
    spec = page()
    spec.rules = [(72, 120, 372, 120), (172, 140, 372, 140), (72, 160, 372, 160), (72, 180, 372, 180)]
    spec.rules += [(72, 120, 72, 180), (172, 120, 172, 180), (272, 140, 272, 180), (372, 120, 372, 180)]
    spec.texts = [(75, 145, 12, "项目"), (200, 135, 12, "金额"), (175, 155, 12, "预算"), (275, 155, 12, "决算")]
    spec.texts += [(75, 175, 12, "支出"), (175, 175, 12, "1"), (275, 175, 12, "2")]
    assert filled(read(pdf([spec]))) == [[["项目", "金额", "金额"], ["项目", "预算", "决算"], ["支出", "1", "2"]]]


def test_table_over_a_page_end(pdf: Pdf, page: Any) -> None:
    """One table; a label that reached the page's end goes on where the next page leaves it out."""
    first = page().lines(80, "　　前文。").grid(XS, (120, 140, 160), [["指标", "目标", "完成"], ["产出", "5", "6"]])
    second = page().grid(XS, (60, 80, 100), [["", "7", "8"], ["效益", "9", "9"]]).lines(140, "　　后文。")
    found = read(pdf([first.lines(800, "- 1 -"), second.lines(800, "- 2 -")]))
    assert filled(found) == [[["指标", "目标", "完成"], ["产出", "5", "6"], ["产出", "7", "8"], ["效益", "9", "9"]]]


def test_labels_drawn_to_the_page_end(pdf: Pdf, page: Any) -> None:
    """A browser moves a row that has no room, and draws its label down to the page's end: the gap is no row."""
    xs, first, second = (72, 172, 272, 372), page().lines(80, "　　前文。"), page()
    first.rules = [(72, 120, 372, 120), (72, 140, 372, 140), (172, 160, 372, 160), (172, 120, 172, 160)]
    first.rules += [(72, 120, 72, 760), (172, 160, 172, 760), (372, 120, 372, 760), (272, 120, 272, 160)]
    printed = (("指标", "目标", "完成"), ("产出", "5", "6"))
    first.texts += [(xs[c] + 3, 135 + 20 * r, 12, text) for r, row in enumerate(printed) for c, text in enumerate(row)]
    second.rules = [(72, 60, 372, 60), (172, 80, 372, 80), (72, 100, 372, 100), (72, 60, 72, 100), (372, 60, 372, 100)]
    second.rules += [(172, 60, 172, 100), (272, 60, 272, 100)]
    second.texts = [(175, 75, 12, "7"), (275, 75, 12, "8"), (175, 95, 12, "9"), (275, 95, 12, "10")]
    rows = [["指标", "目标", "完成"], ["产出", "5", "6"], ["产出", "7", "8"], ["产出", "9", "10"]]
    assert filled(read(pdf([first, second]))) == [rows]


def test_columns_that_nearly_agree_with_another_tables(pdf: Pdf, page: Any) -> None:
    """The right side of the upper table is a double rule; three times the lower one's stands three points beside it."""
    spec = page().grid((72, 172, 274.9), (120, 140, 160), [["项目", "金额"], ["甲", "1"]])
    spec.rules.append((275.9, 120, 275.9, 160))
    for x in (272, 272, 272):
        spec.rules.append((x, 300, x, 340))
    spec.grid((72, 172, 272), (300, 320, 340), [["事项", "次数"], ["乙", "2"]])
    assert filled(read(pdf([spec]))) == [[["项目", "金额"], ["甲", "1"]], [["事项", "次数"], ["乙", "2"]]]


def test_other_columns_are_another_table(pdf: Pdf, page: Any) -> None:
    first = page().grid(XS, (120, 140, 160), [["指标", "目标", "完成"], ["产出", "5", "6"]])
    second = page().grid((72, 222, 372), (60, 80, 100), [["项目", "金额"], ["甲", "1"]])
    assert len(filled(read(pdf([first, second])))) == 2


def test_table_without_rules(pdf: Pdf, page: Any) -> None:
    spec = page().lines(80, "　　前文。")
    for r, row in enumerate(ROWS):
        spec.texts += [(XS[c], 120 + 20 * r, 12, text) for c, text in enumerate(row)]
    assert filled(read(pdf([spec.lines(200, "　　后文。")]))) == [ROWS]


def halves(place: float, *texts: str) -> list[tuple[float, float, float, str]]:
    """Two columns of 17 characters with a gutter of two, the right one a little lower."""
    return [
        (x, place + 20 * i + x / 50, 12, text[k * 17 : k * 17 + 17])
        for i, text in enumerate(texts)
        for k, x in enumerate((72.0, 300.0))
    ]


def test_two_columns_are_noted(pdf: Pdf, page: Any) -> None:
    set_in_two = page(halves(120, *[LONG[:34]] * 20)).lines(80, "部门整体支出绩效自评报告")
    found = read(pdf([page().lines(80, *wrapped(LONG + "。")), set_in_two]))
    (note,) = found.notes
    assert note.code == "two-columns"
    assert "第 2 页" in note.message


@pytest.mark.parametrize(
    "texts",
    [
        halves(80, *[LONG[:34]] * 4),  # too little to tell
        [(72, 80 + 20 * i, 12, LONG[: 8 + i % 7]) for i in range(20)]  # a table without rules: its cells end anywhere
        + [(300, 80 + 20 * i, 12, LONG[: 8 + i % 7]) for i in range(20)],
        [(72, 80 + 20 * i, 12, LONG[:37]) for i in range(20)],
    ],
)
def test_what_is_not_in_two_columns(pdf: Pdf, page: Any, texts: Any) -> None:
    assert read(pdf([page(texts)])).notes == ()


def test_frame_is_no_table(pdf: Pdf, page: Any) -> None:
    spec = page().lines(100, "　　框内文字。")
    spec.rules = [(60, 70, 520, 70), (60, 70, 60, 300), (520, 70, 520, 300), (60, 300, 520, 300)]
    assert said(read(pdf([spec])), BlockKind.PARAGRAPH) == ["框内文字。"]


def test_page_without_text(pdf: Pdf, page: Any) -> None:
    found = read(pdf([page().lines(80, "　　一、概况"), page()]))
    assert [(n.code, n.page) for n in found.notes] == [("no-text-on-page", 2)]
    empty = read(pdf([page(), page()]))
    assert (empty.text, empty.blocks, [n.page for n in empty.notes]) == ("", (), [1, 2])


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("says_so", [True, False])
def test_turned_pages(pdf: Pdf, page: Any, turn: int, says_so: bool) -> None:
    """Landscape pages: turned by the page's own entry, or printed sideways without one."""
    spec = page(rotate=turn if says_so else 0, turned=turn)
    spec.texts = [(80, 80, 12, "一、概况"), (80, 100, 12, "二、问题")]
    found = read(pdf([spec]))
    assert said(found) == ["一、概况", "二、问题"]
    box = found.blocks[0].box
    assert box is not None
    assert (round(box.left), round(box.bottom) // 10) == (80, 8)


def test_watermark_is_furniture(pdf: Pdf, page: Any) -> None:
    spec = page().lines(80, "　　一、概况", *wrapped(LONG + "。"))
    spec.slanted = [(200, 400, 40, "内部资料")]
    found = read(pdf([spec]))
    assert said(found, BlockKind.FURNITURE) == ["内部资料"]
    assert said(found, BlockKind.PARAGRAPH) == ["一、概况", LONG + "。"]


def test_bold_by_printing_twice_is_read_once(pdf: Pdf, page: Any) -> None:
    spec = page()
    spec.texts = [(72, 80, 12, "一、概况"), (72.3, 80, 12, "一、概况")]
    assert said(read(pdf([spec]))) == ["一、概况"]


def test_latin_words_keep_their_spaces(pdf: Pdf, page: Any) -> None:
    found = read(pdf([page().lines(80, "GB/T 26940 standard text of 2024年度")]))
    assert said(found) == ["GB/T 26940 standard text of 2024年度"]


def test_too_many_pages(pdf: Pdf, page: Any) -> None:
    with pytest.raises(TooLarge, match=r"报告\.pdf.*3 页"):
        read_pdf(pdf([page()] * 3), "报告.pdf", Options(max_pages=2))


@given(
    st.integers(1, 5),
    st.integers(1, 5),
    st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4))),
    st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4))),
)
def test_cells_tile_every_grid(
    rows: int, cols: int, no_right: set[tuple[int, int]], no_below: set[tuple[int, int]]
) -> None:
    """Whatever rules are missing inside a frame, the cells cover each place of the grid exactly once."""
    xs, ys = [50.0 * i for i in range(cols + 1)], [20.0 * i for i in range(rows + 1)]
    rules = [Rule(True, y, xs[0], xs[-1]) for y in (ys[0], ys[-1])] + [
        Rule(False, x, ys[0], ys[-1]) for x in (xs[0], xs[-1])
    ]
    rules += [
        Rule(False, xs[c + 1], ys[r], ys[r + 1]) for r in range(rows) for c in range(cols) if (r, c) not in no_right
    ]
    rules += [
        Rule(True, ys[r + 1], xs[c], xs[c + 1]) for r in range(rows) for c in range(cols) if (r, c) not in no_below
    ]
    for table in lattice.find(rules):
        places = [(c.row + i, c.col + j) for c in table.cells for i in range(c.rows) for j in range(c.cols)]
        assert len(places) == len(set(places)) == (len(table.ys) - 1) * (len(table.xs) - 1)
