"""Search over a library: fusion, filters, highlights, and indexes that keep up."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from index.keyword import KeywordIndex
from index.library import Library
from index.search import DEPTH, WEIGHTS, Searcher
from index.types import Filters, Query
from index.vector import VectorIndex
from nlp.errors import CallError, LibraryError

NEWER = (("read", "2"),)


def searcher_over(library, encoder):
    return Searcher(
        library, KeywordIndex(library.indexes / "keyword"), VectorIndex(library.indexes / "vector", encoder)
    )


@pytest.fixture
def searcher(library, encoder):
    return searcher_over(library, encoder)


def report_of(make_report, part, *texts, **profile):
    """A report with one problem section for each text."""
    return make_report([part(f"{n}.", f"第{n}项", "问题", (text,)) for n, text in enumerate(texts, start=1)], **profile)


def texts(hits):
    return [hit.passage.text for hit in hits]


@pytest.fixture
def filled(library, searcher, make_report, part):
    library.put(
        report_of(
            make_report,
            part,
            "年底集中支付，预算执行进度偏慢。",
            "预算执行率为90%。",
            "执法人员年龄老化，后继乏人。",
            "固定资产未及时入账。",
            name="甲.txt",
        )
    )
    library.put(
        report_of(make_report, part, "支付进度不均衡。", "按照乐市监〔2020〕21号文件执行。", name="乙.txt", year=2023)
    )
    searcher.refresh()
    return searcher


def test_the_best_hit_says_what_was_asked(filled):
    hits = filled.search(Query("预算执行进度", k=3))
    assert texts(hits)[0] == "年底集中支付，预算执行进度偏慢。"
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].score == pytest.approx(1.0)
    marked = "".join(hits[0].passage.text[start:end] for start, end in hits[0].highlights)
    assert marked == "预算执行进度"


def test_a_score_is_the_weighted_sum_of_its_legs(filled):
    hits = filled.search(Query("预算执行进度偏慢", k=6))
    assert len(hits) == 6
    for hit in hits:
        assert hit.score == pytest.approx(sum(WEIGHTS[name] * score for name, score in hit.legs))
        assert all(0 <= score <= 1 for _, score in hit.legs)


def test_without_a_matching_word_there_is_no_keyword_score(filled):
    legs = {hit.passage.text: dict(hit.legs) for hit in filled.search(Query("预算执行", k=6))}
    assert "keyword" not in legs["固定资产未及时入账。"]
    assert legs["预算执行率为90%。"]["keyword"] > 0


@pytest.mark.parametrize("mode", ["keyword", "vector"])
def test_one_leg_alone(filled, mode):
    hits = filled.search(Query("预算执行进度偏慢", mode=mode))
    assert texts(hits)[0] == "年底集中支付，预算执行进度偏慢。"
    assert {name for hit in hits for name, _ in hit.legs} == {mode}
    if mode == "keyword":
        assert "固定资产未及时入账。" not in texts(hits)


def test_a_number_has_no_meaning_but_is_found(filled):
    """The vector leg finds nothing and has no say: the score is that of the keyword leg."""
    hits = filled.search(Query("90%"))
    assert texts(hits)[0] == "预算执行率为90%。"
    assert hits[0].legs == (("keyword", 1.0),)
    assert hits[0].score == pytest.approx(1.0)


def test_a_document_number_is_found_whatever_its_brackets(filled):
    assert texts(filled.search(Query("乐市监[2020]21号", mode="keyword")))[0] == "按照乐市监〔2020〕21号文件执行。"


@pytest.mark.parametrize("mode", ["hybrid", "keyword", "vector"])
def test_a_quoted_phrase_must_be_there(filled, mode):
    assert texts(filled.search(Query("“执行进度”预算", mode=mode))) == ["年底集中支付，预算执行进度偏慢。"]
    assert filled.search(Query("“进度执行”", mode=mode)) == []


@pytest.mark.parametrize("mode", ["hybrid", "keyword", "vector"])
def test_a_phrase_is_found_behind_more_passages_than_a_leg_names(library, searcher, make_report, part, mode):
    nearer = [f"预算执行进度偏慢的第{n}项。" for n in range(2 * DEPTH)]
    far = "执法装备配备不足，一人多岗，食品抽检任务重，历史文化街区保护压力大，与预算执行无关。"
    library.put(report_of(make_report, part, *nearer, far))
    searcher.refresh()
    assert texts(searcher.search(Query("预算执行进度偏慢“一人多岗”", mode=mode))) == [far]


@pytest.mark.parametrize("mode", ["hybrid", "keyword", "vector"])
@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(year=(2023,)), {"支付进度不均衡。", "按照乐市监〔2020〕21号文件执行。"}),
        (Filters(year=(1999,)), set()),
        (Filters(section=("概况",)), set()),
    ],
)
def test_filters_hold_in_every_mode(filled, mode, filters, found):
    hits = filled.search(Query("支付进度按照文件执行", mode=mode, filters=filters))
    assert set(texts(hits)) == found


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (Query(""), "检索词是空的"),
        (Query(" \n"), "检索词是空的"),
        (Query("预算", k=0), "不小于 1"),
        (Query("预算", mode="fuzzy"), "hybrid、keyword、vector"),
    ],
)
def test_a_call_that_is_wrong_says_why(filled, query, sentence):
    with pytest.raises(CallError, match=sentence):
        filled.search(query)


@pytest.mark.parametrize("text", ["AND OR NOT", 'id:1 OR "', "words:*", "+-()[]{}^~", "“”", "预算~2 AND (执行", "？！"])
def test_what_a_person_types_is_text_not_syntax(filled, text):
    assert len(filled.search(Query(text))) <= 10


def test_an_empty_library_has_no_hits(searcher):
    assert searcher.refresh() == 0
    assert searcher.search(Query("预算")) == []


def test_before_the_first_refresh_there_are_no_hits(library, searcher, make_report):
    library.put(make_report())
    assert searcher.search(Query("预算")) == []


def test_refresh_indexes_only_what_is_new(library, searcher, make_report):
    library.put(make_report(name="甲.txt"))
    passages = len(library.changes().added)
    told = []
    assert searcher.refresh(lambda done, total: told.append((done, total))) == 2 * passages
    assert told[-1] == (2 * passages, 2 * passages)
    assert searcher.refresh() == 0
    library.put(make_report(name="乙.txt"))
    assert searcher.refresh() == 2 * passages


def test_a_removed_report_is_found_no_more(library, filled, make_report):
    gone = library.resolve("乙")
    library.remove(gone)
    assert gone not in {hit.passage.report for hit in filled.search(Query("支付进度"))}  # even before the refresh
    assert filled.refresh() == 0
    hits = filled.search(Query("支付进度"))
    assert {hit.passage.report for hit in hits} == {library.resolve("甲")}


def test_a_replaced_report_is_found_as_it_is_now(library, searcher, make_report):
    report = make_report()
    library.put(report)
    searcher.refresh()
    library.put(replace(report, items=(), made_by=NEWER))
    searcher.refresh()
    hits = searcher.search(Query("预算执行进度偏慢"))
    assert {hit.passage.themes for hit in hits} == {()}
    assert len(hits) == len(library.changes().added)


def test_indexes_left_by_an_earlier_run_are_used(library, filled, encoder):
    again = searcher_over(library, encoder)
    assert again.refresh() == 0
    assert again.search(Query("预算执行进度")) == filled.search(Query("预算执行进度"))


@pytest.mark.parametrize("lost", ["keyword", "vector", "."])
def test_lost_indexes_are_rebuilt(library, filled, encoder, lost):
    before = filled.search(Query("预算执行进度"))
    shutil.rmtree(library.indexes / lost)
    again = searcher_over(library, encoder)
    passages = len(library.changes().added)
    assert again.refresh() == (2 * passages if lost == "." else passages)
    assert again.search(Query("预算执行进度")) == before


def test_of_several_who_come_at_once_one_does_the_work(library, encoder, make_report):
    for n in range(5):
        library.put(make_report(name=f"{n}.txt"))
    met, done = threading.Barrier(4), []

    def looks():
        searcher = searcher_over(library, encoder)
        met.wait()
        done.append((searcher.refresh(), searcher.search(Query("预算执行进度"))))

    threads = [threading.Thread(target=looks) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(count for count, _ in done) == [0, 0, 0, 2 * len(library.changes().added)]
    assert [hits for _, hits in done] == [done[0][1]] * 4


def test_what_is_cut_short_leaves_no_lock_and_the_next_one_finishes(library, searcher, make_report, encoder):
    def stops(done, total):
        raise KeyboardInterrupt

    library.put(make_report())
    with pytest.raises(KeyboardInterrupt) as kept:  # and the traceback with all its frames
        searcher.refresh(stops)
    again = searcher_over(library, encoder)
    assert again.refresh() == 2 * len(library.changes().added)
    assert kept.value.__traceback__ is not None


def test_who_has_to_wait_is_told_so(library, searcher, make_report, encoder):
    library.put(make_report())
    told = []
    others = searcher_over(library, encoder)
    with ThreadPoolExecutor(1) as pool:
        started, may_go_on = threading.Event(), threading.Event()

        def works(done, total):
            started.set()
            may_go_on.wait()

        first = pool.submit(searcher.refresh, works)
        started.wait()

        def waits():
            told.append("waiting")
            may_go_on.set()

        assert others.refresh(waiting=waits) == 0
        assert first.result() == 2 * len(library.changes().added)
    assert told == ["waiting"]


def test_indexes_whose_place_is_taken_are_named(library, encoder, make_report):
    library.put(make_report())
    library.indexes.write_text("a file where the folder should be")
    searcher = Searcher(
        library, KeywordIndex(library.indexes.parent / "k"), VectorIndex(library.indexes.parent / "v", encoder)
    )
    with pytest.raises(LibraryError, match="无法更新"):
        searcher.refresh()


def test_another_encoder_rebuilds_the_vectors_only(library, filled, other_encoder):
    again = searcher_over(library, other_encoder)
    assert again.refresh() == len(library.changes().added)


def test_indexes_of_another_library_are_rebuilt(library, filled, tmp_path, make_report, encoder):
    with Library.open(tmp_path / "other") as other:
        shutil.copytree(library.indexes, other.indexes)
        other.put(make_report(name="丙.txt"))
        searcher = searcher_over(other, encoder)
        assert searcher.refresh() == 2 * len(other.changes().added)
        held = {entry.id for entry in other.entries()}
        assert {hit.passage.report for hit in searcher.search(Query("预算执行进度"))} == held


def test_indexes_ahead_of_a_library_that_was_restored_are_rebuilt(place, tmp_path, make_report, encoder):
    with Library.open(place) as library:
        library.put(make_report(name="甲.txt"))
        searcher_over(library, encoder).refresh()
    shutil.copytree(place, tmp_path / "backup")
    with Library.open(place) as library:
        library.put(make_report(name="乙.txt"))
        searcher_over(library, encoder).refresh()
    shutil.copytree(place / "indexes", tmp_path / "backup" / "indexes", dirs_exist_ok=True)
    with Library.open(tmp_path / "backup") as library:
        searcher = searcher_over(library, encoder)
        assert searcher.refresh() == 2 * len(library.changes().added)
        assert len(searcher.search(Query("预算执行进度"))) == len(library.changes().added)


def test_hybrid_ranks_by_exact_scores_over_all_candidates(library, searcher, make_report, part, encoder):
    """More passages than a leg names: each candidate still has its true cosine, on one straight line to 0..1."""
    rng = np.random.default_rng(1)
    words = ["预算", "执行", "进度", "绩效", "资产", "采购", "人员", "监管", "项目", "资金", "制度", "培训"]
    said = ["".join(rng.choice(words, size=12)) for _ in range(400)]
    library.put(report_of(make_report, part, *said))
    searcher.refresh()
    query = Query("预算执行进度偏慢", k=20)
    cosines = dict(VectorIndex(library.indexes / "vector", encoder).search(query.text, 400))
    hits = searcher.search(query)
    assert len(hits) == 20
    raw = np.array([cosines[hit.passage.id] for hit in hits])
    unit = np.array([dict(hit.legs)["vector"] for hit in hits])
    slope, offset = np.polyfit(raw, unit, 1)
    assert unit == pytest.approx(slope * raw + offset, abs=1e-4)
