"""A database of notes of each kind: SQLite in a file, PostgreSQL as a real server."""

import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import sqlalchemy as sa

from demografi.notes import Notes
from demografi.notes.store import address


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a PostgreSQL server that lives as long as the tests."""
    with warnings.catch_warnings():
        # It looks for the user's runtime folder while it is loaded, and warns where none is.
        warnings.simplefilter("ignore")
        from pgserver.postgres_server import get_server  # noqa: PLC0415

        server = get_server(tmp_path_factory.mktemp("postgresql"))
    yield server.get_uri()
    server.cleanup()


# The server comes as a package for the Pythons it has been built for.
KINDS = ["sqlite", *(["postgresql"] if find_spec("pgserver") else [])]


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.URL]:
    """Address of an empty database."""
    if request.param == "sqlite":
        yield address({"DATABASE_URL": f"sqlite:///{tmp_path / 'notes.sqlite3'}"})
        return
    found = address({"DATABASE_URL": request.getfixturevalue("postgresql")})
    yield found
    engine = sa.create_engine(found)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE IF EXISTS notes, alembic_version"))
    engine.dispose()


@pytest.fixture
def notes(url: sa.URL) -> Iterator[Notes]:
    """Notes in it."""
    opened = Notes(url)
    yield opened
    opened.close()
