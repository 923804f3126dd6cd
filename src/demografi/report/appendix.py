"""Tables too long for a document: every year in one-year ages and in groups."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from demografi import findings, series
from demografi.dataset import AGE_OPEN
from demografi.indicators import AGE_GROUPS
from demografi.projection.trajectories import QUANTILES
from demografi.report.basis import Basis
from demografi.report.columns import RANGE_COLUMNS, range_columns
from demografi.report.model import Column, Table
from demografi.series import SEXES
from demografi.text import _, age_groups
from demografi.text.sources import source_line

__all__ = ["appendix"]

_GROUPS = ("skr2023", "dependency", "five_year")


def _age(age: int) -> str:
    return f"{age}+" if age >= AGE_OPEN else str(age)


def _observed_ages(basis: Basis, code: str) -> Table:
    """One-year ages of all observed years: a row per year and age."""
    found = series.age_arrays(basis.dataset, code)
    ages = np.arange(AGE_OPEN + 1)
    frame = pd.DataFrame(
        {
            "year": np.repeat(found.years, len(ages)),
            "age": np.tile([_age(int(age)) for age in ages], len(found.years)),
            **{sex: found.values[:, at].ravel() for at, sex in enumerate(SEXES)},
        }
    )
    people = series.population_ages(basis.dataset, code)
    labels = series.source_labels(basis.dataset, "population", sorted(set(people["year"])))
    title = _("{place}, ettårsåldrar, statistik").format(place=basis.name(code))
    return Table(
        f"ettar-utfall-{code}",
        title,
        frame,
        {
            "year": Column(_("År"), kind="year"),
            "age": Column(_("Ålder"), kind="text"),
            "F": Column(_("Kvinnor")),
            "M": Column(_("Män")),
            "T": Column(_("Kvinnor och män")),
        },
        source_line(basis.dataset, labels.values(), labels),
        unit=_("personer den 31 december"),
        note=_(
            "Tomma celler: det året är åldrarna inte publicerade för kvinnor och män var för sig."
        ),
    )


def _projected_ages(basis: Basis, code: str) -> Table:
    """One-year ages of all projected years with their range."""
    drawn = basis.trajectories
    ages = np.arange(AGE_OPEN + 1)
    years = drawn.years[1:]
    frame = pd.DataFrame(
        {
            "year": np.repeat(years, len(ages)),
            "age": np.tile([_age(int(age)) for age in ages], len(years)),
        }
    )
    names = {"F": _("Kvinnor"), "M": _("Män"), "T": _("Kvinnor och män")}
    columns = {"year": Column(_("År"), kind="year"), "age": Column(_("Ålder"), kind="text")}
    for sex in ("F", "M", "T"):
        people = drawn.ages(basis.members(code), sex)[:, 1:]
        bounds = np.quantile(people, list(QUANTILES.values()), axis=0)
        own = {end: f"{sex}_{end}" for end in QUANTILES}
        for end, values in zip(QUANTILES, bounds, strict=True):
            frame[own[end]] = values.ravel()
        columns |= range_columns(names[sex], own)
    return Table(
        f"ettar-prognos-{code}",
        _("{place}, ettårsåldrar, prognos").format(place=basis.name(code)),
        frame,
        columns,
        basis.projection_line,
        unit=_("personer den 31 december"),
        note=_(
            "Mellan det lägsta och det högsta ligger 8 av 10 utfall; åldrarnas gränser får inte "
            "summeras."
        ),
    )


def _groups(basis: Basis, code: str) -> Table:
    """Age groups of all years, observed and projected."""
    chosen = [group for key in _GROUPS for group in AGE_GROUPS[key].labels]
    labels = tuple(dict.fromkeys(["total", *chosen]))
    past = series.group_series(basis.dataset, code, labels)
    if basis.projected(code):
        ahead = findings.group_ranges(basis.trajectories, basis.members(code), labels)
        frame = findings.group_table(ahead, past)
        source = f"{source_line(basis.dataset, past['label'].unique(), past['year'])} "
        source += basis.projection_line
    else:
        frame = past.assign(p10=np.nan, p50=np.nan, p90=np.nan)
        source = source_line(basis.dataset, past["label"].unique(), past["year"])
    names = {"total": _("alla åldrar")} | {
        group: age_groups.ages(group) for group in labels if group != "total"
    }
    return Table(
        f"grupper-{code}",
        _("{place}, åldersgrupper").format(place=basis.name(code)),
        frame.assign(group=frame["group"].map(names)),
        {
            "group": Column(_("Åldersgrupp"), kind="text"),
            **RANGE_COLUMNS,
        },
        source,
        unit=_("personer den 31 december"),
    )


def appendix(basis: Basis, codes: Sequence[str], *, single_ages: bool = True) -> tuple[Table, ...]:
    """Long tables of some places.

    Parameters
    ----------
    basis : Basis
        The figures.
    codes : sequence of str
        Places.
    single_ages : bool
        With one-year ages; else only groups.
    """
    found = []
    for code in codes:
        if single_ages:
            found.append(_observed_ages(basis, code))
            if basis.projected(code):
                found.append(_projected_ages(basis, code))
        found.append(_groups(basis, code))
    return tuple(found)
