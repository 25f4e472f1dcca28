"""How a report is cut into passages."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.passages import LEAST, MOST, cut
from nlp.readers import read
from nlp.types import BlockKind
from nlp.understand import understand

SENTENCE = "部分项目前期准备工作不够充分，导致全年支出进度低于序时进度。"  # 30 characters


def cut_texts(report):
    return [draft.text for draft in cut(report)]


@pytest.mark.parametrize(
    ("paragraphs", "lengths"),
    [
        ([], []),  # a heading alone is no passage
        (["短。"], [2]),  # all there is
        ([SENTENCE], [30]),
        ([SENTENCE * 3], [90]),
        ([SENTENCE * 8], [240]),  # a paragraph as long as it may be is left whole
        ([SENTENCE] * 4, [123]),  # short paragraphs together: three make 92, the fourth alone would be too short
        ([SENTENCE] * 6, [92, 92]),
        ([SENTENCE * 3, SENTENCE * 4], [90, 120]),  # long enough each
        ([SENTENCE * 9], [180, 90]),  # at a sentence's end, and the rest is not left too short
        ([SENTENCE * 20], [240, 240, 120]),
        (["项目" * 300 + "。"], [250, 250, 101]),  # nothing to cut at
        (["一是完成任务" * 30 + "，" + "二是完成任务" * 30 + "。"], [181, 181]),  # at a comma
    ],
)
def test_prose_is_grouped(make_report, part, paragraphs, lengths):
    texts = cut_texts(make_report([part("一、", "问题", "问题", tuple(paragraphs))]))
    assert [len(text) for text in texts] == lengths
    assert "".join(texts).replace("\n", "") == "".join(paragraphs)


def test_a_passage_stays_in_its_section(make_report, part):
    report = make_report(
        [
            part("一、", "问题", "问题", ("预算偏慢。",)),
            part("（一）", "绩效方面", "问题", ("指标不细。",), level=2),
            part("二、", "措施", "改进措施", ("加快进度。",)),
        ]
    )
    assert [(d.section_type, d.section_title, d.text) for d in cut(report)] == [
        ("问题", "一、问题", "预算偏慢。"),
        ("问题", "一、问题 > （一）绩效方面", "指标不细。"),
        ("改进措施", "二、措施", "加快进度。"),
    ]


def test_furniture_is_in_no_passage(make_report, part):
    blocks = ("上半句在这一页，", (BlockKind.FURNITURE, "— 3 —"), "下半句在那一页。")
    drafts = cut(make_report([part("一、", "问题", "问题", blocks)]))
    assert [draft.text for draft in drafts] == ["上半句在这一页，\n下半句在那一页。"]


def test_text_that_runs_on_after_its_heading_begins_with_a_word(make_report, part):
    report = make_report([part("", "", "问题", ("。", "预算执行慢。"))])
    assert cut_texts(report) == ["预算执行慢。"]


def test_lines_of_a_paragraph_are_joined(make_report, part):
    report = make_report([part("一、", "问题", "问题", ("预算执行\n进度  偏慢，\n用 Excel\nonline 统计。",))])
    assert cut_texts(report) == ["预算执行进度  偏慢，用 Excel online 统计。"]


def test_themes_are_those_of_the_items_it_touches(make_report, part, said):
    first, second, third = (f"第{n}个方面的问题是{SENTENCE * 3}" for n in "一二三")
    report = make_report(
        [part("一、", "问题", "问题", (first, second, third))],
        [
            said(first, themes=("预算执行", "资产管理")),
            said(second, themes=("资产管理",)),
            said(third, themes=("其他",)),
        ],
    )
    assert [draft.themes for draft in cut(report)] == [("预算执行", "资产管理"), ("资产管理",), ("其他",)]


def test_the_page_is_where_it_begins(make_report, part):
    report = make_report(
        [part("一、", "问题", "问题", ("预算偏慢。",), page=3), part("二、", "措施", "改进措施", ("改。",))]
    )
    assert [draft.page for draft in cut(report)] == [3, None]


INCOME = (("项目", "年初预算数", "决算数"), ("基本支出", "1178.86", "1190.12"), ("项目支出", "265.42", ""))


@pytest.mark.parametrize(
    ("rows", "header_rows", "text"),
    [
        (INCOME, 1, "项目：基本支出；年初预算数：1178.86；决算数：1190.12\n项目：项目支出；年初预算数：265.42"),
        (  # two rows of header
            (("项目", "金额", "金额"), ("^", "预算", "决算"), ("基本支出", "10", "9")),
            2,
            "项目：基本支出；金额/预算：10；金额/决算：9",
        ),
        (  # a cell over two rows is said in both
            (("指标", "名称", "得分"), ("产出", "数量", "10"), ("^", "质量", "8")),
            1,
            "指标：产出；名称：数量；得分：10\n指标：产出；名称：质量；得分：8",
        ),
        (  # a heading that reaches down beside the values of a form
            (("办公用房", "批复", "实际"), ("^", "800", "790")),
            1,
            "办公用房；批复：800；实际：790",
        ),
        ((("合计", "10"),), 1, "合计；10"),  # a header and nothing below it: it is all there is
        ((("基本支出", "10"), ("项目支出", "9")), 0, "基本支出；10\n项目支出；9"),
    ],
)
def test_a_table_is_said_row_by_row_with_its_header(make_report, part, rows, header_rows, text):
    report = make_report([part("一、", "收支", "收支", (rows,), header_rows=header_rows)])
    assert cut_texts(report) == [text]


def test_a_table_stands_apart_from_prose_under_its_title(make_report, part):
    blocks = ("收入情况见下表。", (BlockKind.CAPTION, "表1 收支情况"), INCOME, "以上为收入情况。")
    drafts = cut(make_report([part("一、", "收支", "收支", blocks)]))
    assert [draft.section_title for draft in drafts] == ["一、收支", "一、收支 > 表1 收支情况", "一、收支"]
    assert drafts[0].text == "收入情况见下表。\n表1 收支情况"
    assert drafts[2].text == "以上为收入情况。"


def test_long_rows_are_cut_inside_their_cells(make_report, part):
    rows = (("指标", "评分说明", "得分"), ("资金支出率", SENTENCE * 12, "6"))
    drafts = cut(make_report([part("一、", "指标", "指标分析", (rows,))]))
    assert [len(draft.text) <= MOST for draft in drafts] == [True] * len(drafts)
    assert (
        "".join(draft.text.replace("\n", "") for draft in drafts) == f"指标：资金支出率评分说明：{SENTENCE * 12}得分：6"
    )


def test_rows_are_grouped_like_paragraphs(make_report, part):
    rows = (("项目", "金额"), *((f"第{n:02}项工作经费支出", f"{n}万元") for n in range(40)))
    texts = cut_texts(make_report([part("一、", "收支", "收支", (rows,))]))
    assert all(LEAST <= len(text) <= MOST for text in texts)
    assert sum(text.count("\n") + 1 for text in texts) == 40


def check_nothing_lost(report):
    """Every character stands in a passage, a heading, page furniture or a table's header."""
    text = report.document.text
    seen = [c.isspace() for c in text]
    drafts = cut(report)
    places = [(draft.start, draft.end) for draft in drafts]
    places += [(section.span.start, section.body.start) for section in report.sections]
    blocks = report.document.blocks
    places += [(b.span.start, b.span.end) for b in blocks if b.kind in (BlockKind.FURNITURE, BlockKind.TABLE)]
    for start, end in places:
        seen[start:end] = [True] * (end - start)
    lost = "".join(c for c, known in zip(text, seen, strict=True) if not known)
    assert lost.strip("。：:；;，,、") == ""


