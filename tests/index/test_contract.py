"""What every PassageIndex owes, run over every engine of index/backends.py, a new one among them."""

import shutil

import numpy as np
import pytest

from index.backends import KEYWORD_INDEXES, VECTOR_INDEXES
from nlp.errors import LibraryError

TEXTS = {
    1: "预算执行进度偏慢，部分项目前期工作不充分。",
    2: "专业技术人员不足，一人多岗的情况较为普遍。",
    3: "农村公路养护资金缺口较大，养护标准偏低。",
    5: "绩效指标设置不够细化，部分指标难以衡量。",
    8: "固定资产管理不够规范，账实不符。",
    13: "预算编制不够精细，年中调整较多，预算执行率偏低。",
}
ROADS = "农村公路养护资金"


@pytest.fixture(params=[*KEYWORD_INDEXES, *VECTOR_INDEXES])
def engine(request, encoder):
    """Opens the index of a folder, as a new process would."""
    if request.param in KEYWORD_INDEXES:
        return KEYWORD_INDEXES[request.param]
    return lambda folder: VECTOR_INDEXES[request.param](folder, encoder)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "indexes" / "one"


@pytest.fixture
def passages(passage):
    return [passage(i, text) for i, text in TEXTS.items()]


@pytest.fixture
def index(engine, folder, passages):
    filled = engine(folder)
    filled.add(passages)
    filled.commit("library:1")
    return filled


def ids(found):
    return [i for i, _ in found]


def test_a_new_index_is_empty(engine, folder):
    index = engine(folder)
    assert index.stamp == ""
    assert index.search(ROADS, 10) == []
    assert index.search(ROADS, 10, np.array([1, 2], np.int64)) == []


def test_the_best_comes_first(index):
    found = index.search(ROADS, 10)
    assert found[0][0] == 3
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_no_more_than_were_asked_for(index, k):
    assert index.search("预算执行", k) == index.search("预算执行", 100)[:k]


def test_changes_are_seen_with_their_commit_and_not_before(index, passage):
    index.add([passage(21, "河道清淤")])
    index.remove([3])
    assert ids(index.search(ROADS, 1)) == [3]
    assert 21 not in ids(index.search("河道清淤", 10))
    assert index.stamp == "library:1"
    index.commit("library:2")
    assert index.stamp == "library:2"
    assert 3 not in ids(index.search(ROADS, 10))
    assert index.search("河道清淤", 1)[0][0] == 21


def test_a_passage_that_comes_again_replaces_itself(index, passage):
    before = dict(index.search(ROADS, 100))
    index.add([passage(3, "河道清淤工程进度滞后。")])
    index.commit("library:2")
    assert ids(index.search("河道清淤", 100)).count(3) == 1
    assert index.search("河道清淤", 1)[0][0] == 3
    assert dict(index.search(ROADS, 100)).get(3, 0.0) < before[3] / 2


def test_the_last_word_before_a_commit_counts(index, passage):
    index.add([passage(21, "河道清淤")])
    index.remove([21])
    index.remove([2])
    index.add([passage(2, "水库除险加固")])
    index.commit("library:2")
    held = ids(index.search("河道清淤 水库除险加固 专业技术人员", 100, np.array([2, 21], np.int64)))
    assert held == [2]


def test_ids_that_are_not_there_are_passed_over(index):
    before = ids(index.search("预算执行", 10))
    index.remove([999, 4])
    index.remove([])
    index.add([])
    index.commit("library:2")
    assert ids(index.search("预算执行", 10)) == before


def test_opened_again_it_is_the_same(index, engine, folder):
    again = engine(folder)
    assert again.stamp == "library:1"
    assert again.search("预算执行", 10) == index.search("预算执行", 10)


def test_what_was_not_committed_is_gone_with_the_process(engine, folder, index, passage):
    expected = index.search("预算执行", 10)
    index.add([passage(21, "预算执行")])
    del index
    again = engine(folder)
    assert (again.stamp, again.search("预算执行", 10)) == ("library:1", expected)


def test_an_open_index_sees_what_another_one_commits(engine, folder, index, passage):
    reader = engine(folder)
    assert reader.stamp == "library:1"
    index.add([passage(21, "河道清淤工程")])
    index.commit("library:2")
    assert reader.stamp == "library:2"
    assert reader.search("河道清淤工程", 1)[0][0] == 21
    reader.remove([21])  # and may go on from there
    reader.commit("library:3")
    assert index.stamp == "library:3"
    assert 21 not in ids(index.search("河道清淤工程", 10))


