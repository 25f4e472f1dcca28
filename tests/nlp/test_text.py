import itertools
import unicodedata

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text import fold, has_stray_blanks, joined, search_words, sentences, shown, trimmed, words
from nlp.types import Span

TEXTS = st.text(alphabet=st.sampled_from("绩效。，！ab1２（）\n\t 　“”《》："), max_size=60)

JOINED = [
    ("实有人数\n\n171 人", "实有人数171 人"),  # a page break inside a sentence leaves no gap
    ("信用\n  风险", "信用风险"),  # indentation of the next line goes with the break
    ("ODR\nplatform", "ODR platform"),  # Latin words keep the space that the break was
    ("42平方公\n\n— 3 —\n\n里", "42平方公里"),  # a page number between lines is no part of the sentence
    ("甲 \t\r\n乙", "甲乙"),  # whatever blanks stand before the break
    ("共48\n.6岁", "共48.6岁"),  # a number broken over lines is one number
    ("  前后  ", "前后"),  # nothing around
]


@pytest.mark.parametrize(("text", "expected"), JOINED)
def test_joined(text: str, expected: str) -> None:
    assert joined(text) == expected


@given(TEXTS)
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_makes_forms_alike() -> None:
    assert fold("（１２．５％）　～") == "(12.5%) ~"


@given(TEXTS)
def test_joining_loses_only_white_space(text: str) -> None:
    assert "".join(joined(text).split()) == "".join(text.split())


@given(TEXTS)
def test_sentences_cover_all_but_white_space(text: str) -> None:
    found = sentences(text, Span(0, len(text)))
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert sum(len("".join(text[s.start : s.end].split())) for s in found) == len("".join(text.split()))


SENTENCES = [
    ("甲。乙。", ["甲。", "乙。"]),
    ("他说“好。”再来。", ["他说“好。”", "再来。"]),  # the closing quotation mark belongs to its sentence
    ("分两类；一是甲", ["分两类；一是甲"]),  # a semicolon ends no sentence
    ("指标（得满分。）说明", ["指标（得满分。）", "说明"]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in sentences(text, Span(0, len(text)))] == expected


def test_trimmed_drops_named_characters_at_both_ends() -> None:
    assert trimmed("：标题。 ", 0, 5, "。：") == Span(1, 3)


LINES = [
    "2023年部门整体支出绩效自评得分94.8分，等级为优。",
    "部分项目前期论证不充分，执行进度滞后。",
    "乐昌市市场监督管理局预算执行率偏低",
]


@pytest.mark.parametrize("line", LINES)
def test_words_are_those_of_jieba(line: str) -> None:
    assert words(line) == list(jieba.cut(line, HMM=False))
    assert sorted(search_words(line)) == sorted(jieba.cut_for_search(line, HMM=False))


def test_folded_characters_are_single() -> None:
    """All of the basic plane, the full-width forms at its end among them."""
    every = "".join(chr(c) for c in range(0x20, 0x10000) if unicodedata.category(chr(c)) != "Cs")
    assert len(fold(every)) == len(every)
    assert all(len(fold(c)) == 1 for c in every)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一 、 部 门 概 况", "一、部门概况"),
        ("支 出 1 4 4 4 . 2 8 万 元", "支出1444.28万元"),
        ("支出14 44.28万元", "支出1444.28万元"),
        ("合计 1203.52 1200 99.5%", "合计1203.52 1200 99.5%"),  # columns of a table are no number
        ("完成。1 . 2023年工作", "完成。1. 2023年工作"),  # the number of a list, a year
        ("采购ODR platform一套", "采购ODR platform一套"),
        ("预算 - 3 - 执行", "预算执行"),  # a page number in the stream
        ("2023 年 12 月", "2023年12月"),
    ],
)
def test_stray_blanks(text: str, expected: str) -> None:
    assert shown(text, Span(0, len(text)), stray=True) == expected
    assert shown(text, Span(0, len(text)), stray=False) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我 局 高 度 重 视 绩 效 自 评 工 作", True),
        ("我局高度 重视绩效自 评工作成立了领 导小组" * 9, True),
        ("我局高度重视绩效自评工作成立了领导小组。" * 9, False),
        ("部门概况 机构设置 人员情况 预算执行 绩效目标 存在问题 改进措施 工作建议 其他情况 附件", False),  # columns
        ("王 芳 李 娜", False),  # too few to tell
    ],
)
def test_has_stray_blanks(text: str, expected: bool) -> None:
    assert has_stray_blanks(text) is expected
