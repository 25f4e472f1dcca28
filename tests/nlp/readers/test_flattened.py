"""Flattened text gets its paragraphs back; text that only looks a little like it stays as it is."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.contract import as_json
from nlp.invariants import document_violations, violations
from nlp.readers.html import read_html
from nlp.readers.options import Options
from nlp.readers.txt import read_txt
from nlp.types import BlockKind, Document
from nlp.understand import understand

LINES = (
    "某县水利局2023年度部门整体支出绩效自评报告",
    "一、部门概况",
    "（一）主要职能",
    "某县水利局是县政府组成部门，负责：（一）水资源的保护；（二）水利工程的建设。其中2023年编制1.5万字规划。",
    "（二）机构设置",
    "我局内设5个股室，年末实有在职人员42人。",
    "二、预算执行情况",
    "2023年全年预算1444.28万元，支出1402.10万元，预算执行率97.08%。",
    "三、存在的问题",
    "（一）预算编制不够精细。年中追加较多，主要原因是前期论证不足。",
    "（二）绩效管理有待加强。一是指标不够量化；二是监控不够及时。",
    "四、改进措施",
    "1.加强预算管理。提前开展项目论证。",
    "2.完善绩效指标。做到可量化、可考核。",
)
HEADINGS = [line.split("。")[0] for line in LINES if line[0] in "一二三四（12" and "年" not in line[:6]]


def txt(text: str) -> Document:
    return read_txt(text.encode(), "报告.txt", Options())


def html(text: str) -> Document:
    page = f"<html><meta charset='utf-8'><body><div id='zoom'><p>{text}</p></div></body></html>"
    return read_html(page.encode(), "页.html", Options())


def spread(text: str, share: float) -> str:
    """Blanks behind a share of the characters, always the same ones."""
    dice = random.Random(7)
    return "".join(c + " " * (dice.random() < share) for c in text)


def paged(text: str) -> str:
    """Lines of 24 characters, a page number after every fifth."""
    lines = [text[i : i + 24] for i in range(0, len(text), 24)]
    return "\n".join(line + f"\n- {i // 5 + 1} -" * (i % 5 == 4) for i, line in enumerate(lines))


FLAVOURS = {
    "one line": " ".join(LINES),
    "no blank between": "".join(LINES),
    "some stray blanks": spread(" ".join(LINES), 0.1),
    "a blank behind every character": spread("".join(LINES), 1),
    "page numbers in the stream": " - 2 - ".join((" ".join(LINES[:8]), " ".join(LINES[8:]))),
    "wrapped at a width": paged("".join(LINES)),
}


@pytest.mark.parametrize("make", [txt, html])
@pytest.mark.parametrize("flavour", sorted(FLAVOURS))
def test_outline_problems_and_claims_come_back(make, flavour: str) -> None:
    document = make(FLAVOURS[flavour])
    report = understand(document)
    said = as_json(report)
    assert "flattened" in [note.code for note in document.notes]
    assert violations(report) == []
    assert [s["number"] + s["title"] for s in said["sections"]][-len(HEADINGS) :] == HEADINGS
    assert [c["raw"] for c in said["claims"] if "万元" in c["raw"]] == ["1444.28万元", "1402.10万元"]
    assert [p["text"][:7] for p in said["problems"]] == ["预算编制不够精", "指标不够量化", "监控不够及时"]
    assert len(said["measures"]) == 2


def test_text_of_a_txt_is_never_altered() -> None:
    for text in FLAVOURS.values():
        assert txt(text).text == text


def test_html_is_written_without_the_stray_blanks() -> None:
    document = html(FLAVOURS["a blank behind every character"])
    assert [document.text[b.span.start : b.span.end] for b in document.blocks] == list(LINES)


def test_the_note_says_that_tables_are_lost() -> None:
    (note,) = [note for note in txt(FLAVOURS["one line"]).notes if note.code == "flattened"]
    assert "表格已被压平" in note.message


def test_contents_page_in_the_stream_is_furniture() -> None:
    contents = "目录 一、部门概况 1 二、预算执行情况 3 三、存在的问题 4 四、改进措施 5"
    document = txt(f"{LINES[0]} {contents} {' '.join(LINES[1:])}")
    furniture = [document.text[b.span.start : b.span.end] for b in document.blocks if b.kind is BlockKind.FURNITURE]
    assert furniture == [contents]
    sections = as_json(understand(document))["sections"]
    assert [s["number"] + s["title"] for s in sections][-len(HEADINGS) :] == HEADINGS


ORDINARY = [
    "\n".join(LINES),  # the same report as it should be
    # a list inside a sentence
    "存在问题：一、预算执行偏慢。二、绩效指标不够量化。三、人员力量不足。以上问题将在2024年逐项整改，并于年底前完成。",
    "主要职责是：（一）贯彻执行水利法规；（二）拟订全县规划；（三）承担工程建设和管理；（四）负责防汛抗旱工作。",
    "我局完成投资1.5亿元，第一、第二产业增长5.2%。根据某政发〔2023〕12号文件，一、二、三产业融合发展项目12个。",
    "一是加强预算管理。二是完善绩效指标。三是充实人员力量，力争2024年12月31日前完成全部整改任务，确保取得实效。",
]


@pytest.mark.parametrize("make", [txt, html])
@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_left_alone(make, text: str) -> None:
    document = make(text.replace("\n", "</p><p>") if make is html else text)
    assert [b.kind for b in document.blocks] == [BlockKind.PARAGRAPH] * len(text.split("\n"))
    assert document.notes == ()
    assert ("blanks", "stray") not in document.meta


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("收入合计 1203.52 1200 99.5%", []),  # three columns are no number
        ("全年支出14 44.28万元", ["1444.28万元"]),  # touches the word before it: a piece of one number
        ("分值 10 98 %", []),
    ],
)
def test_numbers_with_stray_blanks(text: str, claims: list[str]) -> None:
    """Better no number than a wrong one."""
    around = spread("我局高度重视绩效自评工作成立了领导小组明确各科室职责。" * 3, 0.2)
    said = as_json(understand(txt(f"{around}{text}。{around}")))["claims"]
    assert [c["raw"] for c in said if c["raw"][:1] in "1"] == claims


PIECES = [*LINES, "- 3 -", " ", "\n", "第二部分", "2.", "1 4 . 2", "附件1", "目录", "一、", "12"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join).filter(str.strip))
def test_blocks_are_sound_whatever_the_text(text: str) -> None:
    document = txt(text)
    assert document_violations(document) == []
    assert document.text == text
    assert violations(understand(document)) == []


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join))
def test_nothing_of_a_page_is_lost_but_blanks_and_page_numbers(text: str) -> None:
    def solid(text: str) -> str:
        return re.sub(r"\s", "", text).replace("-3-", "")

    if solid(text):
        assert solid(html(text).text) == solid(text)
