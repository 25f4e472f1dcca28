"""Reports that do not fill their file. Those held so far do, and need no row; ids get room for a number behind them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table; widen what holds ids, where the database holds to a length."""
    if op.get_bind().dialect.name != "sqlite":
        for table, column in (("reports", "id"), ("passages", "report"), ("changes", "report")):
            op.alter_column(table, column, type_=sa.String(72), existing_type=sa.String(64), existing_nullable=False)
    op.create_table(
        "parts",
        sa.Column("report", sa.String(72), nullable=False),
        sa.Column("file", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("report", name="pk_parts"),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name="fk_parts_report", ondelete="CASCADE"),
    )
    op.create_index("ix_parts_file", "parts", ["file"])
