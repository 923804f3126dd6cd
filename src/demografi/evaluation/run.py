"""Running a back-test: every contender from an origin, against what came."""

import logging
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi import __version__
from demografi.dataset import Dataset
from demografi.errors import RequestError
from demografi.evaluation.batches import batches, chosen_regions
from demografi.evaluation.contenders import CONTENDERS
from demografi.evaluation.forecast import Forecast
from demografi.evaluation.measures import crps
from demografi.evaluation.past import GROUPS, Past, with_every_table
from demografi.evaluation.rules import newest, size_class
from demografi.rates.diagnostics import Diagnostic
from demografi.rates.history import FIRST_YEAR
from demografi.series.groups import group_arrays

__all__ = ["MAX_HORIZON", "Evaluation", "Job", "evaluate", "outcomes", "run_job"]

log = logging.getLogger(__name__)

Array = NDArray[np.float64]

MAX_HORIZON = 50
MAX_DRAWS = 5000
THREADS = 2
QUANTILES = {"low80": 0.1, "high80": 0.9, "low95": 0.025, "high95": 0.975}
SIZE_NAMES = ("<5000", "5000-20000", ">20000")


@dataclass(frozen=True)
class Job:
    """One contender, one origin, regions that belong together: what an executor is given.

    Attributes
    ----------
    contender : str
        Name in :data:`~demografi.evaluation.contenders.CONTENDERS`.
    past : Past
        All it may see.
    horizon, draws : int
        Years ahead and draws.
    seed : tuple of int
        Seed of its own, so that the order of jobs does not matter.
    """

    contender: str
    past: Past
    horizon: int
    draws: int
    seed: tuple[int, ...]


@dataclass(frozen=True)
class Evaluation:
    """Forecasts beside outcomes.

    Attributes
    ----------
    rows : DataFrame
        One row per origin, contender, region, projected year and group that the contender has a
        figure for: columns origin, contender, region, year, ahead (years after the origin),
        group, size (class of the region at the origin), forecast, low80, high80, low95, high95,
        crps, actual. NaN where there is no range or no outcome.
    facts : dict
        What was asked for, of which figures, by which version.
    notes : tuple of str
        What could not be done and why, in English.
    diagnostics : dict of str to tuple of Diagnostic
        Outcome of every fit, by contender.
    """

    rows: pd.DataFrame = field(repr=False)
    facts: Mapping[str, Any]
    notes: tuple[str, ...] = ()
    diagnostics: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict, repr=False)


def run_job(job: Job) -> Forecast | RequestError:
    """Fit and project; what the contender cannot do comes back as the error that says why."""
    try:
        forecaster = CONTENDERS[job.contender]().fit(job.past)
        return forecaster.project(job.horizon, job.draws, np.random.default_rng(job.seed))
    except RequestError as reason:
        return reason


def outcomes(dataset: Dataset, regions: Sequence[str], years: Sequence[int]) -> Array:
    """What came, [year, region, group]: published figures only, NaN where there are none.

    The dataset has every table, some of them empty.
    """
    came = np.full((len(years), len(regions), len(GROUPS)), np.nan)
    for at, code in enumerate(regions):
        for position, group in enumerate(GROUPS):
            series = group_arrays(dataset, code, [group])
            # A county's sum over its municipalities is whole only if all of them are listed.
            inside = (series.basis == "published") & np.isin(series.years, years)
            came[series.years[inside] - years[0], at, position] = series.values[inside, 0]
    return came


