"""Words for updating from the screen: what is new, how far it is, the way back."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import pandas as pd

from demografi.dataset import Dataset
from demografi.text import _, ngettext
from demografi.text.clock import ZONE
from demografi.text.coverage import table_name
from demografi.text.numbers import MISSING, join, whole
from demografi.text.sentences import number_word
from demografi.text.sources import dataset_date
from demografi.update import Survey
from demografi.update.editions import Edition
from demografi.update.freshness import Freshness
from demografi.update.job import Job, Step

__all__ = [
    "age_of_figures",
    "duration",
    "edition",
    "estimate",
    "freshness_rows",
    "moment",
    "news",
    "off",
    "progress_line",
    "something_to_fetch",
    "step_rows",
    "tables",
]


_NAMED = 4
"""Tables named in a sentence; more are counted."""


def duration(seconds: float) -> str:
    """Say roughly how long something takes.

    >>> duration(4), duration(37), duration(70), duration(200)
    ('några sekunder', 'omkring 40 sekunder', 'omkring en minut', 'omkring tre minuter')
    """
    if seconds < 10:
        return _("några sekunder")
    if seconds < 55:
        return _("omkring {count} sekunder").format(count=10 * round(seconds / 10))
    minutes = round(seconds / 60)
    if minutes < 2:
        return _("omkring en minut")
    return _("omkring {count} minuter").format(count=number_word(minutes))


def moment(when: datetime, now: datetime) -> str:
    """Write a moment as Swedish time of day, with the date if that is another than today's.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 22, 11, 5, tzinfo=UTC)
    >>> moment(noon, noon), moment(noon, datetime(2026, 11, 23, tzinfo=UTC))
    ('kl. 12.05', '2026-11-22 kl. 12.05')
    """
    when, now = when.astimezone(ZONE), now.astimezone(ZONE)
    time = _("kl. {time}").format(time=when.strftime("%H.%M"))
    return time if when.date() == now.date() else f"{when.date().isoformat()} {time}"


def tables(count: int) -> str:
    """Count tables in words."""
    return ngettext("{count} tabell", "{count} tabeller", count).format(count=number_word(count))


# --- before an update ---------------------------------------------------------------------


def age_of_figures(dataset: Dataset) -> str:
    """Say where the figures in use come from and when."""
    date = dataset_date(dataset) or MISSING
    if dataset.origin == "local":
        return _("Siffrorna hämtades från SCB och Kolada {date}.").format(date=date)
    return _("Siffrorna följer med produkten och sammanställdes {date}.").format(date=date)


def _newer_years(rows: Iterable[Freshness]) -> list[str]:
    """Newest years at SCB, each with the tables that lack it; many tables are counted."""
    by_year: dict[int, list[Freshness]] = {}
    for row in rows:
        by_year.setdefault(row.newer, []).append(row)
    return [
        _("{year} för {tables}").format(
            year=year,
            tables=join([_lacking(row) for row in lacking])
            if len(lacking) <= _NAMED
            else tables(len(lacking)),
        )
        for year, lacking in sorted(by_year.items())
    ]


def _lacking(row: Freshness) -> str:
    name = f"”{table_name(row.table)}”"
    return _("en del av {table}").format(table=name) if row.state == "parts" else name


def news(rows: Iterable[Freshness], asked: datetime | None) -> str:
    """Say what SCB has that is not here."""
    if asked is None:
        return _("SCB har inte tillfrågats om det finns nyare.")
    by_state: dict[str, list[Freshness]] = {}
    for row in rows:
        by_state.setdefault(row.state, []).append(row)
    parts = []
    if newer := [*by_state.get("newer", []), *by_state.get("parts", [])]:
        parts.append(_("SCB har nyare år: {years}.").format(years=join(_newer_years(newer))))
    else:
        parts.append(_("SCB har inget nyare år än det som finns här."))
    if changed := by_state.get("changed"):
        parts.append(
            _("SCB har ändrat {tables} sedan siffrorna hämtades.").format(
                tables=tables(len(changed))
            )
        )
    if longer := [row for row in by_state.get("longer", []) if not row.forecast]:
        parts.append(
            _("För {tables} kan äldre år eller fler platser hämtas.").format(
                tables=tables(len(longer))
            )
        )
    if [row for row in (*by_state.get("longer", []), *by_state.get("never", [])) if row.forecast]:
        parts.append(_("SCB:s senaste framskrivning kan hämtas."))
    if never := [row for row in by_state.get("never", []) if not row.forecast]:
        parts.append(_("För {tables} kan fler uppgifter hämtas.").format(tables=tables(len(never))))
    if unfit := by_state.get("unfit"):
        parts.append(
            _("{tables} har ändrat form hos SCB och lämnas som de är.").format(
                tables=join([table_name(row.table) for row in unfit])
            )
        )
    return (
        " ".join(parts)
        + " "
        + _("SCB tillfrågades {when}.").format(when=moment(asked, datetime.now().astimezone()))
    )


def estimate(survey: Survey) -> str:
    """Say what an update takes."""
    calls = [_("{count} anrop till SCB").format(count=whole(survey.calls))]
    if survey.kolada_calls:
        calls.append(_("{count} till Kolada").format(count=whole(survey.kolada_calls)))
    return _("En uppdatering tar {time}: {calls}.").format(
        time=duration(survey.seconds), calls=join(calls)
    )


def something_to_fetch(rows: Iterable[Freshness]) -> bool:
    """Whether SCB has anything that is not here."""
    return any(row.state in {"newer", "parts", "longer", "never", "changed"} for row in rows)


def off(why: str, environment: str) -> str:
    """Say calmly that updating from the screen is off and who can do what.

    Parameters
    ----------
    why : {'forbidden', 'elsewhere'}
        The operator has switched it off; the visitor may be anyone.
    environment : str
        Name of the environment variable that switches it on.
    """
    if why == "forbidden":
        first = _("Uppdatering från skärmen är avstängd här.")
    else:
        first = _(
            "Uppdatering från skärmen är bara på för den som sitter vid datorn där sidan körs."
        )
    rest = _(
        "Den som driver tjänsten uppdaterar med kommandot `demografi update`, eller slår på "
        "uppdatering från skärmen med `{environment}=1`."
    ).format(environment=environment)
    return f"{first} {rest}"


def _state(row: Freshness) -> str:
    if row.forecast and row.state in {"longer", "never"}:
        return _("senaste framskrivningen kan hämtas")
    if row.state == "parts":
        return _("nyare år ({year}) finns för en del").format(year=row.newer)
    return {
        "kept": _("hämtas inte; följer med produkten"),
        "derived": _("räknas fram ur folkmängden"),
        "unasked": _("inte tillfrågad"),
        "unfit": _("har ändrat form hos SCB"),
        "kolada": _("Kolada säger inte vad som är nytt"),
        "newer": _("nyare år finns"),
        "longer": _("äldre år eller fler platser kan hämtas"),
        "never": _("fler uppgifter kan hämtas"),
        "changed": _("ändrad hos SCB"),
        "same": _("samma som hos SCB"),
    }[row.state]


def _reached(row: Freshness, year: int) -> str:
    """Write the newest year of a table; a forecast has the years it is for."""
    if not year:
        return MISSING
    return _("prognos till {year}").format(year=year) if row.forecast else str(year)


def freshness_rows(rows: Sequence[Freshness], *, asked: bool) -> pd.DataFrame:
    """Newest years as read on screen; what SCB has only when it has been asked."""
    shown = {
        _("Tabell"): [table_name(row.table) for row in rows],
        _("Nyaste år här"): [_reached(row, row.here) for row in rows],
    }
    if asked:
        shown |= {
            _("Nyaste år hos SCB"): [_reached(row, row.there) for row in rows],
            _("Läge"): [_state(row) for row in rows],
        }
    return pd.DataFrame(shown)


# --- while it runs ------------------------------------------------------------------------


def progress_line(job: Job) -> str:
    """Say what a job is doing and how long it may take."""
    progress = job.progress
    if job.stopping:
        return _("Avbryter …")
    if progress.phase == "ask":
        if not progress.total:
            return _("Frågar SCB om tabellerna.")
        return _("Frågar SCB om tabellerna: {done} av {total}.").format(
            done=progress.done, total=progress.total
        )
    if progress.phase == "fetch":
        line = _("Hämtar: {done} av {total} anrop.").format(
            done=progress.done, total=progress.total
        )
        if progress.kept:
            line += " " + ngettext(
                "{count} av dem fanns redan sparat.",
                "{count} av dem fanns redan sparade.",
                progress.kept,
            ).format(count=whole(progress.kept))
        left = job.seconds_left()
        return (
            line if left is None else line + " " + _("Klart om {time}.").format(time=duration(left))
        )
    return {
        "check": _("Kontrollerar att siffrorna går ihop."),
        "write": _("Skriver de nya siffrorna."),
        "done": _("Räknar om prognosen med de nya siffrorna."),
    }[progress.phase]


def step_rows(rows: Sequence[Freshness], steps: Iterable[Step]) -> pd.DataFrame:
    """Progress per table of the dataset, as read on screen."""
    listed = list(steps)

    def state(row: Freshness) -> str:
        own = [step for step in listed if row.table in step.targets]
        done, total = sum(step.done for step in own), sum(step.total for step in own)
        if row.state == "derived":
            return _state(row)
        if not total:
            return _("hämtas inte") if row.state == "kept" else _("oförändrad hos SCB")
        if done >= total:
            return _("hämtad")
        return _("{done} av {total} anrop").format(done=done, total=total) if done else _("väntar")

    return pd.DataFrame(
        {
            _("Tabell"): [table_name(row.table) for row in rows],
            _("Nyaste år här"): [_reached(row, row.here) for row in rows],
            _("Nyaste år hos SCB"): [_reached(row, row.there) for row in rows],
            _("Läge"): [state(row) for row in rows],
        }
    )


# --- the way back -------------------------------------------------------------------------


def edition(found: Edition) -> str:
    """Name a dataset that can be returned to."""
    if found.shipped:
        return _("siffrorna som följer med produkten (sammanställda {date})").format(
            date=found.date or MISSING
        )
    return _("siffrorna som hämtades {date}").format(date=found.date or MISSING)
