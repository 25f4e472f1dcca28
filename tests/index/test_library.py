"""The library: what is kept, what is found again, what a filter lets through."""

import shutil
import sqlite3
import threading
from dataclasses import replace
from decimal import Decimal

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from index.database import shown
from index.keyword import KeywordIndex
from index.library import Library
from index.schema import METADATA, VERSION
from index.search import Searcher
from index.types import Filters, Outcome
from index.vector import VectorIndex
from nlp.errors import LibraryError, NotInLibrary, SchemaMismatch

NEWER = (("read", "2"), ("items", "1"))


def texts(library):
    return [passage.text for passage in library.passages(library.changes().added).values()]


def test_a_library_exists_once_it_was_opened(tmp_path):
    where = tmp_path / "here"
    where.mkdir()
    assert not Library.exists(where)
    Library.open(where).close()
    assert Library.exists(where)
    assert Library.exists("postgresql://somewhere/else")


def test_a_library_that_cannot_be_written_to_is_read(place, make_report, as_nobody, tmp_path, monkeypatch, encoder):
    report, other = make_report(name="甲.txt"), make_report(name="乙.txt")
    with Library.open(place) as library:
        library.put(report)
    cache = tmp_path / "cache"
    cache.mkdir(mode=0o777)
    cache.chmod(0o777)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    place.chmod(0o555)
    (place / "library.sqlite").chmod(0o444)
    with as_nobody(place), Library.open(place) as library:
        assert library.get(report.document.id) == report
        searcher = Searcher(
            library,
            KeywordIndex(library.indexes / "keyword"),
            VectorIndex(library.indexes / "vector", encoder),
        )
        assert searcher.refresh() == 2 * len(library.changes().added)
        with pytest.raises(LibraryError, match=f"资料库 {place}/library.sqlite 不能写入"):
            library.put(other)
    assert [path.name for path in place.iterdir()] == ["library.sqlite"]
    place.chmod(0o755)


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("/data/a 库", "/data/a 库"),
        ("postgresql://who:secret@host/db", "postgresql://who:***@host/db"),
        ("postgresql://host/db?user=who&password=secret", "postgresql://host/db?password=***&user=who"),
        ("postgresql://who:sec@ret@host:5432/db", "postgresql://…"),  # an @ in it
        ("postgresql://who:secret@host:port/db", "postgresql://…"),  # cannot be taken apart
    ],
)
def test_a_place_is_shown_without_its_password(where, said):
    assert shown(where) == said


def test_a_report_comes_back_as_it_was_put(library, make_report):
    report = make_report(budget="14442800.50")
    assert library.put(report) is Outcome.ADDED
    assert library.get(report.document.id) == report


def test_an_entry_is_the_profile_with_counts(library, make_report):
    library.put(make_report(budget="14442800.50"))
    entry = library.entries()[0]
    assert (entry.bureau, entry.year, entry.budget) == ("甲县水利局", 2024, Decimal("14442800.50"))
    assert (entry.problems, entry.measures, entry.findings) == (2, 1, 0)
    assert entry.self_score is None
    assert entry.added_at.endswith("+00:00")


def test_putting_the_same_again_changes_nothing(library, make_report):
    library.put(make_report())
    before = library.revision, library.changes().added.tolist()
    assert library.put(make_report()) is Outcome.UNCHANGED
    assert (library.revision, library.changes().added.tolist()) == before


def test_the_same_file_understood_anew_replaces(library, make_report):
    library.put(make_report())
    first = library.changes()
    added_at = library.entries()[0].added_at
    newer = replace(make_report(), made_by=NEWER, items=())
    assert library.put(newer) is Outcome.REPLACED
    assert library.get(newer.document.id) == newer
    assert [(e.problems, e.added_at) for e in library.entries()] == [(0, added_at)]
    since = library.changes(first.revision)
    assert since.removed.tolist() == first.added.tolist()
    assert min(since.added) > max(first.added)  # an id is never used again


def test_known_asks_for_the_file_and_the_versions(library, make_report):
    report = make_report()
    assert not library.known(report.document.id, report.made_by)
    library.put(report)
    assert library.known(report.document.id, report.made_by)
    assert library.known(report.document.id, report.made_by[::-1])  # the order of the steps says nothing
    assert not library.known(report.document.id, NEWER)


def test_ids_are_not_used_again_after_the_last_report_is_removed(library, make_report):
    report = make_report()
    library.put(report)
    last = max(library.changes().added)
    library.remove(report.document.id)
    library.put(report)
    assert min(library.changes().added) > last


