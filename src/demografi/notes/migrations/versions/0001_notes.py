"""The table of notes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("written", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("place", sa.String(200), nullable=False, index=True),
        sa.Column("indicator", sa.String(200), nullable=False),
        sa.Column("topic", sa.String(200), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("link", sa.String(2000), nullable=False),
        sa.Column("writer", sa.String(64), nullable=False),
    )


def downgrade() -> None:
    """Drop the table and every note in it."""
    op.drop_table("notes")
