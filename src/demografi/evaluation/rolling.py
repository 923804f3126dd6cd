"""Rolling origins: the whole evaluation, over all the years there are."""

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import pandas as pd

from demografi.dataset import Dataset
from demografi.evaluation.contenders import CONTENDERS
from demografi.evaluation.run import Evaluation, evaluate

__all__ = ["AGES", "COUNTIES", "TOTALS", "Study", "rolling", "studies"]

AGES, COUNTIES, TOTALS = "ages", "counties", "totals"
_HORIZON = 10
_APART = 5
"""Years between origins of the long series."""
_LEARNT = 10
"""Years of a long series before its first origin."""


@dataclass(frozen=True)
class Study:
    """Origins that are evaluated in the same way.

    Attributes
    ----------
    name : str
        ``ages``: municipalities from each year with ages; ``counties``: counties by age, over
        decades; ``totals``: totals of municipalities, over decades.
    regions : tuple of str
        Regions scored.
    origins : tuple of int
        Last years known.
    horizon : int
        Years ahead.
    contenders : tuple of str
        Who takes part.
    """

    name: str
    regions: tuple[str, ...]
    origins: tuple[int, ...]
    horizon: int
    contenders: tuple[str, ...] = tuple(CONTENDERS)


def _years(dataset: Dataset, table: str, regions: Sequence[str]) -> list[int]:
    """Years in which a table has every one of some regions."""
    if table not in dataset.tables or not regions:
        return []
    found = dataset.rows(table, regions).groupby("year")["region"].nunique()
    return sorted(int(year) for year in found.index[found == len(set(regions))])


def _every_fifth(years: Sequence[int]) -> tuple[int, ...]:
    """Years divisible by five with enough before them and something after.

    >>> _every_fifth(range(1968, 2016))
    (1980, 1985, 1990, 1995, 2000, 2005, 2010)
    """
    if not len(years):
        return ()
    return tuple(year for year in years[_LEARNT:-1] if year % _APART == 0)


def studies(dataset: Dataset, county: str) -> tuple[Study, ...]:
    """All that a dataset allows.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    county : str
        County whose municipalities decide the origins; other municipalities take part where they
        have figures.
    """
    places = dataset.regions.places.values()
    own = dataset.regions.municipalities(county)
    municipalities = tuple(place.code for place in places if place.level == "municipality")
    counties = tuple(place.code for place in places if place.level == "county")
    aged = _years(dataset, "population", own)
    totals = _years(dataset, "population_total", own)
    newest = max([*aged, *totals], default=0)
    found = (
        # The first year with ages shows no change from which a cohort's could be learnt.
        Study(AGES, municipalities, tuple(y for y in aged[1:] if y < newest), _HORIZON),
        Study(COUNTIES, counties, _every_fifth(_years(dataset, "population", counties)), _HORIZON),
        Study(TOTALS, own, _every_fifth(totals), _HORIZON, ("no_change", "lin_exp")),
    )
    return tuple(study for study in found if study.origins)


def rolling(
    dataset: Dataset,
    wanted: Iterable[Study],
    *,
    draws: int = 500,
    seed: int = 1,
    executor: Executor | None = None,
) -> tuple[pd.DataFrame, tuple[Evaluation, ...]]:
    """Evaluate every study.

    Returns
    -------
    rows : DataFrame
        Rows of all evaluations (:class:`~demografi.evaluation.run.Evaluation`) with the study's
        name in a first column.
    evaluations : tuple of Evaluation
        One per study.
    """
    planned = tuple(wanted)
    found = tuple(
        evaluate(
            dataset,
            origin=study.origins,
            horizon=study.horizon,
            regions=study.regions,
            contenders=study.contenders,
            draws=draws,
            seed=seed,
            executor=executor,
        )
        for study in planned
    )
    frames = [
        evaluation.rows.assign(study=study.name)
        for study, evaluation in zip(planned, found, strict=True)
    ]
    rows = pd.concat(frames, ignore_index=True)
    return rows[["study", *rows.columns.drop("study")]], found
