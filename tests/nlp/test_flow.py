"""The text without the breaks inside its blocks, and the way back to the document."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.flow import flow
from nlp.invariants import document_violations
from nlp.readers.options import Options
from nlp.readers.txt import read_txt
from nlp.text import line_break
from nlp.types import Document, Span

Make = Callable[[str], Document]

PIECES = ["我局", "实有人数", "171", "人", "，", "。", "（", "ODR", "platform", "48", ".6岁", "一、概况"]
BREAKS = ["\n", "\n\n", "\n  ", " ", "\t", "\n- 3 -\n", "\n第2页\n", "&nbsp;", "\r\n"]
TEXTS = st.lists(st.sampled_from([*PIECES, *BREAKS]), max_size=50).map("".join).filter(str.strip)


def solid(text: str) -> str:
    """The characters that are no white space, page number or &nbsp;."""
    return re.sub(r"\s", "", line_break().sub("", text))


FLOWS = [
    (
        "至2023年12月止财供人数（编制总数）172人，实有人数\n\n171人，其中：行政编制160人。",
        "至2023年12月止财供人数（编制总数）172人，实有人数171人，其中：行政编制160人。",
    ),
    ("我局全年采购办公设备（含电脑、\n\n- 3 -\n\n打印机）共十台。", "我局全年采购办公设备（含电脑、打印机）共十台。"),
    ("采购（含ODR\n\nplatform的）一套。", "采购（含ODR\nplatform的）一套。"),  # Latin words keep one blank
    ("采购ODR&nbsp;platform一套。", "采购ODR&nbsp;platform一套。"),  # there is no blank to keep
    ("采购&nbsp;&nbsp;打印机一套。", "采购打印机一套。"),
    ("甲。\n乙。", "甲。\n乙。"),  # a break between paragraphs stays
    ("无断行。", "无断行。"),
]


@pytest.mark.parametrize(("text", "expected"), FLOWS)
def test_flow(document: Make, text: str, expected: str) -> None:
    assert flow(document(text)).document.text == expected


@given(TEXTS)
def test_only_breaks_and_page_numbers_are_taken_out(text: str) -> None:
    made = read_txt(text.encode(), "报告.txt", Options())
    found = flow(made)
    assert solid(found.document.text) == solid(made.text)
    assert [b.kind for b in found.document.blocks] == [b.kind for b in made.blocks]
    assert document_violations(found.document) == []


@given(TEXTS)
def test_every_character_goes_back_to_itself(text: str) -> None:
    made = read_txt(text.encode(), "报告.txt", Options())
    found = flow(made)
    flowing = found.document.text
    places = [found.offset(i) for i in range(len(flowing))]
    assert "".join(made.text[i] for i in places) == flowing
    assert places == sorted(set(places))


@given(TEXTS, st.data())
def test_spans_go_back(text: str, data: st.DataObject) -> None:
    made = read_txt(text.encode(), "报告.txt", Options())
    found = flow(made)
    size = len(found.document.text)
    edges = sorted(data.draw(st.tuples(*[st.integers(0, size)] * 3)))
    first, second = Span(edges[0], edges[1]), Span(edges[1], edges[2])
    back = found.inner(first)
    assert made.text[back.start : back.end][:1] == found.document.text[first.start : first.end][:1]
    assert solid(made.text[back.start : back.end]) == solid(found.document.text[first.start : first.end])
    assert found.outer(first).end == found.outer(second).start, "neighbours stay neighbours"
    assert found.outer(first).holds(back)
