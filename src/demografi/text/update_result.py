"""Words for how an update went: what it brought, why it stopped, what it would change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from demografi.dataset import TABLES, Dataset
from demografi.errors import DatasetError, DemografiError, SourceError
from demografi.sources import SCB_URL
from demografi.text import _, ngettext
from demografi.text.coverage import table_name
from demografi.text.numbers import decimal, join, percent, whole
from demografi.text.problems import problem
from demografi.text.update import duration, moment, tables
from demografi.text.years import first_to_last
from demografi.update import Outcome
from demografi.update.assemble import Change, Revision
from demografi.update.guard import REVISION_LIMIT
from demografi.update.job import Job

__all__ = [
    "change_lines",
    "failure",
    "named",
    "outcome_finding",
    "outcome_remark",
    "revision_remark",
    "revision_rows",
    "warning_lines",
]


def _new_years(outcome: Outcome, change: Change) -> tuple[int, ...]:
    """Years that are new in a table, or in what one of SCB's tables brings to it.

    A table of many measures may already have had the year of one of them.
    """
    if change.new_years or not change.added:
        return change.new_years
    found: set[int] = set()
    for plan in outcome.survey.tables:
        if change.table in plan.targets and plan.blocks and plan.newest_here:
            found |= set(range(plan.newest_here + 1, plan.newest + 1))
    return tuple(sorted(found))


def _span(table: str, found: Sequence[int]) -> str:
    """Write new years; those a forecast is for are how far it reaches."""
    if "target_year" in TABLES[table].names:
        return _("till {year}").format(year=found[-1])
    return first_to_last(found)


def outcome_finding(outcome: Outcome) -> str:
    """Say in a sentence or two what an update brought."""
    if not outcome.changed:
        return _("Inget nytt: siffrorna här är redan de som SCB har.")
    new = {
        change.table: found for change in outcome.changes if (found := _new_years(outcome, change))
    }
    if population := new.pop("population_total", None):
        first = _("Klart. Folkmängd {years} tillkom.").format(years=first_to_last(population))
        rest = _(" Nya år tillkom också i {tables}.").format(tables=tables(len(new)))
        return first + (rest if new else "")
    if new:
        told = [f"{table_name(table)} {_span(table, found)}" for table, found in new.items()]
        return _("Klart. {tables} tillkom.").format(tables=join(told))
    if all(change.nothing for change in outcome.changes):
        return _("Klart. SCB:s siffror är desamma som förut.")
    return _("Klart. Inget nytt år, men siffror för tidigare år tillkom eller ändrades.")


def _change_line(outcome: Outcome, change: Change) -> str:
    parts = []
    if found := _new_years(outcome, change):
        parts.append(_("{years} tillkom").format(years=_span(change.table, found)))
    if change.added:
        parts.append(
            ngettext("{count} ny rad", "{count} nya rader", change.added).format(
                count=whole(change.added)
            )
        )
    if change.revised:
        parts.append(
            ngettext(
                "{count} äldre siffra ändrades", "{count} äldre siffror ändrades", change.revised
            ).format(count=whole(change.revised))
        )
    if change.withdrawn:
        parts.append(
            ngettext(
                "{count} publiceras inte längre", "{count} publiceras inte längre", change.withdrawn
            ).format(count=whole(change.withdrawn))
        )
    return f"**{table_name(change.table)}:** {'; '.join(parts)}."


def change_lines(outcome: Outcome) -> list[str]:
    """What is new, table by table."""
    return [_change_line(outcome, change) for change in outcome.changes if not change.nothing]


def outcome_remark(outcome: Outcome, job: Job) -> str:
    """Say when an update ended, what it took, and which figures are in use."""
    calls = ngettext("{count} anrop", "{count} anrop", outcome.calls).format(
        count=whole(outcome.calls)
    )
    kept = (
        ngettext(
            "{count} svar fanns redan sparat och hämtades inte igen.",
            "{count} svar fanns redan sparade och hämtades inte igen.",
            outcome.kept,
        ).format(count=whole(outcome.kept))
        + " "
        if outcome.kept
        else ""
    )
    return kept + _(
        "Klar {when}, efter {time} och {calls}, frågorna om vad som är nytt inräknade. "
        "Dataversion {version}."
    ).format(
        when=moment(job.ended or job.started, datetime.now().astimezone()),
        time=duration(outcome.seconds),
        calls=calls,
        version=outcome.version,
    )


def named(error: DemografiError, dataset: Dataset) -> DemografiError:
    """Return the error with places and tables by their names instead of codes."""
    facts = dict(error.facts)
    if (code := facts.get("region")) in dataset.regions.places:
        facts["region"] = dataset.regions.name(str(code))
    if (table := facts.get("table")) in TABLES:
        facts["table"] = f"”{table_name(table)}”"
    return type(error)(error.code, error.message, error.remedy, **facts)


def warning_lines(outcome: Outcome, dataset: Dataset) -> list[str]:
    """What an update left as it was, or took although it is odd, and why."""
    lines = []
    for error in outcome.warnings:
        template = (
            _("Används som det är publicerat, trots att det inte stämmer. {why}")
            if isinstance(error, DatasetError)
            else _("Lämnades som det var. {why}")
        )
        lines.append(template.format(why=problem(named(error, dataset))))
    return list(dict.fromkeys(lines))


def _elsewhere() -> str:
    return _(
        "En annan uppdatering pågår i ett annat program på samma dator, till exempel kommandot "
        "`demografi update`. Vänta tills den är klar och försök igen."
    )


def failure(job: Job, error: BaseException, dataset: Dataset) -> str:
    """Say why a job came to nothing, what to do, and that nothing is lost."""
    if not isinstance(error, DemografiError):
        return _(
            "Uppdateringen misslyckades av ett fel i programmet. Felet är loggat. Siffrorna är "
            "oförändrade; försök igen och anmäl felet om det återkommer."
        )
    if error.code == "cancelled" and job.kind == "survey":
        return _("Frågan till SCB avbröts.")
    if error.code == "running":
        return _elsewhere()
    if error.code == "history_revised":
        return _(
            "I {tables} skulle fler av de äldre siffrorna ändras än vanligt. Siffrorna är "
            "oförändrade tills du godkänner de nya."
        ).format(tables=tables(len(error.facts["changes"])))
    told = problem(named(error, dataset))
    if isinstance(error, DatasetError):
        return _(
            "De hämtade siffrorna går inte ihop. {problem} Siffrorna här är oförändrade; försök "
            "igen om en dag och anmäl felet om det återkommer."
        ).format(problem=told)
    if isinstance(error, SourceError) and job.kind == "update" and any(s.done for s in job.steps()):
        told += " " + _("Det som hann hämtas är sparat: nästa försök fortsätter där.")
    return told


def revision_remark(job: Job, error: DemografiError) -> str:
    """Explain a refusal: what it may come from and what accepting does."""
    if job.options.api.rstrip("/") != SCB_URL.rstrip("/"):
        origin = _(
            "Siffrorna kommer från {address}, som inte är SCB:s egen adress. Godkänn bara om du "
            "vet vad som finns där."
        ).format(address=f"`{job.options.api}`")
    else:
        origin = _(
            "SCB ändrar sällan äldre siffror, och berättar på scb.se när det sker. Godkänn om du "
            "har sett att så är fallet."
        )
    asked = ""
    if error.code == "history_revised":
        asked = _("Ändras mer än {share} av en tabells äldre siffror frågar vi först.").format(
            share=percent(100 * REVISION_LIMIT, 0)
        )
    after = _(
        "Det som redan är hämtat hämtas inte igen när du godkänner, och du kan återgå till de "
        "förra siffrorna efteråt."
    )
    return " ".join(part for part in (asked, origin, after) if part)


def _value(column: str, value: Any, dataset: Dataset) -> str:
    """A key of a row in words."""
    if column == "region":
        return dataset.regions.name(str(value))
    if column == "sex":
        return {"F": _("kvinnor"), "M": _("män"), "T": _("kvinnor och män")}[str(value)]
    if column == "mother_age":
        return _("moderns ålder {age} år").format(age=value)
    if column in {"age", "group"}:
        return _("alla åldrar") if value == "total" else _("{age} år").format(age=value)
    if column == "base_year":
        return _("framskriven {year} till").format(year=value)
    words = _items()
    return words.get(str(value), str(value))


def _items() -> Mapping[str, str]:
    """Names of what tables count, where a row's key says it."""
    return {
        "births": _("födda"),
        "deaths": _("döda"),
        "in_migration": _("inflyttade"),
        "out_migration": _("utflyttade"),
        "net_migration": _("flyttnetto"),
        "net_domestic": _("inrikes flyttnetto"),
        "net_international": _("utrikes flyttnetto"),
        "immigration": _("invandrade"),
        "emigration": _("utvandrade"),
        "in_domestic": _("inrikes inflyttade"),
        "out_domestic": _("inrikes utflyttade"),
        "mean_age": _("medelålder"),
        "dependency_ratio_total": _("försörjningskvot"),
        "total_fertility_rate": _("summerad fruktsamhet"),
        "life_expectancy_at_birth": _("medellivslängd"),
        "land_area_km2": _("landareal"),
        "population_density_per_km2": _("invånare per kvadratkilometer"),
        "median_income_tkr_nominal": _("medianinkomst"),
        "employment_rate_20-64": _("sysselsättningsgrad"),
    }


def _number(value: float) -> str:
    if np.isnan(value):
        return _("inte publicerad")
    return whole(value) if float(value).is_integer() else decimal(value, 2)


def _where(revision: Revision, dataset: Dataset) -> str:
    return ", ".join(
        _value(column, value, dataset)
        for column, value in revision.where.items()
        if column != "source"
    )


def revision_rows(changes: Sequence[Change], dataset: Dataset) -> pd.DataFrame:
    """The largest revisions of each table, as read on screen: one each where tables are many."""
    most = 3 if len(changes) <= 3 else 1
    rows = [
        (
            table_name(change.table),
            _("{share} av {compared}").format(
                share=percent(100 * change.share), compared=whole(change.compared)
            ),
            _where(revision, dataset),
            _number(revision.before),
            _number(revision.now),
        )
        for change in changes
        for revision in change.examples[:most]
    ]
    names = (_("Tabell"), _("Ändras"), _("Till exempel"), _("Här"), _("Hos SCB"))
    return pd.DataFrame(rows, columns=list(names))
