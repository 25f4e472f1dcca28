"""Tables of PDFs over page ends: every row that was put in comes out once, whoever printed it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nlp.readers.options import Options
from nlp.readers.pdf import read_pdf
from nlp.types import BlockKind
from tests.nlp.readers import indicator_files as files

Pdf = Callable[..., bytes]


def stands(data: bytes, made: list[files.Row]) -> None:
    """One table, its header once, each row exactly once and filled."""
    document = read_pdf(data, "附件.pdf", Options())
    found = files.tables(document)
    expected = [list(files.HEADER), *(row.filled for row in made)]
    assert files.conserved(expected, [row for table in found for row in table]) == (len(expected), [])
    assert len(found) == 1
    assert found[0] == expected, "in order"


@pytest.mark.slow
@pytest.mark.parametrize("repeat", [True, False], ids=["header on each page", "header once"])
@pytest.mark.parametrize("split", [True, False], ids=["rows cut", "rows whole"])
def test_printed_by_a_word_processor(repeat: bool, split: bool, tmp_path: Path) -> None:
    if not files.installed("soffice"):
        pytest.skip("LibreOffice (soffice) is not installed")
    made = files.rows()
    stands(files.by_soffice(made, tmp_path, repeat, split), made)


@pytest.mark.slow
@pytest.mark.parametrize("repeat", [True, False], ids=["header on each page", "header once"])
@pytest.mark.parametrize("split", [True, False], ids=["rows cut", "rows whole"])
def test_printed_by_a_browser(repeat: bool, split: bool, tmp_path: Path) -> None:
    if not files.installed("chromium"):
        pytest.skip("chromium is not installed")
    made = files.rows()
    stands(files.by_chromium(made, tmp_path, repeat, split), made)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("closed", [True, False], ids=["closed at page ends", "open where a row goes on"])
def test_printed_by_hand(closed: bool, seed: int, pdf: Pdf, page: Any) -> None:
    made = files.rows(seed=seed)
    stands(files.by_hand(made, page, pdf, closed), made)


XS = (72, 172, 272, 372)


def read_tables(data: bytes) -> list[list[list[str]]]:
    return files.tables(read_pdf(data, "报告.pdf", Options()))


def test_a_repeated_header_of_two_rows(pdf: Pdf, page: Any) -> None:
    """预算 and 决算 stand under 金额, which covers both; the next page repeats the two rows."""

    def part(*rows: list[str]) -> Any:
        spec = page()
        ys = [80 + 20 * i for i in range(len(rows) + 3)]
        spec.rules = [(72, 80, 372, 80), (172, 100, 372, 100), *((72, y, 372, y) for y in ys[2:])]
        spec.rules += [(x, 80, x, ys[-1]) for x in (72, 172, 372)] + [(272, 100, 272, ys[-1])]
        spec.texts = [(75, 105, 12, "项目"), (200, 95, 12, "金额"), (175, 115, 12, "预算"), (275, 115, 12, "决算")]
        spec.texts += [(XS[c] + 3, ys[r + 2] + 15, 12, t) for r, row in enumerate(rows) for c, t in enumerate(row)]
        return spec

    found = read_tables(pdf([part(["甲", "1", "2"]), part(["乙", "3", "4"])]))
    assert found == [[["项目", "金额", "金额"], ["项目", "预算", "决算"], ["甲", "1", "2"], ["乙", "3", "4"]]]


@pytest.mark.parametrize(
    ("last", "first", "rows"),
    [
        pytest.param(["项目验收", "完成率达到", "5"], ["", "百分之百。", ""], 1, id="the row goes on"),
        pytest.param(["项目验收", "已完成。", "5"], ["项目审计", "已完成。", "5"], 2, id="two whole rows"),
        pytest.param(["项目验收", "已完成", "5"], ["项目审计", "已完成", ""], 2, id="a value is missing"),
        pytest.param(["", "", ""], ["项目审计", "已完成", "4"], 2, id="a blank row stays"),
        pytest.param(["项目验收", "已完成", "5"], ["", "", ""], 1, id="no more than blank height goes on"),
    ],
)
def test_row_at_a_page_end(last: list[str], first: list[str], rows: int, pdf: Pdf, page: Any) -> None:
    """The grid is closed on both sides of the page end: what the cells say decides."""
    above = page().grid(XS, (60, 80, 100, 120), [["指标", "情况", "分值"], ["项目招标", "已完成。", "5"], last])
    below = page().grid(XS, (60, 80, 100), [first, ["项目公示", "已公示。", "3"]])
    (found,) = read_tables(pdf([above, below]))
    assert len(found) == 3 + rows
    assert found[-1] == ["项目公示", "已公示。", "3"]
    if rows == 1:
        assert found[2] == [a + b for a, b in zip(last, first, strict=True)]


def test_text_that_overflows_the_last_row(pdf: Pdf, page: Any) -> None:
    """A page end leaves a row no height for its first line: the line hangs out of the table."""
    above = page().grid(XS, (60, 80, 100, 104), [["指标", "情况", "分值"], ["项目招标", "已完成。", "5"]])
    above.texts += [(75, 112, 12, "项目验收"), (175, 112, 12, "完成率达到"), (275, 112, 12, "5")]
    below = page().grid(XS, (60, 80, 100), [["", "百分之百。", ""], ["项目公示", "已公示。", "3"]])
    assert read_tables(pdf([above, below])) == [
        [
            ["指标", "情况", "分值"],
            ["项目招标", "已完成。", "5"],
            ["项目验收", "完成率达到百分之百。", "5"],
            ["项目公示", "已公示。", "3"],
        ]
    ]


def test_a_part_whose_rows_are_all_merged_over_a_column(pdf: Pdf, page: Any) -> None:
    above = page().grid(XS, (60, 80, 100), [["项目", "预算", "决算"], ["甲", "1", "2"]])
    below = page().grid((72, 172, 372), (60, 80), [["说明", "按期完成"]])
    assert read_tables(pdf([above, below])) == [
        [["项目", "预算", "决算"], ["甲", "1", "2"], ["说明", "按期完成", "按期完成"]]
    ]


def test_title_and_unit_stand_above_the_whole_table(pdf: Pdf, page: Any) -> None:
    head = ["项目", "预算", "决算"]
    above = page().lines(40, "某市财政局").lines(80, "表1 支出情况表", "单位：万元").lines(800, "- 1 -")
    above.grid(XS, (120, 140, 160), [head, ["甲", "1", "2"]])
    below = page().lines(40, "某市财政局").grid(XS, (60, 80, 100), [head, ["乙", "3", "4"]]).lines(800, "- 2 -")
    document = read_pdf(pdf([above, below]), "报告.pdf", Options())
    assert files.tables(document) == [[head, ["甲", "1", "2"], ["乙", "3", "4"]]]
    assert [b.kind for b in document.blocks[:3]] == [BlockKind.CAPTION, BlockKind.CAPTION, BlockKind.TABLE]


ROWS = [["项目", "预算数", "决算数"], ["基本支出", "100.5", "90"], ["项目支出", "200", "180"]]
YS = (120, 140, 160, 180)


def sides(page: Any) -> Any:
    """No left and right border."""
    spec = page().grid(XS, YS, ROWS)
    spec.rules = [r for r in spec.rules if r[0] != r[2] or r[0] not in (XS[0], XS[-1])]
    return spec


def segments(page: Any) -> Any:
    """Each rule as dashes of five points with gaps of four."""
    spec = page().grid(XS, YS, ROWS)
    rules, spec.rules = spec.rules, []
    for x0, y0, x1, y1 in rules:
        for at in range(0, int(max(x1 - x0, y1 - y0)), 9):
            end = at + 5
            spec.rules.append((x0 + at, y0, x0 + end, y1) if y0 == y1 else (x0, y0 + at, x1, y0 + end))
    return spec


@pytest.mark.parametrize("make", [sides, segments])
def test_rules_that_are_not_all_there(make: Callable[[Any], Any], pdf: Pdf, page: Any) -> None:
    assert read_tables(pdf([make(page)])) == [ROWS]


def thin_boxes(page: Any) -> Any:
    """Each rule as a rectangle of one point."""
    spec = page().grid(XS, YS, ROWS)
    rules, spec.rules = spec.rules, []
    for x0, y0, x1, y1 in rules:
        spec.rules += [(x0, y0 + d, x1, y1 + d) if y0 == y1 else (x0 + d, y0, x1 + d, y1) for d in (-0.5, 0.5)]
    return spec


def three_lines(page: Any) -> Any:
    spec = page().grid(XS, YS, ROWS)
    spec.rules = [(72, y, 372, y) for y in (120, 140, 180)]
    return spec


def rows_ruled(page: Any) -> Any:
    spec = page().grid(XS, YS, ROWS)
    spec.rules = [(72, y, 372, y) for y in YS]
    return spec


@pytest.mark.parametrize("make", [thin_boxes, three_lines, rows_ruled])
def test_other_ways_to_draw_rules(make: Callable[[Any], Any], pdf: Pdf, page: Any) -> None:
    spec = make(page).lines(80, "　　前文在此。").lines(220, "　　后文在此。")
    document = read_pdf(pdf([spec]), "报告.pdf", Options())
    assert files.tables(document) == [ROWS]
    said = [document.text[b.span.start : b.span.end] for b in document.blocks if b.kind is not BlockKind.TABLE]
    assert said == ["前文在此。", "后文在此。"]


def test_three_rules_and_cells_over_several_lines(pdf: Pdf, page: Any) -> None:
    """Words alone, which no column of figures gives away; a line with one column goes on with the row above."""
    spec = page()
    spec.rules = [(72, y, 500, y) for y in (100, 120, 200)]
    spec.texts = [(75, 115, 12, "指标"), (200, 115, 12, "完成情况"), (400, 115, 12, "责任科室")]
    spec.texts += [(75, 135, 12, "培训人次"), (200, 135, 12, "按计划完成全部培训"), (400, 135, 12, "人事科")]
    spec.texts += [(200, 155, 12, "任务并通过验收")]
    spec.texts += [(75, 175, 12, "整改率"), (200, 175, 12, "全部整改"), (400, 175, 12, "办公室")]
    assert read_tables(pdf([spec])) == [
        [
            ["指标", "完成情况", "责任科室"],
            ["培训人次", "按计划完成全部培训任务并通过验收", "人事科"],
            ["整改率", "全部整改", "办公室"],
        ]
    ]


def test_running_text_between_rules_is_no_table(pdf: Pdf, page: Any) -> None:
    text = "为进一步强化支出责任提高财政资金使用效益我局按照有关要求开展自评"
    spec = page().lines(115, "　　一、概况", "　　" + text, text, text[:20] + "。")
    spec.rules = [(72, y, 520, y) for y in (95, 125, 200)]
    assert read_tables(pdf([spec])) == []
