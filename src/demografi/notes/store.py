"""Where notes are kept: SQLite beside the data, or PostgreSQL by ``DATABASE_URL``."""

import datetime
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from filelock import FileLock
from sqlalchemy.exc import SQLAlchemyError

from demografi.dataset.local import place as local_place
from demografi.errors import RequestError
from demografi.notes.model import Draft, Note

__all__ = ["DATABASE", "MOST_ALL", "MOST_EACH", "WINDOW", "Notes", "address"]

DATABASE = "DATABASE_URL"
"""Environment variable: a PostgreSQL address; SQLite beside the data without it."""

WINDOW = datetime.timedelta(minutes=10)
MOST_EACH, MOST_ALL = 10, 300
"""Notes within the window from one writer, and from all: a meeting fits, a flood does not."""
_PATIENCE_S = 30
"""Seconds a writer waits for the others."""

_NOTES = sa.table(
    "notes",
    sa.column("id", sa.Integer),
    sa.column("written", sa.DateTime(timezone=True)),
    sa.column("place", sa.String),
    sa.column("indicator", sa.String),
    sa.column("topic", sa.String),
    sa.column("text", sa.Text),
    sa.column("author", sa.String),
    sa.column("link", sa.String),
    sa.column("writer", sa.String),
)
_SHOWN = [column for column in _NOTES.c if column.name != "writer"]


def address(environment: Mapping[str, str] | None = None) -> sa.URL:
    """Where notes are kept according to the environment.

    Raises
    ------
    RequestError
        ``DATABASE_URL`` is not an address of SQLite or PostgreSQL.
    """
    given = (os.environ if environment is None else environment).get(DATABASE, "")
    if not given:
        return sa.URL.create("sqlite", database=str(local_place() / "notes.sqlite3"))
    try:
        url = sa.make_url(given)
    except SQLAlchemyError:
        url = None
    kind = "" if url is None else url.get_backend_name()
    if url is None or kind not in {"sqlite", "postgresql", "postgres"}:
        # The address itself is not repeated: it holds a password.
        raise RequestError(
            "note_database",
            f"{DATABASE} is not an address of SQLite or PostgreSQL.",
            "Use postgresql://user:password@host/database.",
        )
    return url if kind == "sqlite" else url.set(drivername="postgresql+psycopg")


def _engine(url: sa.URL) -> sa.Engine:
    """Connect; what people have written stays out of error messages, and so out of the log."""
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(
            url, pool_pre_ping=True, hide_parameters=True, connect_args={"connect_timeout": 10}
        )
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, hide_parameters=True, connect_args={"timeout": _PATIENCE_S})

    # Python's driver begins a transaction when the first row is written, which lets two writers
    # read before either writes; beginning it by hand makes the second wait for the first.
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")

    def begun(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    sa.event.listen(engine, "connect", connected)
    sa.event.listen(engine, "begin", begun)
    return engine


class Notes:
    """Notes in a database, brought up to the newest form of its tables when opened.

    Parameters
    ----------
    url : URL
        As from :func:`address`.

    Raises
    ------
    RequestError
        The database cannot be reached or not be written to.
    """

    def __init__(self, url: sa.URL) -> None:
        self._url = url
        with self._reporting():
            self._engine = _engine(url)
            self._migrate()

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        """Tell what the database says without its address, which holds a password."""
        try:
            yield
        except (SQLAlchemyError, OSError) as reason:
            raise RequestError(
                "note_store",
                f"The notes' database cannot be used ({type(reason).__name__}).",
                f"See that the database of {DATABASE} answers, or that the folder can be "
                "written to.",
            ) from reason

    def _migrate(self) -> None:
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        if self._url.get_backend_name() == "sqlite" and self._url.database:
            # SQLite does not let two processes change its tables after one another by itself.
            with FileLock(f"{self._url.database}.lock", timeout=_PATIENCE_S):
                self._upgrade(config)
        else:
            self._upgrade(config)

    def _upgrade(self, config: Config) -> None:
        with self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(240100)"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextmanager
    def _alone(self) -> Iterator[sa.Connection]:
        """Open a transaction that no other writer overlaps."""
        with self._reporting(), self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("LOCK TABLE notes IN SHARE ROW EXCLUSIVE MODE"))
            yield connection

    def add(self, draft: Draft, writer: str, now: datetime.datetime | None = None) -> int:
        """Keep a note.

        Parameters
        ----------
        draft : Draft
            What is written.
        writer : str
            Who writes, as a name that tells writers apart and says nothing about them.
        now : datetime, optional
            The time; the clock's if left out.

        Returns
        -------
        int
            Its number.

        Raises
        ------
        RequestError
            The note is empty or too long, too many come at once, or the database fails.
        """
        kept = draft.checked()
        now = now or datetime.datetime.now(datetime.UTC)
        recent = _NOTES.c.written > now - WINDOW
        with self._alone() as connection:
            counted = sa.select(
                sa.func.count(), sa.func.count(sa.case((_NOTES.c.writer == writer, 1)))
            ).where(recent)
            everybody, own = connection.execute(counted).one()
            if own >= MOST_EACH or everybody >= MOST_ALL:
                raise RequestError(
                    "note_too_many",
                    "Too many notes have come within a short time.",
                    "Wait some minutes and try again.",
                    minutes=int(WINDOW.total_seconds() // 60),
                )
            values = {
                "written": now,
                "place": kept.place,
                "indicator": kept.indicator,
                "topic": kept.topic,
                "text": kept.text,
                "author": kept.author,
                "link": kept.link,
                "writer": writer,
            }
            made = connection.execute(sa.insert(_NOTES).values(values).returning(_NOTES.c.id))
            return int(made.scalar_one())

    def find(
        self,
        *,
        place: str | Collection[str] = "",
        indicator: str = "",
        words: str = "",
        most: int = 500,
    ) -> list[Note]:
        """Return notes, newest first.

        Parameters
        ----------
        place : str or collection of str
            Only those about it, or about any of them; all when empty.
        indicator : str
            Only those about it; all when empty.
        words : str
            Only those whose text, name or topic has it, whatever the case of its letters.
        most : int
            At most so many.
        """
        query = sa.select(*_SHOWN).order_by(_NOTES.c.written.desc(), _NOTES.c.id.desc())
        if place:
            about = [place] if isinstance(place, str) else list(place)
            query = query.where(_NOTES.c.place.in_(about))
        if indicator:
            query = query.where(_NOTES.c.indicator == indicator)
        if not words:
            query = query.limit(most)
        with self._reporting(), self._engine.connect() as connection:
            rows = connection.execute(query).mappings()
            found: list[Note] = []
            sought = words.casefold()
            # Databases differ in what they hold for the same letter (Å, å); Python does not.
            for row in rows:
                note = _note(dict(row))
                if sought in "\n".join((note.text, note.author, note.topic)).casefold():
                    found.append(note)
                if len(found) == most:
                    break
        return found

    def remove(self, number: int) -> bool:
        """Remove a note; False when there is none with the number."""
        with self._alone() as connection:
            gone = connection.execute(sa.delete(_NOTES).where(_NOTES.c.id == number))
            return gone.rowcount > 0

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def _note(row: dict[str, Any]) -> Note:
    written = row["written"]
    if written.tzinfo is None:  # SQLite keeps the time without its zone; it is UTC
        written = written.replace(tzinfo=datetime.UTC)
    return Note(**{**row, "written": written})
