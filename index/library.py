"""The library: the database is the truth, everything else is derived from it and may be deleted."""

import json
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from sqlalchemy import Connection, Engine, Row, Select, delete, insert, literal, select, union_all, update

from index import database, naming
from index.filters import of_passages, of_reports
from index.passages import Draft, cut
from index.schema import changes, departed, library, parts, passage_themes, passages, reports
from index.types import Changes, Entry, Filters, Ids, Outcome, Passage
from nlp import codec
from nlp.errors import LibraryError, NotInLibrary
from nlp.types import Document, ItemRole, Report

_CHUNK = 1000  # rows asked for at once; SQLite allows 32,766 variables in a statement
_LISTED = [parts.c.number if field.name == "part" else reports.c[field.name] for field in fields(Entry)]
_SHELF = reports.outerjoin(parts)
_ORDER = [
    *(reports.c[name].nulls_last() for name in ("province", "city", "county", "bureau", "year", "name")),
    parts.c.number.nulls_first(),
    reports.c.id,
]
_NOTHING = Filters()


class Library:
    """Reports and their passages in a database; made with `Library.open`.

    Every method is one transaction, and safe beside readers and writers in other threads and
    processes. LibraryError where the database cannot do it.
    """

    def __init__(self, engine: Engine, indexes: Path | None = None) -> None:
        self._engine = engine
        with database.reading(engine) as connection:
            self.identity: str = connection.execute(select(library.c.identity)).scalar_one()
        self.indexes = indexes or _cache() / self.identity  # where derived indexes belong; may not exist yet

    @classmethod
    def open(cls, where: str | Path) -> "Library":
        """The library in a folder (made if need be) or behind an SQLAlchemy URL, migrated up.

        A folder that cannot be written to is read as it stands, its indexes are kept with those of databases behind
        a URL. SchemaMismatch where a newer jixiao wrote it.
        """
        elsewhere = "://" in str(where) or database.is_fixed(where)
        return cls(database.connect(where), None if elsewhere else Path(where).expanduser() / "indexes")

    @staticmethod
    def exists(where: str | Path) -> bool:
        """True where `open` would find a library rather than make one; of a URL only opening it can tell: True."""
        return "://" in str(where) or (Path(where).expanduser() / database.FILE).exists()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def revision(self) -> int:
        """How many changes there have been."""
        with database.reading(self._engine) as connection:
            return _revision(connection)

    def known(self, file: str, made_by: tuple[tuple[str, str], ...]) -> str | None:
        """The name under which all reports of this file are held as understood by just these versions, else None.

        `file` is the SHA-256 of its bytes. None too where one of several was removed.
        """
        with database.reading(self._engine) as connection:
            rows = connection.execute(_of_file(file)).all()
        whole = bool(rows) and len(rows) == (rows[0].total or 1)
        return rows[0].name if whole and {row.made_by for row in rows} == {_versions(made_by)} else None

    def put(self, report: Report, *others: Report) -> Outcome:
        """Keep all reports of one file with their passages; the same ones again change nothing.

        What the file gave before and does not give any more is withdrawn.
        """
        together = {one.document.id: one for one in (report, *others)}
        if len({one.document.file for one in together.values()}) > 1 or len(together) <= len(others):
            raise LibraryError("一次只能放入同一个文件的报告，每份一次")
        wanted = {key: _versions(one.made_by) for key, one in together.items()}
        with database.reading(self._engine) as connection:
            if _held(connection, report.document.file) == wanted:
                return Outcome.UNCHANGED
        rows = {key: (_row(one), cut(one)) for key, one in together.items()}
        with database.writing(self._engine) as connection:
            held = _held(connection, report.document.file)
            if held == wanted:  # somebody else was faster
                return Outcome.UNCHANGED
            for key in [key for key in held if key not in wanted]:
                _forget(connection, key)
            for key, (row, drafts) in rows.items():
                if held.get(key) != wanted[key]:
                    _keep(connection, together[key].document, row, drafts, anew=key not in held)
        return Outcome.REPLACED if held else Outcome.ADDED

    def remove(self, report_id: str) -> None:
        """Forget a report. NotInLibrary where it is not held."""
        with database.writing(self._engine) as connection:
            if connection.scalar(select(reports.c.id).where(reports.c.id == report_id)) is None:
                raise _missing(report_id)
            _forget(connection, report_id)

    def entries(self, filters: Filters = _NOTHING) -> list[Entry]:
        """What is held, by region, bureau and year."""
        query = select(*_LISTED).select_from(_SHELF).where(of_reports(filters)).order_by(*_ORDER)
        with database.reading(self._engine) as connection:
            return [Entry(*row) for row in connection.execute(query)]

    def resolve(self, name: str, *, exactly: bool = False) -> str:
        """The id of the report a person calls `name`: see `index.naming.resolve`."""
        columns = (reports.c.id, reports.c.name, reports.c.bureau, reports.c.year, parts.c.number)
        query = select(*columns).select_from(_SHELF).order_by(*_ORDER)
        with database.reading(self._engine) as connection:
            return naming.resolve(name, [naming.Named(*row) for row in connection.execute(query)], exactly=exactly)

    def entries_of(self, ids: Iterable[str]) -> dict[str, Entry]:
        """The entries of these reports, without those that are no longer held."""
        wanted = sorted(set(ids))
        found: dict[str, Entry] = {}
        with database.reading(self._engine) as connection:
            for start in range(0, len(wanted), _CHUNK):
                query = select(*_LISTED).select_from(_SHELF).where(reports.c.id.in_(wanted[start : start + _CHUNK]))
                found |= {row.id: Entry(*row) for row in connection.execute(query)}
        return found

    def get(self, report_id: str) -> Report:
        """The report as it was put. NotInLibrary where it is not held."""
        return self.held(report_id)[1]

    def held(self, report_id: str) -> tuple[Entry, Report]:
        """The report as it is listed and as it was put. NotInLibrary where it is not held."""
        with database.reading(self._engine) as connection:
            query = select(*_LISTED, reports.c.data).select_from(_SHELF).where(reports.c.id == report_id)
            row = connection.execute(query).one_or_none()
        if row is None:
            raise _missing(report_id)
        *listed, data = row
        return Entry(*listed), _unpacked(report_id, data)

    def reports(self, filters: Filters = _NOTHING) -> Iterator[tuple[Entry, Report]]:
        """Entries with their reports, a few in memory at a time; one that is removed meanwhile is left out."""
        for entry in self.entries(filters):
            try:
                yield self.held(entry.id)
            except NotInLibrary:
                continue

    def passages(self, ids: Iterable[int]) -> dict[int, Passage]:
        """The passages of these ids in their order, without those that are no longer held."""
        wanted = [int(i) for i in ids]
        found: dict[int, Passage] = {}
        with database.reading(self._engine) as connection:
            for start in range(0, len(wanted), _CHUNK):
                found |= _read_passages(connection, wanted[start : start + _CHUNK])
        return {i: found[i] for i in wanted if i in found}

    def allowed(self, filters: Filters) -> Ids | None:
        """The ids of the passages that fit, ascending; None where the filters ask for nothing."""
        if filters == _NOTHING:
            return None
        query = select(passages.c.id).join(reports).where(of_passages(filters)).order_by(passages.c.id)
        with database.reading(self._engine) as connection:
            return _ids(connection, query)

    def changes(self, since: int = 0) -> Changes:
        """What came and went after revision `since`; after 0, all there is."""
        came = select(passages.c.id).where(passages.c.revision > since).order_by(passages.c.id)
        went = select(departed.c.passage).where(departed.c.revision > since).order_by(departed.c.passage)
        with database.reading(self._engine) as connection:
            return Changes(_revision(connection), _ids(connection, came), _ids(connection, went))


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jixiao"


