"""Running: the same result on any executor, whole rows, refusals that say why."""

import pickle
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from demografi import Dataset
from demografi.errors import RequestError
from demografi.evaluation import GROUPS, ByAge, Evaluation, Past, evaluate, scores
from demografi.evaluation.batches import batches, chosen_regions
from demografi.evaluation.run import Job, outcomes, run_job
from demografi.projection import History, Trajectories

RULES = ("no_change", "hamilton_perry", "official")
THREE = ("2403", "2418", "2480")


class AtOnce(Executor):
    """Runs a job when it is submitted, here."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@contextmanager
def dask() -> Iterator[Executor]:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client.get_executor()


def run(dataset: Dataset, executor: Executor | None = None, **more: Any) -> Evaluation:
    options: dict[str, Any] = {"origin": 2014, "regions": THREE, "contenders": RULES, "draws": 30}
    return evaluate(dataset, executor=executor, **(options | more))


@pytest.fixture(scope="module")
def found(dataset: Dataset) -> Evaluation:
    return run(dataset)


class Interrupted(Executor):
    """Ctrl-C while the first job runs."""

    def __init__(self) -> None:
        self.futures: list[Future[Any]] = []

    def submit(self, *_job: Any, **_options: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if not self.futures:
            future.set_exception(KeyboardInterrupt())
        self.futures.append(future)
        return future


def test_what_has_not_begun_is_not_waited_for_after_an_interruption(dataset: Dataset) -> None:
    executor = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        run(dataset, executor)
    assert len(executor.futures) == len(RULES)
    assert all(future.cancelled() for future in executor.futures[1:])


def test_a_year_the_figures_do_not_reach_is_no_origin(dataset: Dataset) -> None:
    with pytest.raises(RequestError, match="after 2025, the newest year") as caught:
        run(dataset, origin=2026)
    assert caught.value.remedy == "Choose 2025 or earlier."


def test_executors_agree(dataset: Dataset, found: Evaluation) -> None:
    pd.testing.assert_frame_equal(run(dataset, AtOnce()).rows, found.rows)


def test_a_dask_cluster_gives_the_same(dataset: Dataset, found: Evaluation) -> None:
    with dask() as executor:
        pd.testing.assert_frame_equal(run(dataset, executor).rows, found.rows)


def test_jobs_and_forecasts_can_be_sent(dataset: Dataset) -> None:
    """What another process is given and gives back, without one."""
    past = Past.of(dataset, THREE, 2014)
    sent = pickle.loads(pickle.dumps(Job("hamilton_perry", past, 3, 10, (1, 2014, 2))))  # noqa: S301
    here = run_job(Job("hamilton_perry", past, 3, 10, (1, 2014, 2)))
    there = pickle.loads(pickle.dumps(run_job(sent)))  # noqa: S301
    assert not isinstance(here, RequestError)
    np.testing.assert_array_equal(here.point, there.point)


def test_other_contenders_and_regions_do_not_move_a_forecast(
    dataset: Dataset, found: Evaluation
) -> None:
    alone = run(dataset, contenders=["hamilton_perry"], regions=["2480"]).rows
    same = found.rows[
        (found.rows["contender"] == "hamilton_perry") & (found.rows["region"] == "2480")
    ]
    columns = ["year", "group", "forecast", "low80", "high80"]
    pd.testing.assert_frame_equal(alone[columns], same[columns].reset_index(drop=True))


def test_one_row_per_contender_region_year_and_group(found: Evaluation) -> None:
    rows = found.rows
    key = ["contender", "region", "year", "group"]
    assert not rows.duplicated(key).any()
    for contender in ("no_change", "hamilton_perry"):
        here = rows[rows["contender"] == contender]
        assert len(here) == len(THREE) * 5 * len(GROUPS)
        assert set(here["year"]) == set(range(2015, 2020))
    official = rows[rows["contender"] == "official"]
    assert set(official["year"]) == {2019}, "Statisticon's is for one year"
    assert not {"1-5", "20-44"} & set(official["group"]), "mis-grouped at the source"
    assert official[["low80", "high95"]].isna().all(axis=None)
    assert (rows["low95"] <= rows["low80"])[rows["low80"].notna()].all()
    sizes = rows.groupby("region")["size"].unique()
    assert [list(size) for size in sizes] == [["<5000"], ["<5000"], [">20000"]]


def test_outcomes_are_published_and_missing_ones_stay_missing(dataset: Dataset) -> None:
    came = outcomes(dataset, ["2480", "24"], range(2019, 2027))
    total, young = GROUPS.index("total"), GROUPS.index("6-15")
    assert came[5, 0, total] == 134_249
    assert np.isnan(came[7]).all(), "2026 has not been"
    assert np.isfinite(came[5, 0, young])
    assert np.isnan(came[5, 1, total]), "a county's sum over its municipalities is not its own row"


def test_official_of_2019(dataset: Dataset) -> None:
    rows = run(dataset, origin=2019, contenders=["official"], regions=["2480"]).rows
    (value,) = rows[(rows["year"] == 2024) & (rows["group"] == "total")]["forecast"]
    assert value == 135_099


def test_scores_tell_all(found: Evaluation) -> None:
    told = scores(found)
    assert told["seed"] == 1
    assert told["dataset"]["version"]
    entry = told["contenders"]["no_change"]["total"]
    assert entry["n"] == 15
    assert set(entry["by_horizon"]) == set("12345")
    assert entry["by_size"]["<5000"]["n"] == 10
    assert entry["by_size"][">20000"]["by_horizon"]["5"]["n"] == 1
    assert sum(part["n"] for part in entry["by_size"].values()) == entry["n"]
    assert entry["skill"]["against"] == "hamilton_perry", "the other simple rule"
    assert entry["skill_official"]["n"] == 3
    assert "skill_official" not in told["contenders"]["official"]["total"]
    assert told["contenders"]["official"]["1-5"]["n"] == 0
    assert set(told["contenders"]["hamilton_perry"]) == set(GROUPS)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"contenders": ["crystal_ball"]}, "unknown_contender"),
        ({"contenders": []}, "unknown_contender"),
        ({"horizon": 0}, "horizon_out_of_range"),
        ({"horizon": 51}, "horizon_out_of_range"),
        ({"draws": 1}, "draws_out_of_range"),
        ({"seed": -1}, "negative_seed"),
        ({"origin": 1949}, "origin_too_early"),
        ({"regions": ["9999"]}, "unknown_region"),
        ({"regions": ["99*"]}, "unknown_region"),
        ({"origin": 2000, "contenders": ["official"]}, "nothing_forecast"),
    ],
)
def test_impossible_requests_are_refused(
    dataset: Dataset, change: dict[str, Any], code: str
) -> None:
    with pytest.raises(RequestError) as caught:
        run(dataset, **change)
    assert caught.value.code == code
    assert caught.value.remedy


def test_what_a_contender_cannot_do_is_noted(dataset: Dataset) -> None:
    found = run(dataset, origin=2005, contenders=["no_change", "hamilton_perry", "demografi"])
    assert set(found.rows["contender"]) == {"no_change"} | (
        {"demografi"} & set(found.rows["contender"])
    )
    assert any(note.startswith("hamilton_perry") for note in found.notes)
    assert scores(found)["contenders"]["hamilton_perry"]["total"] == {
        "n": 0,
        "by_horizon": {},
        "by_size": {},
    }


def test_regions_by_code_pattern_group_and_default(dataset: Dataset) -> None:
    places = dataset.regions
    assert set(chosen_regions(dataset, 2014, ["24*"])) == set(places.municipalities())
    assert chosen_regions(dataset, 2014, ["24"]) == ("24",), "the county itself"
    assert set(chosen_regions(dataset, 2014, ["region8", "2480"])) == {
        *places.place("region8").members,
        "2480",
    }
    assert len(chosen_regions(dataset, 2014)) == 44
    assert chosen_regions(dataset, 2005) == ("22", "23", "24", "25"), "ages come before totals"


def test_counties_learn_together_from_the_year_their_places_share(dataset: Dataset) -> None:
    (one,) = batches(dataset, 2014, ["2480"])
    assert one.regions == ("2480",)
    assert set(one.pool) == set(dataset.regions.municipalities())
    # In 2021 two municipalities have ages; the county's newest year in common is 2019.
    (one,) = batches(dataset, 2021, ["2480", "2403"])
    assert len(one.pool) == 15
    found = {len(batch.pool): batch for batch in batches(dataset, 2024, ["2480", "2281", "24"])}
    assert {len(batch.regions) for batch in found.values()} == {1}
    assert set(found) == {15, 7, 4}
    # Each county is learnt from as when it is projected; small ones have too little by themselves.
    north = batches(dataset, 2014, [*dataset.regions.municipalities(), "2281", "2303", "2505"])
    assert sorted(len(batch.pool) for batch in north) == [7, 8, 14, 15]
    rows = dataset.table("population")
    few = rows[rows["region"].isin(["2281", "2303", "2305", "2505"])]
    thin = replace(dataset, tables={**dataset.tables, "population": few})
    (together,) = batches(thin, 2014, ["2281", "2303", "2505"])
    assert len(together.pool) == 4


def test_a_place_whose_ages_end_early_holds_nobody_back(dataset: Dataset) -> None:
    rows = dataset.table("population")
    ended = rows[~((rows["region"] == "2403") & (rows["year"] > 2012))]
    tables = {**dataset.tables, "population": ended}
    found = batches(replace(dataset, tables=tables), 2014, ["2480", "2403"])
    pools = {batch.regions: len(batch.pool) for batch in found}
    assert pools == {("2480",): 14, ("2403",): 15}


def test_ages_older_than_the_origin_are_projected_past_it(dataset: Dataset) -> None:
    found = run(dataset, origin=2021, horizon=2, regions=["2403"], contenders=["hamilton_perry"])
    long = run(dataset, origin=2019, horizon=4, regions=["2403"], contenders=["hamilton_perry"])
    key = ["year", "group"]
    both = found.rows.merge(long.rows, on=key)
    assert len(both) == 2 * len(GROUPS)
    assert both["forecast_x"].to_numpy() == pytest.approx(both["forecast_y"].to_numpy())


def test_no_warning_escapes(dataset: Dataset) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        scores(run(dataset, origin=[2012, 2014], contenders=["lin_exp", "cohort_component"]))


class Calendar:
    """Says of every age and sex the year itself."""

    def fit(self, history: History) -> "Calendar":
        self.regions, self.start = history.regions, history.last_year
        return self

    def project(self, horizon: int, draws: int, rng: np.random.Generator) -> Trajectories:  # noqa: ARG002
        years = tuple(range(self.start, self.start + horizon + 1))
        cells = (draws, len(years), len(self.regions), 2, 101)
        people = np.broadcast_to(np.reshape(years, (1, -1, 1, 1, 1)), cells).astype(np.float32)
        nothing = np.zeros((draws, horizon, len(self.regions)), np.float32)
        return Trajectories(self.regions, years, people, nothing, nothing, nothing, nothing)


@pytest.mark.parametrize("until", [2014, 2012])
def test_each_year_is_told_of_itself_also_when_ages_end_early(dataset: Dataset, until: int) -> None:
    rows = dataset.table("population")
    tables = {"population": rows[rows["year"] <= until]}
    past = Past.of(replace(dataset, tables=tables), ["2480", "2403"], 2014)
    said = ByAge(Calendar()).fit(past).project(3, 2, np.random.default_rng(1))
    assert past.history.last_year == until
    assert said.years == (2015, 2016, 2017)
    cells = 2 * np.array([101, 6, 5, 10, 4, 25, 45, 20, 15, 21])
    expected = np.array(said.years)[:, None, None] * np.broadcast_to(cells, (2, len(GROUPS)))
    np.testing.assert_allclose(said.point, expected)
    assert said.draws is not None
    np.testing.assert_allclose(said.draws, np.broadcast_to(expected, said.draws.shape))
