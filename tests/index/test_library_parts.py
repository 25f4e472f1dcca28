"""Several reports of one file in the library: together in, together known, named one by one."""

import sqlite3
from dataclasses import replace

import pytest

from index.keyword import KeywordIndex
from index.library import Library
from index.schema import VERSION
from index.search import Searcher
from index.types import Filters, Outcome
from index.vector import VectorIndex
from nlp.errors import Ambiguous, LibraryError, NotInLibrary
from nlp.types import Part

FILE = "决算.pdf"
SHA = "ab" * 32
NEWER = (("read", "2"), ("items", "1"))
FIRST = """
DROP TABLE parts;
UPDATE alembic_version SET version_num = '0001';
"""


@pytest.fixture
def reports(make_report):
    """The reports of one file: `reports(3)`, or with `only` some of them."""

    def made(total, only=None, **about):
        return [
            replace(
                report,
                document=replace(report.document, id=f"{SHA}-{n}", part=Part(n, total, (n, n), f"第{n}份报告")),
            )
            for n in range(1, total + 1)
            if only is None or n in only
            for report in [make_report(name=FILE, year=2020 + n, **about)]
        ]

    return made


def ids(library):
    return [entry.id for entry in library.entries()]


def test_all_reports_of_a_file_are_put_together(library, reports):
    assert library.put(*reports(3)) is Outcome.ADDED
    assert [(entry.name, entry.part, entry.year) for entry in library.entries()] == [
        (FILE, n, 2020 + n) for n in (1, 2, 3)
    ]
    assert [library.get(report.document.id) for report in reports(3)] == reports(3)
    assert library.put(*reports(3)) is Outcome.UNCHANGED


def test_reports_of_a_file_come_in_one_transaction(place, reports):
    with Library.open(place) as library:
        connection = sqlite3.connect(place / "library.sqlite")
        with connection:  # the disk refuses the last of them
            connection.execute(
                "CREATE TRIGGER full BEFORE INSERT ON parts WHEN NEW.number = 3"
                " BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
        connection.close()
        with pytest.raises(LibraryError, match="disk full"):
            library.put(*reports(3))
        assert (library.revision, library.entries(), len(library.changes().added)) == (0, [], 0)


def test_a_file_is_known_when_all_its_reports_are_held_by_these_versions(library, reports):
    versions = reports(1)[0].made_by
    assert library.known(SHA, versions) is None
    library.put(*reports(3))
    assert library.known(SHA, versions) == FILE
    assert library.known(SHA, NEWER) is None
    library.remove(f"{SHA}-2")
    assert library.known(SHA, versions) is None
    before = library.changes()
    assert library.put(*reports(3)) is Outcome.REPLACED
    assert library.known(SHA, versions) == FILE
    since = library.changes(before.revision)
    assert {passage.report for passage in library.passages(since.added).values()} == {f"{SHA}-2"}
    assert len(since.removed) == 0


def test_what_a_file_does_not_give_any_more_is_withdrawn(library, reports):
    library.put(*reports(3))
    before = library.changes()
    newer = [replace(report, made_by=NEWER) for report in reports(2)]
    assert library.put(*newer) is Outcome.REPLACED
    assert ids(library) == [f"{SHA}-1", f"{SHA}-2"]
    assert library.known(SHA, NEWER) == FILE
    since = library.changes(before.revision)
    assert since.removed.tolist() == before.added.tolist()
    assert {passage.report for passage in library.passages(since.added).values()} == set(ids(library))


def test_a_file_held_whole_may_turn_out_to_hold_several_and_back(library, reports, make_report):
    whole = make_report(name=FILE)
    whole = replace(whole, document=replace(whole.document, id=SHA))
    library.put(whole)
    library.put(*[replace(report, made_by=NEWER) for report in reports(2)])
    assert ids(library) == [f"{SHA}-1", f"{SHA}-2"]
    library.put(whole)
    assert [(entry.id, entry.part) for entry in library.entries()] == [(SHA, None)]
    assert library.known(SHA, whole.made_by) == FILE


def test_derived_indexes_follow(place, reports, encoder):
    with Library.open(place) as library:
        indexes = KeywordIndex(library.indexes / "keyword"), VectorIndex(library.indexes / "vector", encoder)
        searcher = Searcher(library, *indexes)
        for found in (reports(3), [replace(report, made_by=NEWER) for report in reports(1)]):
            library.put(*found)
            searcher.refresh()
            hits = {passage for index in indexes for passage, _ in index.search("预算执行进度偏慢", 50)}
            held = library.passages(hits)
            assert hits == set(held)
            assert {passage.report for passage in held.values()} == {report.document.id for report in found}


def test_a_filter_sees_one_report_of_a_file(library, reports):
    library.put(*reports(3))
    assert [entry.part for entry in library.entries(Filters(year=(2022,)))] == [2]
    assert [entry.part for entry in library.entries_of([f"{SHA}-3"]).values()] == [3]


def test_other_files_do_not_go_in_with_a_file(library, reports, make_report):
    with pytest.raises(LibraryError, match="同一个文件"):
        library.put(*reports(2), make_report())
    with pytest.raises(LibraryError, match="每份一次"):
        library.put(*reports(2), *reports(1))
    assert library.entries() == []


@pytest.mark.parametrize("name", [f"{FILE}#2", "决算#2", "决算＃２", f"{SHA[:12]}-2", f"{SHA}-2", "甲县水利局 2022"])
def test_a_report_of_a_file_is_named(library, reports, name):
    library.put(*reports(3))
    assert library.resolve(name) == f"{SHA}-2"
    assert library.resolve(name, exactly=True) == f"{SHA}-2"


@pytest.mark.parametrize("name", [FILE, "决算", SHA[:12]])
def test_a_file_with_several_reports_is_ambiguous_and_says_how_to_name_each(library, reports, name):
    library.put(*reports(3))
    with pytest.raises(Ambiguous) as raised:
        library.resolve(name)
    for n in (1, 2, 3):
        assert f"{SHA[:12]}-{n} {FILE}#{n}（甲县水利局{2020 + n}年）" in str(raised.value)
    assert "文件名#第几份" in str(raised.value)


def test_the_only_report_of_a_file_needs_no_number(library, reports):
    library.put(*reports(1))
    assert library.resolve(FILE) == library.resolve(f"{FILE}#1") == f"{SHA}-1"
    with pytest.raises(NotInLibrary):
        library.resolve(f"{FILE}#2")


def test_a_library_of_the_first_version_is_migrated_with_what_it_holds(place, make_report, reports):
    report = make_report()
    with Library.open(place) as library:
        library.put(report)
        before = library.entries(), library.changes().added.tolist()
    connection = sqlite3.connect(place / "library.sqlite")
    connection.executescript(FIRST)
    connection.close()
    with Library.open(place) as library:
        assert (library.entries(), library.changes().added.tolist()) == before
        assert library.known(report.document.id, report.made_by) == report.document.name
        assert library.get(report.document.id) == report
        assert library.put(*reports(2)) is Outcome.ADDED
    connection = sqlite3.connect(place / "library.sqlite")
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(VERSION,)]
    connection.close()