def test_entries_are_found_by_id_without_those_that_are_gone(library, make_report):
    kept, gone = make_report(name="甲.txt"), make_report(name="乙.txt")
    for report in (kept, gone):
        library.put(report)
    library.remove(gone.document.id)
    found = library.entries_of([gone.document.id, kept.document.id, kept.document.id])
    assert found == {kept.document.id: library.entries()[0]}
    assert library.held(kept.document.id) == (library.entries()[0], kept)


def test_remove_forgets_the_report_and_its_passages(library, make_report):
    kept, gone = make_report(name="甲.txt"), make_report(name="乙.txt")
    library.put(kept)
    library.put(gone)
    before = library.revision
    library.remove(gone.document.id)
    assert [entry.name for entry in library.entries()] == ["甲.txt"]
    assert {passage.report for passage in library.passages(library.changes().added).values()} == {kept.document.id}
    assert len(library.changes(before).removed) == len(library.changes().added)
    with pytest.raises(NotInLibrary, match=gone.document.id[:12]):
        library.get(gone.document.id)
    with pytest.raises(NotInLibrary):
        library.remove(gone.document.id)


def test_passages_come_in_the_order_asked_without_those_that_are_gone(library, make_report):
    library.put(make_report())
    ids = library.changes().added.tolist()
    assert list(library.passages([ids[2], 999_999, ids[0]])) == [ids[2], ids[0]]


def test_passages_carry_where_they_stand(library, make_report):
    report = make_report()
    library.put(report)
    problem = next(p for p in library.passages(library.changes().added).values() if p.section_type == "问题")
    assert problem.section_title == "二、存在的问题"
    assert problem.themes == ("预算执行", "绩效目标与指标")
    assert report.document.text[problem.start : problem.end].replace("\n", "") == problem.text.replace("\n", "")


def test_more_passages_than_one_statement_may_name(library, make_report, part):
    long = [part(f"{n}.", f"第{n}项", "问题", (f"第{n}项工作没有完成。",)) for n in range(1, 2500)]
    library.put(make_report([part("", "", "封面", ("报告",)), *long]))
    ids = library.changes().added
    assert len(library.passages(ids)) == len(ids) == 2500


def test_changes_tell_what_came_and_went_since(library, make_report):
    assert library.revision == 0
    library.put(make_report(name="甲.txt"))
    first = library.changes()
    library.put(make_report(name="乙.txt"))
    second = library.changes(first.revision)
    assert (first.revision, second.revision) == (1, 2)
    assert set(first.added) | set(second.added) == set(library.changes().added)
    assert not set(first.added) & set(second.added)
    assert len(library.changes(2).added) == len(library.changes(2).removed) == 0


@pytest.fixture
def shelf(library, make_report):
    """Four reports that differ in what filters ask for."""
    library.put(make_report(name="甲.txt", bureau="乐昌市市场监督管理局", province="广东省", city="韶关市", year=2023))
    library.put(make_report(name="乙.txt", bureau="乐昌市市场监督管理局", province="广东省", city="韶关市", year=2024))
    library.put(make_report(name="丙.txt", bureau="益阳市水利局", kind="项目支出", items=()))
    library.put(make_report(name="丁.txt", bureau=None, province=None, city=None, county=None, year=None, kind=None))
    return library


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(), "甲乙丙丁"),
        (Filters(province=("广东省",)), "甲乙"),
        (Filters(province=("广东",)), "甲乙"),  # as people say it
        (Filters(province=("东",)), ""),  # but not any part of it
        (Filters(city=("韶关", "益阳")), "甲乙丙"),  # alternatives
        (Filters(bureau=("水利局",)), "丙"),
        (Filters(bureau=("%",)), ""),  # text, not a pattern
        (Filters(year=(2024,)), "乙丙"),
        (Filters(year=(2024,), province=("广东",)), "乙"),  # all conditions at once
        (Filters(kind=("项目支出",)), "丙"),
        (Filters(section=("问题",)), "甲乙丙丁"),
        (Filters(theme=("绩效目标与指标",)), "甲乙丁"),  # 丙 has no items
        (Filters(section=("改进措施",), theme=("绩效目标与指标",)), ""),  # both of one passage
        (Filters(county=("乙县",)), ""),
    ],
)
def test_filters(shelf, filters, names):
    assert {entry.name[0] for entry in shelf.entries(filters)} == set(names)
    assert {entry.name[0] for entry, _ in shelf.reports(filters)} == set(names)
    allowed = shelf.allowed(filters)
    held = shelf.passages(shelf.changes().added if allowed is None else allowed).values()
    assert {p.report for p in held} == {entry.id for entry in shelf.entries(filters)}
    assert all(p.section_type in filters.section for p in held if filters.section)
    assert all(set(p.themes) & set(filters.theme) for p in held if filters.theme)