def _missing(report_id: str) -> NotInLibrary:
    return NotInLibrary(f"资料库中没有编号为 {naming.short(report_id)} 的报告；用 jixiao list 可以看到全部报告")


def _versions(made_by: tuple[tuple[str, str], ...]) -> str:
    return json.dumps(sorted(made_by), ensure_ascii=False)


def _unpacked(report_id: str, data: bytes) -> Report:
    try:
        return codec.decode(zlib.decompress(data))
    except zlib.error as error:
        raise LibraryError(f"报告 {naming.short(report_id)} 的数据已损坏（{error}）；请重新添加该文件") from error


def _row(report: Report) -> dict[str, Any]:
    profile, roles = report.profile, [item.role for item in report.items]
    return {
        "made_by": _versions(report.made_by),
        "name": report.document.name,
        "format": report.document.format,
        "bureau": profile.bureau,
        "province": profile.province,
        "city": profile.city,
        "county": profile.county,
        "level": profile.level,
        "year": profile.year,
        "kind": profile.kind,
        "self_score": profile.self_score,
        "grade": profile.grade,
        "budget": profile.budget,
        "spending": profile.spending,
        "problems": roles.count(ItemRole.PROBLEM),
        "measures": roles.count(ItemRole.MEASURE),
        "findings": len(report.findings),
        "data": zlib.compress(codec.encode(report)),
    }


