"""Words for updating from the screen: what is new, how far it is, the way back."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import pandas as pd

from demografi.dataset import Dataset
from demografi.text import _, ngettext
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
    "years",
]


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
    """Write a moment as time of day, with the date if that is another than today's.

    >>> noon = datetime(2026, 11, 22, 12, 5)
    >>> moment(noon, noon), moment(noon, datetime(2026, 11, 23))
    ('kl. 12.05', '2026-11-22 kl. 12.05')
    """
    time = _("kl. {time}").format(time=when.strftime("%H.%M"))
    return time if when.date() == now.date() else f"{when.date().isoformat()} {time}"


def years(found: Sequence[int]) -> str:
    """Write years from the first to the last.

    >>> years([2026]), years([1997, 1998, 2024])
    ('2026', '1997–2024')
    """
    return str(found[0]) if len(found) == 1 else f"{found[0]}–{found[-1]}"


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
    """Newest years at SCB, each with the tables that reach it; many tables are counted."""
    by_year: dict[int, list[str]] = {}
    for row in rows:
        by_year.setdefault(row.there, []).append(table_name(row.table))
    return [
        _("{year} för {tables}").format(
            year=year,
            tables=join([f"”{name}”" for name in names]) if len(names) < 3 else tables(len(names)),
        )
        for year, names in sorted(by_year.items())
    ]


def news(rows: Iterable[Freshness], asked: datetime | None) -> str:
    """Say what SCB has that is not here."""
    if asked is None:
        return _("SCB har inte tillfrågats om det finns nyare.")
    by_state: dict[str, list[Freshness]] = {}
    for row in rows:
        by_state.setdefault(row.state, []).append(row)
    parts = []
    if newer := by_state.get("newer"):
        parts.append(_("SCB har nyare år: {years}.").format(years=join(_newer_years(newer))))
    else:
        parts.append(_("SCB har inget nyare år än det som finns här."))
    if changed := by_state.get("changed"):
        parts.append(
            _("SCB har ändrat {tables} sedan siffrorna hämtades.").format(
                tables=tables(len(changed))
            )
        )
    if never := by_state.get("never"):
        parts.append(
            _("För {tables} kan hela historien hämtas från SCB.").format(tables=tables(len(never)))
        )
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
    return any(row.state in {"newer", "never", "changed"} for row in rows)


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
    if row.state == "newer" and row.there <= row.here:
        return _("nyare år finns i delar")
    return {
        "kept": _("hämtas inte; följer med produkten"),
        "unasked": _("inte tillfrågad"),
        "unfit": _("har ändrat form hos SCB"),
        "kolada": _("Kolada säger inte vad som är nytt"),
        "newer": _("nyare år finns"),
        "never": _("hela historien kan hämtas"),
        "changed": _("ändrad hos SCB"),
        "same": _("samma som hos SCB"),
    }[row.state]


def freshness_rows(rows: Sequence[Freshness], *, asked: bool) -> pd.DataFrame:
    """Newest years as read on screen; what SCB has only when it has been asked."""
    shown = {
        _("Tabell"): [table_name(row.table) for row in rows],
        _("Nyaste år här"): [str(row.here) for row in rows],
    }
    if asked:
        shown |= {
            _("Nyaste år hos SCB"): [str(row.there) if row.there else MISSING for row in rows],
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
        if not total:
            return _("hämtas inte") if row.state == "kept" else _("oförändrad hos SCB")
        if done >= total:
            return _("hämtad")
        return _("{done} av {total} anrop").format(done=done, total=total) if done else _("väntar")

    return pd.DataFrame(
        {
            _("Tabell"): [table_name(row.table) for row in rows],
            _("Nyaste år här"): [str(row.here) for row in rows],
            _("Nyaste år hos SCB"): [str(row.there) if row.there else MISSING for row in rows],
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
