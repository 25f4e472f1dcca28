"""The tables of a library. The newest migration in index/migrations builds exactly these."""

from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

VERSION = "0002"  # the migration this code works with

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Exact(TypeDecorator[Decimal]):
    """A Decimal kept as written: SQLite has none, and a float would not come back the same."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Digits as they are, never with an exponent."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """The Decimal those digits say."""
        return None if value is None else Decimal(value)


_Number = BigInteger().with_variant(Integer, "sqlite")  # AUTOINCREMENT wants INTEGER there

# A report's id: the SHA-256 of its file, behind it "-" and a number where it does not fill the file. SQLite holds to no
# length, so that tables made there by the first migration need not be built anew.
_ReportId = String(72).with_variant(String(64), "sqlite")

# One row. `revision` counts the changes; it is read and raised under the write lock, so that
# revisions become visible in their order and a reader who catches up misses none.
library = Table(
    "library",
    METADATA,
    Column("identity", String(32), primary_key=True),
    Column("revision", _Number, nullable=False),
    Column("created_at", String(32), nullable=False),
)

reports = Table(
    "reports",
    METADATA,
    Column("id", _ReportId, primary_key=True),
    Column("made_by", Text, nullable=False),  # [[step, version], …] as JSON
    Column("added_at", String(32), nullable=False),  # ISO 8601, UTC
    Column("name", Text, nullable=False),
    Column("format", String(16), nullable=False),
    Column("bureau", Text, index=True),
    Column("province", Text),
    Column("city", Text),
    Column("county", Text),
    Column("level", String(16)),
    Column("year", Integer),
    Column("kind", Text),
    Column("self_score", Exact),
    Column("grade", Text),
    Column("budget", Exact),
    Column("spending", Exact),
    Column("problems", Integer, nullable=False),
    Column("measures", Integer, nullable=False),
    Column("findings", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),  # nlp.codec bytes, zlib; last, so that a listing need not read it
)

# The reports that do not fill their file; a table of its own, so that columns behind `data` need not be read.
parts = Table(
    "parts",
    METADATA,
    Column("report", String(72), ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("file", String(64), nullable=False, index=True),  # SHA-256
    Column("number", Integer, nullable=False),  # from 1
    Column("total", Integer, nullable=False),  # how many reports the file holds
)

passages = Table(
    "passages",
    METADATA,
    Column("id", _Number, primary_key=True, autoincrement=True),  # never used again, so an index can trust it
    Column("report", _ReportId, ForeignKey("reports.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("revision", _Number, nullable=False, index=True),  # the change that brought it
    Column("section_type", Text, nullable=False),
    Column("section_title", Text, nullable=False),
    Column("page", Integer),
    Column("begins", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
    Column("text", Text, nullable=False),
    sqlite_autoincrement=True,
)

passage_themes = Table(
    "passage_themes",
    METADATA,
    Column("passage", _Number, ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("theme", Text, nullable=False),
    Index(None, "theme", "passage"),
)

# The change log: one row per put or remove, and the passages that went with it.
changes = Table(
    "changes",
    METADATA,
    Column("revision", _Number, primary_key=True, autoincrement=False),
    Column("report", _ReportId, nullable=False),
    Column("action", String(16), nullable=False),  # added, replaced, removed
    Column("at", String(32), nullable=False),
)

departed = Table(
    "departed",
    METADATA,
    Column("passage", _Number, primary_key=True, autoincrement=False),
    Column("revision", _Number, nullable=False, index=True),
)