def _revision(connection: Connection) -> int:
    revision: int = connection.execute(select(library.c.revision)).scalar_one()
    return revision


def _ids(connection: Connection, query: Any) -> Ids:
    return np.fromiter(connection.execute(query).scalars(), dtype=np.int64)


def _log(connection: Connection, report_id: str, action: str) -> int:
    revision = _revision(connection) + 1
    connection.execute(update(library).values(revision=revision))
    row = {"revision": revision, "report": report_id, "action": str(action), "at": database.now()}
    connection.execute(insert(changes).values(row))
    return revision


def _of_file(file: str) -> Select[Any]:
    """Rows (id, name, made_by, total) of the reports of a file: the one that fills it, or its parts."""
    of_file = union_all(
        select(reports.c.id).where(reports.c.id == file), select(parts.c.report).where(parts.c.file == file)
    )
    columns = (reports.c.id, reports.c.name, reports.c.made_by, parts.c.total)
    return select(*columns).select_from(_SHELF).where(reports.c.id.in_(of_file)).order_by(parts.c.number)


def _held(connection: Connection, file: str) -> dict[str, str]:
    """Which reports of a file are held, and by what versions each was understood."""
    return {row.id: row.made_by for row in connection.execute(_of_file(file))}


def _keep(
    connection: Connection, document: Document, row: dict[str, Any], drafts: Sequence[Draft], *, anew: bool
) -> None:
    key, part = document.id, document.part
    revision = _log(connection, key, Outcome.ADDED if anew else Outcome.REPLACED)
    if anew:
        connection.execute(insert(reports).values(row | {"id": key, "added_at": database.now()}))
    else:
        _withdraw(connection, key, revision)
        connection.execute(update(reports).where(reports.c.id == key).values(row))
        connection.execute(delete(parts).where(parts.c.report == key))
    if part is not None:
        of_file = {"report": key, "file": document.file, "number": part.number, "total": part.of}
        connection.execute(insert(parts).values(of_file))
    _insert_passages(connection, key, revision, drafts)


def _forget(connection: Connection, report_id: str) -> None:
    _withdraw(connection, report_id, _log(connection, report_id, "removed"))
    connection.execute(delete(reports).where(reports.c.id == report_id))


def _withdraw(connection: Connection, report_id: str, revision: int) -> None:
    going = select(passages.c.id, literal(revision)).where(passages.c.report == report_id)
    connection.execute(insert(departed).from_select(["passage", "revision"], going))
    connection.execute(delete(passages).where(passages.c.report == report_id))


def _insert_passages(connection: Connection, report_id: str, revision: int, drafts: Sequence[Draft]) -> None:
    rows = [
        {
            "report": report_id,
            "revision": revision,
            "section_type": draft.section_type,
            "section_title": draft.section_title,
            "page": draft.page,
            "begins": draft.start,
            "ends": draft.end,
            "text": draft.text,
        }
        for draft in drafts
    ]
    if not rows:
        return
    numbered = insert(passages).returning(passages.c.id, sort_by_parameter_order=True)
    ids = connection.execute(numbered, rows).scalars().all()
    themes = [
        {"passage": i, "position": position, "theme": theme}
        for i, draft in zip(ids, drafts, strict=True)
        for position, theme in enumerate(draft.themes)
    ]
    if themes:
        connection.execute(insert(passage_themes), themes)


def _read_passages(connection: Connection, ids: list[int]) -> dict[int, Passage]:
    marked = passage_themes.c
    of_these = select(marked.passage, marked.theme).where(marked.passage.in_(ids))
    themes: dict[int, list[str]] = {}
    for passage, theme in connection.execute(of_these.order_by(marked.passage, marked.position)):
        themes.setdefault(passage, []).append(theme)
    rows = connection.execute(select(passages).where(passages.c.id.in_(ids)))
    return {row.id: _passage(row, tuple(themes.get(row.id, ()))) for row in rows}


def _passage(row: Row[Any], themes: tuple[str, ...]) -> Passage:
    return Passage(
        id=row.id,
        report=row.report,
        section_type=row.section_type,
        section_title=row.section_title,
        themes=themes,
        page=row.page,
        start=row.begins,
        end=row.ends,
        text=row.text,
    )
