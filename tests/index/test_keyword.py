"""What the keyword index finds: words, figures and document numbers whole and in parts, phrases, headings."""

import shutil
import threading

import pytest

from index import keyword
from index.keyword import KeywordIndex
from nlp.errors import LibraryError


@pytest.fixture
def finding(tmp_path, passage):
    """The positions of the given texts (with their headings, where given) that a query finds, best first."""

    def find(texts, query):
        index = KeywordIndex(tmp_path / "keyword")
        pairs = [(text, "") if isinstance(text, str) else text for text in texts]
        index.add([passage(i, text, title) for i, (text, title) in enumerate(pairs, start=1)])
        index.commit("library:1")
        return [i - 1 for i, _ in index.search(query, 10)]

    return find


@pytest.mark.parametrize(
    ("texts", "query", "found"),
    [
        (["部分项目进展缓慢", "预算执行进度偏慢"], "预算执行", [1]),  # words
        (["绩效评价", "评价绩效评价", "培训"], "绩效评价", [1, 0]),  # said more often, found before
        (["人员编制不足", "人才队伍建设", "采购管理"], "人手", [0, 1]),  # a single character is better than nothing …
        (["人员手续", "人手不足"], "人手不足", [1, 0]),  # … and less than a word
        (["预算收入1444.28万元", "预算收入1444.82万元", "预算收入444.28万元"], "1444.28", [0]),  # a figure is whole
        (["收入1,444.28万元"], "1444.28万元", [0]),  # however its thousands are set off
        (["收入１４４４．２８万元"], "1444.28", [0]),  # and whatever its width
        (["乐市监〔2021〕20号", "乐市监〔2020〕21号"], "乐市监[2020]21号", [1, 0]),  # a document number is whole
        (["按照乐市监〔2020〕21号执行", "二○二○年"], "〔2020〕21号", [0]),  # without its sign
        (["ISO9001认证"], "iso9001", [0]),  # letters in either case
        (["“三公”经费控制率", "培训经费"], "三公经费", [0, 1]),  # quotation marks in the text do not part words
    ],
)
def test_terms(finding, texts, query, found):
    assert finding(texts, query) == found


@pytest.mark.parametrize(
    ("texts", "query", "found"),
    [
        (["执行预算", "预算执行"], "“预算执行”", [1]),  # in this order
        (["预算的执行", "预算执行"], "“预算执行”", [1]),  # with nothing between
        (["预算，执行", "预算\n执行"], "“预算执行”", [0, 1]),  # but marks and breaks
        (["预算执行偏慢", "预算执行", "支出偏慢"], "“预算执行”偏慢", [0, 1]),  # the rest only adds to the score
        (["预算执行", "进度偏慢", "预算执行进度偏慢"], "“预算执行”“进度偏慢”", [2]),  # each of several
        (["资金缺口", "缺口"], '"资金"', [0]),  # straight marks
        (["资金缺口", "缺口"], "「资金」", [0]),  # corner brackets
        (["款", "项"], "“款”", [0]),  # a phrase of one character
        (["收入1444.28万元", "收入1444万元28角"], "“1444.28万元”", [0]),  # a figure in a phrase
    ],
)
def test_quoted_phrases_stand_as_they_are(finding, texts, query, found):
    assert sorted(finding(texts, query)) == found


def test_a_heading_is_found_after_the_text_itself(finding):
    texts = [("情况如下。", "二、存在的问题 > （一）采购管理"), ("采购管理不规范。", "二、存在的问题"), "培训不足。"]
    assert finding(texts, "采购管理") == [1, 0]


def test_the_stamp_of_another_format_is_no_stamp(tmp_path, passage, monkeypatch):
    index = KeywordIndex(tmp_path)
    index.add([passage(1, "预算")])
    index.commit("library:1")
    monkeypatch.setattr(keyword, "FORMAT", keyword.FORMAT + 1)
    assert KeywordIndex(tmp_path).stamp == ""


def test_a_second_writer_waits_for_the_first(tmp_path, passage):
    first, second = KeywordIndex(tmp_path), KeywordIndex(tmp_path)
    first.add([passage(1, "预算执行")])
    waiting = threading.Thread(target=lambda: (second.add([passage(2, "预算执行")]), second.commit("library:2")))
    waiting.start()
    first.commit("library:1")
    waiting.join()
    assert sorted(i for i, _ in first.search("预算执行", 10)) == [1, 2]
    assert first.stamp == "library:2"


def test_who_waits_too_long_is_told_why(tmp_path, passage, monkeypatch):
    monkeypatch.setattr(keyword, "_PATIENCE", 0.0)
    first, second = KeywordIndex(tmp_path), KeywordIndex(tmp_path)
    first.add([passage(1, "预算执行")])
    with pytest.raises(LibraryError, match="另一个进程正在更新"):
        second.add([passage(2, "预算执行")])
    first.commit("library:1")
    second.add([passage(2, "预算执行")])
    second.commit("library:2")
    assert len(second.search("预算执行", 10)) == 2


def test_turned_bits_leave_it_empty_or_are_told_with_the_way_out(tmp_path, passage):
    """Opening does not read every byte; a search that meets what it missed must not end in a panic of the engine."""
    index = KeywordIndex(tmp_path / "good")
    index.add([passage(i, f"预算执行{i}") for i in range(1, 50)])
    index.commit("library:1")
    (postings,) = (tmp_path / "good").glob("*.idx")
    whole, told = postings.read_bytes(), []
    for start in range(0, len(whole), 64):
        folder = tmp_path / str(start)
        shutil.copytree(tmp_path / "good", folder)
        turned = bytes(byte ^ 0x55 for byte in whole[start : start + 64])
        (folder / postings.name).write_bytes(whole[:start] + turned + whole[start + 64 :])
        try:
            KeywordIndex(folder).search("预算执行1", 10)
        except LibraryError as error:
            told.append(str(error))
    assert told
    assert all("请删除这个文件夹" in sentence for sentence in told)