def check_sound(report):
    drafts = cut(report)
    for draft in drafts:
        assert draft.text.strip()
        assert len(draft.text) <= MOST
        home = [s for s in report.sections if s.body.start <= draft.start and draft.end <= s.body.end]
        assert len(home) == 1
    assert [d.start for d in drafts] == sorted(d.start for d in drafts)
    check_nothing_lost(report)


def test_whole_reports_lose_nothing(report_path):
    report = understand(read(report_path))
    check_sound(report)
    said = "".join("".join(cut_texts(report)).split())
    for table in report.tables:  # a heading of a column without a single value is said nowhere: there is nothing to it
        cells = [c for c in report.document.blocks[table.block].cells if c.rows == 1 and c.row >= table.header_rows]
        words = [report.document.text[cell.span.start : cell.span.end] for cell in cells]
        assert [word for word in words if "".join(word.split()) not in said] == []


SENTENCES = st.lists(st.sampled_from("预算执行进度偏慢，；、12.%：") | st.just("。"), max_size=400).map("".join)


@given(st.lists(st.lists(SENTENCES.filter(str.strip), max_size=5), min_size=1, max_size=4))
def test_any_prose_is_cut_soundly(make_report, part, sections):
    parts = [part(f"{n}.", "标题", "问题", tuple(paragraphs)) for n, paragraphs in enumerate(sections, start=1)]
    check_sound(make_report(parts))


CELLS = st.text("预算执行12。，", max_size=300)


@given(st.integers(1, 4).flatmap(lambda cols: st.lists(st.lists(CELLS, min_size=cols, max_size=cols), min_size=1)))
def test_any_table_is_cut_soundly(make_report, part, rows):
    report = make_report([part("一、", "收支", "收支", (tuple(map(tuple, rows)),))])
    for draft in cut(report):
        assert draft.text.strip()
    said = "".join(itertools.chain.from_iterable(cut_texts(report))).replace("\n", "")
    assert [cell for row in rows[1:] for cell in row if cell.strip("。，") and cell not in said] == []
