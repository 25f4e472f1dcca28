"""The database under a library: opening, migrating, and the two kinds of transaction.

Foreign exceptions of the database become LibraryError here and nowhere else.
"""

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from index import schema
from nlp.errors import LibraryError, SchemaMismatch

FILE = "library.sqlite"  # in the library's folder

_BUSY_SECONDS = 60  # how long a writer waits for another one

_HIDDEN = "***"
_SECRET = re.compile("pass|pwd|secret|token|odbc", re.IGNORECASE)  # parameters of an address that hold a password

# FULL: a commit is on the disk before it returns, so that a killed process or a power cut
# leaves whole transactions only.
_PRAGMAS = (
    f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)


def connect(where: str | Path) -> Engine:
    """An engine for a folder (made if need be) or a database URL, migrated to this version.

    A folder that cannot be written to is read as it stands.
    """
    fixed = is_fixed(where)
    url = _url_of_fixed(where) if fixed else _url(where)
    with _translated(where):
        engine = create_engine(url)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_fixed_sqlite if fixed else _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        try:
            _migrate(engine)
        except BaseException:
            engine.dispose()
            raise
    return engine


def is_fixed(where: str | Path) -> bool:
    """True for a library that is there, in a folder where nothing can be written, such as a read-only mount."""
    folder = Path(where).expanduser()
    return "://" not in str(where) and (folder / FILE).exists() and not os.access(folder, os.W_OK)


def shown(where: object) -> str:
    """The place of a library as it may be shown: an address without its passwords."""
    if "://" not in str(where):
        return str(where)
    try:
        url = make_url(str(where))
    except (ArgumentError, ValueError):
        url = None
    if url is None or "@" in (url.host or ""):  # where the password ends is not sure
        return re.sub("://.*", "://…", str(where))
    query = {name: _HIDDEN if _SECRET.search(name) else value for name, value in url.query.items()}
    address = url.set(query=query).render_as_string(hide_password=True)
    return address.replace(quote(_HIDDEN, safe=""), _HIDDEN)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view of the database, however many statements look at it."""
    with _translated(_place(engine)), engine.connect() as connection:
        if engine.dialect.name != "sqlite":  # whose transactions are so anyway
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """The only writer: waits for its turn, and all of it is kept or nothing."""
    with _translated(_place(engine)), engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        with connection.begin():
            connection.execute(select(schema.library.c.revision).with_for_update())  # the lock, where BEGIN takes none
            yield connection


def now() -> str:
    """The moment as ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _url(where: str | Path) -> URL:
    if "://" in str(where):
        try:
            return make_url(str(where))
        except (ArgumentError, ValueError) as error:  # the latter for a port that is no number
            raise _unusable(where, error) from error
    folder = Path(where).expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(f"无法建立资料库文件夹 {folder}（{error.strerror}）；请换一个位置或检查权限") from error
    return URL.create("sqlite", database=str(folder / FILE))


def _url_of_fixed(where: str | Path) -> URL:
    """SQLite needs a place beside the database for its locks, unless it is told that nobody writes."""
    file = Path(where).expanduser().absolute() / FILE
    unfinished = file.with_name(f"{FILE}-wal").exists()  # what is only there would not be seen; SQLite may read it so
    options = {"mode": "ro", "uri": "true"} | ({} if unfinished else {"immutable": "1"})
    return URL.create("sqlite", database=file.as_uri(), query=options)


def _place(engine: Engine) -> str:
    if engine.dialect.name == "sqlite":
        return unquote((engine.url.database or "").removeprefix("file://"))
    return shown(engine.url.render_as_string(hide_password=False))


@contextmanager
def _translated(where: object) -> Iterator[None]:
    try:
        yield
    except (ArgumentError, ImportError) as error:
        raise _unusable(where, error) from error
    except (SQLAlchemyError, sqlite3.Error) as error:
        reason = getattr(error, "orig", None) or error
        if getattr(reason, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_READONLY:
            raise LibraryError(f"资料库 {where} 不能写入：只能查看、检索和导出，不能加入或去掉报告") from error
        raise LibraryError(f"资料库 {shown(where)} 无法读写（{reason}）；请检查文件、权限和磁盘空间") from error


def _unusable(where: object, error: Exception) -> LibraryError:
    return LibraryError(f"资料库地址 {shown(where)} 无法使用（{error}）；请给出文件夹或 SQLAlchemy 地址")


def _prepare_fixed_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we begin transactions ourselves, see _begin_sqlite
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    _use_wal(connection)


def _use_wal(connection: sqlite3.Connection) -> None:
    """Readers go on while one writes. Of effect in a new file only, and there SQLite does not wait by itself."""
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that will write takes the lock at once: one that reads first and then wants
    # to write fails without waiting when somebody else has written in between.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        if _version(connection) == schema.VERSION:
            return
    with engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        with connection.begin():
            _upgrade(connection)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    held = _version(connection)  # again, now that we hold the lock
    with as_file(files("index") / "migrations") as scripts:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if held is not None and held not in known:
            raise SchemaMismatch(
                f"资料库的版本是 {held}，本程序只认得到 {schema.VERSION}；请升级 jixiao，或换一个 --library 位置"
            )
        command.upgrade(config, schema.VERSION)
    _found(connection)


def _found(connection: Connection) -> None:
    if connection.scalar(select(schema.library.c.identity)) is None:
        row: dict[str, Any] = {"identity": uuid4().hex, "revision": 0, "created_at": now()}
        connection.execute(insert(schema.library).values(row))