def _frame(job: Job, forecast: Forecast, wanted: Sequence[str], came: Array) -> pd.DataFrame:
    """One row per region wanted, year and group that has a figure."""
    at = [forecast.regions.index(code) for code in wanted]
    point = forecast.point[:, at]
    shape = point.shape
    size = size_class(newest(job.past.known.groups[:, at, 0])[0])
    columns: dict[str, Any] = {
        "origin": job.past.origin,
        "contender": job.contender,
        "region": np.broadcast_to(np.array(wanted)[:, None], shape).ravel(),
        "year": np.broadcast_to(np.array(forecast.years)[:, None, None], shape).ravel(),
        "group": np.broadcast_to(np.array(GROUPS), shape).ravel(),
        "size": np.broadcast_to(np.array(SIZE_NAMES)[size][:, None], shape).ravel(),
        "forecast": point.ravel(),
    }
    if forecast.draws is None:
        limits = np.full((len(QUANTILES), *shape), np.nan)
        score = np.abs(point - came)
    else:
        draws = forecast.draws[:, :, at].astype(np.float64)
        limits = np.quantile(draws, list(QUANTILES.values()), axis=0)
        score = crps(draws, came)
    columns |= {name: limit.ravel() for name, limit in zip(QUANTILES, limits, strict=True)}
    columns |= {"crps": score.ravel(), "actual": came.ravel()}
    frame = pd.DataFrame(columns)
    frame.insert(4, "ahead", frame["year"] - job.past.origin)
    said: pd.DataFrame = frame[np.isfinite(frame["forecast"])]
    return said


@dataclass(frozen=True)
class _Sizes:
    """How far, how many, and from which seed."""

    horizon: int
    draws: int
    seed: int


def _check(origins: Sequence[int], contenders: Sequence[str], sizes: _Sizes) -> None:
    """Refuse what cannot be met."""
    problems = [
        (
            not set(contenders) <= set(CONTENDERS) or not contenders,
            "unknown_contender",
            f"There is no contender '{', '.join(sorted(set(contenders) - set(CONTENDERS)))}'.",
            f"Choose among {', '.join(CONTENDERS)}.",
        ),
        (
            not 1 <= sizes.horizon <= MAX_HORIZON,
            "horizon_out_of_range",
            f"The horizon {sizes.horizon} is not between 1 and {MAX_HORIZON} years.",
            "Ask for 5 or 10 years.",
        ),
        (
            not 2 <= sizes.draws <= MAX_DRAWS,
            "draws_out_of_range",
            f"{sizes.draws} draws cannot be made.",
            f"Ask for 2 to {MAX_DRAWS} draws.",
        ),
        (
            sizes.seed < 0,
            "negative_seed",
            f"The seed {sizes.seed} is negative.",
            "Use 0 or more.",
        ),
        (
            min(origins, default=0) < FIRST_YEAR,
            "origin_too_early",
            f"The origin {min(origins, default=0)} is before {FIRST_YEAR}, when the figures begin.",
            "Choose a later origin.",
        ),
    ]
    for wrong, code, message, remedy in problems:
        if wrong:
            raise RequestError(
                code, message, remedy, most=MAX_DRAWS, draws=sizes.draws, seed=sizes.seed
            )


def _jobs(
    dataset: Dataset, origin: int, regions: Sequence[str], names: Sequence[str], sizes: _Sizes
) -> list[tuple[Job, tuple[str, ...]]]:
    """One job per contender and batch of regions, and the regions wanted of it."""
    found = []
    for batch in batches(dataset, origin, chosen_regions(dataset, origin, regions)):
        past = Past.of(dataset, batch.pool, origin)
        found += [
            (
                Job(name, past, sizes.horizon, sizes.draws, (sizes.seed, origin, order)),
                batch.regions,
            )
            for order, name in enumerate(CONTENDERS)
            if name in names
        ]
    return found


def _check_known(dataset: Dataset, origins: Sequence[int]) -> None:
    """Refuse to forecast from a year that the figures do not reach."""
    years = [dataset.table(name)["year"] for name in ("population_total", "population")]
    newest = max((int(year.max()) for year in years if len(year)), default=0)
    if newest and max(origins, default=0) > newest:
        raise RequestError(
            "origin_too_late",
            f"The origin {max(origins)} is after {newest}, the newest year of the figures.",
            f"Choose {newest} or earlier.",
            year=max(origins),
            last=newest,
        )


