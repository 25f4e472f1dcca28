"""The first tables: library, reports, passages with their themes, the change log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Build them in an empty database."""
    _library_and_reports()
    _passages()
    _change_log()


def _library_and_reports() -> None:
    op.create_table(
        "library",
        sa.Column("identity", sa.String(32), nullable=False),
        sa.Column("revision", _NUMBER, nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("identity", name="pk_library"),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("added_at", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("format", sa.String(16), nullable=False),
        sa.Column("bureau", sa.Text()),
        sa.Column("province", sa.Text()),
        sa.Column("city", sa.Text()),
        sa.Column("county", sa.Text()),
        sa.Column("level", sa.String(16)),
        sa.Column("year", sa.Integer()),
        sa.Column("kind", sa.Text()),
        sa.Column("self_score", sa.String(40)),
        sa.Column("grade", sa.Text()),
        sa.Column("budget", sa.String(40)),
        sa.Column("spending", sa.String(40)),
        sa.Column("problems", sa.Integer(), nullable=False),
        sa.Column("measures", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
    )
    op.create_index("ix_reports_bureau", "reports", ["bureau"])


def _passages() -> None:
    op.create_table(
        "passages",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("report", sa.String(64), nullable=False),
        sa.Column("revision", _NUMBER, nullable=False),
        sa.Column("section_type", sa.Text(), nullable=False),
        sa.Column("section_title", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer()),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name="fk_passages_report", ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_passages_report", "passages", ["report"])
    op.create_index("ix_passages_revision", "passages", ["revision"])
    op.create_table(
        "passage_themes",
        sa.Column("passage", _NUMBER, nullable=False, autoincrement=False),
        sa.Column("position", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("passage", "position", name="pk_passage_themes"),
        sa.ForeignKeyConstraint(["passage"], ["passages.id"], name="fk_passage_themes_passage", ondelete="CASCADE"),
    )
    op.create_index("ix_passage_themes_theme_passage", "passage_themes", ["theme", "passage"])


def _change_log() -> None:
    op.create_table(
        "changes",
        sa.Column("revision", _NUMBER, nullable=False, autoincrement=False),
        sa.Column("report", sa.String(64), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("revision", name="pk_changes"),
    )
    op.create_table(
        "departed",
        sa.Column("passage", _NUMBER, nullable=False, autoincrement=False),
        sa.Column("revision", _NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("passage", name="pk_departed"),
    )
    op.create_index("ix_departed_revision", "departed", ["revision"])
