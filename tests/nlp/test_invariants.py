from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import codec
from nlp.errors import LibraryError
from nlp.invariants import violations
from nlp.readers import READERS
from nlp.readers.options import Options
from nlp.types import ItemRole, Span
from nlp.understand import understand

PIECES = [
    "一、基本情况",
    "（一）主要职能",
    "1.预算编制。",
    "（2）支出率（6分）",
    "附件1",
    "目录",
    "表1 收支情况",
    "单位：万元",
    "\t项目\t预算\t决算",
    "\t支出\t100.5\t99.5",
    "存在问题",
    "一是预算编制不够精细。二是执行缓慢。",
    "主要原因是人手少。",
    "下一步，将加强管理；完善制度。",
    "2024年支出1444.28万元，占86.2%。",
    "完成1142批次，不合格35批次，合格率99.74%。",
    "无",
    "",
    "  ",
    "全年支出10\n万元。",
    "①甲",
    "**标题**",
    "— 3 —",
    "二〇二四年五月二十日",
    "建议财政局支持。",
    "60%-80%",
    "1.2024年完成。",
    "（一）负责甲；（二）负责乙。",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map(lambda lines: "\n".join(["报告", *lines]))


@given(TEXTS)
def test_any_arrangement_of_lines_gives_a_sound_report(text: str) -> None:
    report = understand(READERS[".txt"](text.encode(), "报告.txt", Options()))
    assert violations(report) == []
    assert codec.decode(codec.encode(report)) == report


def sound() -> str:
    return "一、存在问题\n一是预算编制不够精细。二是执行缓慢。\n二、改进措施\n一是细化预算编制。支出10万元。\n"


BREAKS = {
    "a section that leaves a gap": lambda r: replace(
        r, sections=(replace(r.sections[0], span=Span(1, r.sections[0].span.end)), *r.sections[1:])
    ),
    "a label too few": lambda r: replace(r, labels=r.labels[1:]),
    "an item outside its section": lambda r: replace(r, items=(replace(r.items[0], section=1), *r.items[1:])),
    "an answer to a measure": lambda r: replace(
        r, items=tuple(replace(i, answers=(2,)) if i.role is ItemRole.MEASURE else i for i in r.items)
    ),
    "a claim outside its sentence": lambda r: replace(r, claims=(replace(r.claims[0], context=Span(0, 1)),)),
    "a block outside the text": lambda r: replace(r, document=replace(r.document, text=r.document.text[:5])),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_report_is_noticed(name: str) -> None:
    report = understand(READERS[".txt"](sound().encode(), "报告.txt", Options()))
    assert violations(report) == []
    assert violations(BREAKS[name](report))


def test_bytes_of_something_else_are_refused() -> None:
    with pytest.raises(LibraryError, match="重新添加"):
        codec.decode(b"{}")