def evaluate(
    dataset: Dataset,
    *,
    origin: int | Iterable[int],
    horizon: int = 5,
    regions: Sequence[str] = (),
    contenders: Sequence[str] = tuple(CONTENDERS),
    draws: int = 500,
    seed: int = 1,
    executor: Executor | None = None,
) -> Evaluation:
    """Let contenders forecast from one or several origins and put outcomes beside.

    Parameters
    ----------
    dataset : Dataset
        The figures; tables may be missing.
    origin : int or iterable of int
        Last year that a forecast sees.
    horizon : int
        Years ahead.
    regions : sequence of str
        As in :func:`~demografi.evaluation.batches.chosen_regions`.
    contenders : sequence of str
        Names in :data:`~demografi.evaluation.contenders.CONTENDERS`.
    draws, seed : int
        Draws of each forecast; the same seed gives the same draws on any executor.
    executor : concurrent.futures.Executor, optional
        Where fits run, such as ``distributed.Client.get_executor()``; two threads if left out.

    Returns
    -------
    Evaluation

    Raises
    ------
    RequestError
        The request cannot be met by any contender.
    """
    origins = [origin] if isinstance(origin, int) else list(origin)
    sizes = _Sizes(horizon, draws, seed)
    _check(origins, contenders, sizes)
    dataset = with_every_table(dataset)  # once: what is derived from it is kept with it
    _check_known(dataset, origins)
    jobs = [job for year in origins for job in _jobs(dataset, year, regions, contenders, sizes)]
    with ThreadPoolExecutor(THREADS) if executor is None else nullcontext(executor) as pool:
        running = deque(pool.submit(run_job, job) for job, _ in jobs)
        frames: list[pd.DataFrame] = []
        notes: dict[str, list[int]] = {}
        diagnostics: dict[str, tuple[Diagnostic, ...]] = dict.fromkeys(contenders, ())
        came: dict[tuple[int, tuple[str, ...]], Array] = {}
        try:
            for job, wanted in jobs:
                # Taken out, so that no more than a few forecasts with their draws are kept at once.
                forecast = running.popleft().result()
                if isinstance(forecast, RequestError):
                    notes.setdefault(f"{job.contender}: {forecast}", []).append(job.past.origin)
                    continue
                key = (job.past.origin, wanted)
                if key not in came:
                    came[key] = outcomes(dataset, wanted, forecast.years)
                frame = _frame(job, forecast, wanted, came[key])
                if frame.empty:
                    said_nothing = f"{job.contender}: no figures for these regions."
                    notes.setdefault(said_nothing, []).append(job.past.origin)
                frames.append(frame)
                diagnostics[job.contender] += forecast.diagnostics
        finally:
            # After a failure or an interruption nobody waits for what has not begun.
            for future in running:
                future.cancel()
    if not any(len(frame) for frame in frames):
        raise RequestError(
            "nothing_forecast",
            f"No contender could forecast from {', '.join(map(str, origins))}: {'; '.join(notes)}",
            "Choose another origin, or a dataset with earlier years.",
            year=origins[0],
        )
    rows = pd.concat([frame for frame in frames if len(frame)], ignore_index=True)
    facts = {
        "origins": origins,
        "horizon": horizon,
        "contenders": list(contenders),
        "regions": sorted(rows["region"].unique()),
        "draws": draws,
        "seed": seed,
        "program": __version__,
        "dataset": {
            "path": str(dataset.path),
            "version": dataset.version,
            "date": dataset.manifest.get("date", ""),
            "tables": sorted(name for name, frame in dataset.tables.items() if len(frame)),
        },
    }
    told = [
        f"{note} (origin {', '.join(map(str, dict.fromkeys(when)))})"
        for note, when in notes.items()
    ]
    return Evaluation(rows, facts, tuple(told), diagnostics)