ALLOWED = {
    "nobody": [],
    "one": [13],
    "some, a stranger among them": [2, 4, 5, 8],
    "only strangers": [4, 1_000_000],
    "far behind the last": [1, 5_000_000],
    "all": sorted(TEXTS),
    "very many": [2, *range(8, 60_000)],
}


@pytest.mark.parametrize("allowed", ALLOWED.values(), ids=ALLOWED)
def test_only_allowed_ids_and_all_of_them(index, allowed):
    everything = index.search("预算执行不够", 1000)
    expected = [hit for hit in everything if hit[0] in set(allowed)]
    found = index.search("预算执行不够", 1000, np.array(allowed, np.int64))
    assert ids(found) == ids(expected)
    assert [score for _, score in found] == pytest.approx([score for _, score in expected], rel=1e-5)


def test_the_best_of_the_allowed_are_found_behind_many_better_ones(engine, folder, passage):
    index = engine(folder)
    index.add([passage(i, "预算执行进度偏慢") for i in range(1, 1001)])
    index.add([passage(i, "预算编制不够精细，执行中调整较多") for i in range(1001, 1011)])
    index.commit("library:1")
    allowed = np.array([*range(1001, 1011), *range(2000, 60_000)], np.int64)
    assert sorted(ids(index.search("预算执行进度", 10, allowed))) == list(range(1001, 1011))
    assert sorted(ids(index.search("预算执行进度", 10, allowed[:10]))) == list(range(1001, 1011))


def test_rollback_forgets_what_was_not_committed_and_lets_others_write(index, engine, folder, passage):
    index.add([passage(21, ROADS)])
    index.remove([3])
    index.rollback()
    assert ids(index.search(ROADS, 1)) == [3]
    other = engine(folder)
    other.add([passage(34, "政府采购")])
    other.commit("library:2")
    assert (index.stamp, ids(index.search("政府采购", 1))) == ("library:2", [34])
    assert 21 not in ids(index.search(ROADS, 10))


def test_rollback_of_nothing_does_nothing(index):
    index.rollback()
    assert (index.stamp, ids(index.search(ROADS, 1))) == ("library:1", [3])


def test_clear_forgets_everything_at_once(index, engine, folder, passage, passages):
    index.add([passage(21, "预算执行")])  # uncommitted, and forgotten too
    index.clear()
    assert (index.stamp, index.search("预算执行", 10)) == ("", [])
    again = engine(folder)
    assert (again.stamp, again.search("预算执行", 10)) == ("", [])
    again.add(passages[:2])
    again.commit("library:9")
    assert sorted(ids(again.search("预算执行 技术人员", 10))) == [1, 2]


QUERIES = [
    "",
    "   ",
    "。，！",
    'words:预算 AND NOT "',
    "预算* ~2 ^3 [a TO b] +-&&||!(){}\\/",
    '"" “” "。"',
    "\x00\ud7ff\U0001f600",
    "预算" * 3000,
]


@pytest.mark.parametrize("query", QUERIES)
def test_whatever_is_typed_is_text(index, query):
    assert set(ids(index.search(query, 10))) <= set(TEXTS)


DAMAGES = {
    "gone": lambda file: file.unlink(),
    "empty": lambda file: file.write_bytes(b""),
    "cut short": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "something else": lambda file: file.write_bytes("这不是索引".encode() * 40),
    "bits turned": lambda file: file.write_bytes(bytes(byte ^ 0x55 for byte in file.read_bytes())),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_files_are_an_empty_index_that_can_be_filled_anew(index, engine, folder, passages, tmp_path, damage):
    expected = index.search("预算执行", 10)
    del index
    for number, file in enumerate(sorted(path for path in folder.rglob("*") if path.is_file())):
        copy = tmp_path / str(number)
        shutil.copytree(folder, copy)
        damage(copy / file.relative_to(folder))
        damaged = engine(copy)
        if damaged.stamp:  # a file without which it is whole
            assert (damaged.stamp, damaged.search("预算执行", 10)) == ("library:1", expected), file.name
            continue
        damaged.clear()
        damaged.add(passages)
        damaged.commit("library:2")
        again = engine(copy)
        assert (again.stamp, ids(again.search("预算执行", 10))) == ("library:2", ids(expected)), file.name


def test_a_folder_that_cannot_be_made_is_named(engine, tmp_path):
    (tmp_path / "file").write_text("")
    index = engine(tmp_path / "file" / "index")
    with pytest.raises(LibraryError, match="file"):
        index.commit("library:1")