def test_no_filter_allows_without_naming(shelf):
    assert shelf.allowed(Filters()) is None
    assert shelf.allowed(Filters(year=(1999,))).tolist() == []


def test_entries_are_sorted_for_reading(shelf):
    assert [(e.bureau, e.year) for e in shelf.entries()] == [
        ("乐昌市市场监督管理局", 2023),
        ("乐昌市市场监督管理局", 2024),
        ("益阳市水利局", 2024),
        (None, None),
    ]


def test_reports_leaves_out_one_that_is_removed_meanwhile(shelf):
    reading = shelf.reports()
    next(reading)
    shelf.remove(shelf.entries()[2].id)
    assert len(list(reading)) == 2


def test_opening_again_keeps_identity_and_contents(place, make_report):
    with Library.open(place) as library:
        library.put(make_report())
        identity = library.identity
    with Library.open(str(place)) as library:
        assert (library.identity, library.revision, len(library.entries())) == (identity, 1, 1)
        assert library.indexes == place / "indexes"


def test_two_libraries_are_two(tmp_path):
    with Library.open(tmp_path / "a") as one, Library.open(tmp_path / "b") as other:
        assert one.identity != other.identity


def test_a_url_opens_a_library_too(tmp_path, make_report, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with Library.open(f"sqlite:///{tmp_path}/elsewhere.db") as library:
        library.put(make_report())
        assert library.indexes == tmp_path / "cache" / "jixiao" / library.identity


def test_the_migrations_build_just_the_tables_of_the_schema(place):
    Library.open(place).close()
    engine = create_engine(f"sqlite:///{place / 'library.sqlite'}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert context.get_current_revision() == VERSION
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def set_version(place, version):
    connection = sqlite3.connect(place / "library.sqlite")
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    connection.close()


def test_a_library_of_a_newer_version_is_left_alone(place):
    Library.open(place).close()
    set_version(place, "9999")
    with pytest.raises(SchemaMismatch, match=r"9999.*升级"):
        Library.open(place)
    set_version(place, VERSION)
    Library.open(place).close()


def test_many_open_a_new_library_at_once(place):
    met = threading.Barrier(6)
    identities, errors = [], []

    def opens():
        met.wait()
        try:
            with Library.open(place) as library:
                identities.append(library.identity)
        except LibraryError as error:
            errors.append(error)

    threads = [threading.Thread(target=opens) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(identities) == 6
    assert len(set(identities)) == 1


def test_a_file_that_is_no_library(place):
    place.mkdir()
    (place / "library.sqlite").write_bytes("这不是数据库".encode() * 200)
    with pytest.raises(LibraryError, match="无法读写"):
        Library.open(place)


@pytest.mark.parametrize("where", ["nosuch://x/y", "sqlite://///"])
def test_an_address_that_leads_nowhere(where):
    with pytest.raises(LibraryError, match="资料库"):
        Library.open(where)


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="无法建立资料库文件夹"):
        Library.open(tmp_path / "file" / "library")


def test_damaged_data_of_one_report_names_it(place, make_report):
    report = make_report()
    with Library.open(place) as library:
        library.put(report)
    connection = sqlite3.connect(place / "library.sqlite")
    with connection:
        connection.execute("UPDATE reports SET data = x'00112233'")
    connection.close()
    with Library.open(place) as library, pytest.raises(LibraryError, match=report.document.id[:12]):
        library.get(report.document.id)


def test_a_failing_put_leaves_nothing_behind(place, make_report):
    with Library.open(place) as library:
        library.put(make_report(name="甲.txt"))
        connection = sqlite3.connect(place / "library.sqlite")
        with connection:  # the disk refuses the last table that a put writes
            connection.execute(
                "CREATE TRIGGER full BEFORE INSERT ON passage_themes BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
        connection.close()
        before = library.revision, texts(library), library.entries()
        with pytest.raises(LibraryError, match="disk full"):
            library.put(make_report(name="乙.txt"))
        with pytest.raises(LibraryError, match="disk full"):
            library.put(replace(make_report(name="甲.txt"), made_by=NEWER))
        assert (library.revision, texts(library), library.entries()) == before


def test_a_copied_library_is_the_same(place, tmp_path, make_report):
    with Library.open(place) as library:
        library.put(make_report())
    shutil.copytree(place, tmp_path / "copy")
    with Library.open(place) as one, Library.open(tmp_path / "copy") as other:
        assert one.entries() == other.entries()
