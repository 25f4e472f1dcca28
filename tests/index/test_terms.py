"""Terms of texts and questions, and the places they are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.terms import characters, highlights, question, says, words


@pytest.mark.parametrize(
    ("text", "held", "absent"),
    [
        ("绩效评价工作", ["绩效", "评价", "工作"], []),
        ("预算1444.28万元", ["1444.28万元", "1444.28", "万元", "预算"], ["1444", "28"]),  # a number is one token
        ("预算1,444.28万元", ["1444.28万元", "1444.28"], []),  # written with a comma, found without
        ("完成率９９．４７％", ["99.47%", "99.47"], []),  # full width
        ("编制48人", ["48人", "48"], []),
        ("按照乐市监〔2020〕21号文件", ["乐市监[2020]21号", "市监[2020]21号", "[2020]21号", "2020", "21号"], []),
        ("湛财绩【2023】2 号", ["湛财绩[2023]2号"], []),  # other brackets and a blank: the same number
        ("乐市监(2020)第21号", ["乐市监[2020]21号"], []),
        ("Excel表格", ["excel", "表格"], ["Excel"]),
        ("A4纸", ["a4"], ["4", "4纸"]),  # a name with a digit is no number
        ("。，、“”——", [], ["。", "—"]),  # punctuation alone says nothing
        ("", [], []),
    ],
)
def test_words(text, held, absent):
    found = words(text)
    assert [word for word in held if word not in found] == []
    assert [word for word in absent if word in found] == []


def test_words_have_no_blanks_inside():
    """They are handed to the index joined by blanks."""
    assert [word for word in words("湛财绩 【 2023 】 第 2 号，A B　C") if not word.strip() or " " in word] == []


def test_characters_pass_punctuation_over():
    assert characters("“三公”经费，1,444.28万 Excel") == ["三", "公", "经", "费", "1444.28", "万", "excel"]


def test_a_question_has_each_term_once_and_its_quoted_phrases():
    asked = question("“三公经费”压减 压减“ ”「预算执行」")
    assert asked.phrases == ("三公经费", "预算执行")
    assert len(asked.words) == len(set(asked.words))
    assert "压减" in asked.words
    assert {"三", "公", "经", "费"} <= set(asked.characters)


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("严控“三公”经费支出", "三公经费", True),  # punctuation is passed over
        ("三公\n经费", "三公经费", True),
        ("经费三公", "三公经费", False),
        ("预算14444.28万元", "1444.28万元", False),  # not inside another number
        ("预算1,444.28万元", "1444.28万元", True),
        ("ＰＤＦ文件", "pdf", True),
        ("", "三公", False),
    ],
)
def test_says(text, phrase, found):
    assert says(text, phrase) is found


@pytest.mark.parametrize(
    ("asked", "text", "marked"),
    [
        ("预算执行", "预算的执行与预算执行", ["预算", "执行", "预算执行"]),  # neighbours are marked as one
        ("执法人员", "执法人员少，执法难", ["执法人员"]),  # a part of a word that was found is not marked for itself
        ("执法人员", "执法难，人员少", ["执法", "人员"]),  # but where the whole is not there, its parts are
        ("1444.28万元", "收入1444.28万元，支出1万元", ["1444.28万元"]),
        ("21", "2021年21号，0.21", ["21"]),  # a number inside another is another number
        ("“三公经费”", "压减“三公”经费", ["三公”经费"]),
        ("乐市监〔2020〕21号", "见乐市监【2020】21号", ["乐市监【2020】21号"]),
        ("钱", "把钱用好", ["钱"]),  # one character, where nothing longer was asked
        ("把钱用好", "的钱", []),  # single characters of a sentence say too little
        ("PDF", "一份pdf", ["pdf"]),
        ("水利", "教育", []),
    ],
)
def test_highlights(asked, text, marked):
    assert [text[start:end] for start, end in highlights(question(asked), text)] == marked


TEXTS = st.text("预算执行进度21.,“”〔〕号 a（", max_size=40)


@given(TEXTS, TEXTS)
def test_highlights_are_sorted_disjoint_and_inside(asked, text):
    places = highlights(question(asked), text)
    edges = [edge for place in places for edge in place]
    assert edges == sorted(set(edges))
    assert all(0 <= edge <= len(text) for edge in edges)


@given(TEXTS)
def test_what_is_in_quotation_marks_is_said_by_a_text_that_holds_it(phrase):
    for part in question(f"“{phrase}”").phrases:
        assert says(f"因为，{part}。", part)
