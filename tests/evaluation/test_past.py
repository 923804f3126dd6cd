"""Nothing after the origin can be seen: scrambled, dropped or invented, it changes no forecast."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from demografi import Dataset
from demografi.dataset import TABLES
from demografi.errors import RequestError
from demografi.evaluation import CONTENDERS, GROUPS, Past, cut, evaluate
from demografi.evaluation.past import in_groups
from demografi.rates.history import FIRST_YEAR
from demografi.regions import Regions

ORIGIN = 2014
SAID = ["forecast", "low80", "high80", "low95", "high95"]


def scrambled(dataset: Dataset, origin: int) -> Dataset:
    """Another future: later figures changed, some removed, and what is told about places too."""
    rng = np.random.default_rng(7)
    tables = {}
    for name, frame in dataset.tables.items():
        changed = frame.copy()
        # What was published from the origin is what one contender says; it is not an outcome.
        dated = "base_year" if "base_year" in frame else "year"
        if dated not in frame:
            tables[name] = changed.assign(title="nothing", description="else")
            continue
        later = (changed[dated] > origin).to_numpy()
        changed.loc[later, "value"] = rng.integers(0, 5_000, later.sum()).astype(
            changed["value"].dtype
        )
        if "usable" in changed:
            changed.loc[later, "usable"] = ~changed.loc[later, "usable"]
        tables[name] = changed[~later | (rng.random(len(changed)) < 0.7)]
    regions = dataset.regions.frame.copy()
    others = [c for c in regions.columns if c not in ("code", "name", "level", "parent")]
    for column in others:
        regions[column] = rng.permutation(regions[column].to_numpy())
    return replace(dataset, tables=tables, regions=Regions(regions))


def test_scrambling_the_future_changes_no_forecast(dataset: Dataset) -> None:
    chosen = {"origin": ORIGIN, "horizon": 6, "regions": ["24*"], "draws": 20, "seed": 3}
    once = evaluate(dataset, **chosen)  # type: ignore[arg-type]
    again = evaluate(scrambled(dataset, ORIGIN), **chosen)  # type: ignore[arg-type]
    assert set(once.rows["contender"]) == set(CONTENDERS), "all have something to lose"
    key = ["contender", "region", "year", "group"]
    pd.testing.assert_frame_equal(once.rows[[*key, *SAID]], again.rows[[*key, *SAID]])
    came = once.rows["actual"].notna() & again.rows["actual"].notna()
    assert (once.rows["actual"] != again.rows["actual"])[came].any(), "the futures do differ"


def test_cut_leaves_no_row_of_a_later_year(dataset: Dataset) -> None:
    known = cut(dataset, ORIGIN)
    assert set(known.tables) == set(TABLES)
    for name, frame in known.tables.items():
        assert list(frame.columns) == list(TABLES[name].names)
        for column in ("year", "base_year", "target_year", "kolada_year"):
            if column in frame and len(frame):
                assert frame[column].max() <= ORIGIN, name
    assert len(known.tables["population"]) == (dataset.table("population")["year"] <= ORIGIN).sum()
    assert known.tables["kolada_definitions"].empty
    assert set(known.regions.frame.columns) == {"code", "name", "level", "parent"}
    assert known.manifest == {}
    assert not known.memo, "nothing derived from later figures comes along"


def test_published_is_what_was_said_from_the_origin(dataset: Dataset) -> None:
    past = Past.of(dataset, ("2480",), 2019)
    assert set(past.published["base_year"]) == {2019}
    assert past.published["target_year"].min() > 2019
    assert past.dataset.tables["official_projection"]["target_year"].max() <= 2019


def test_known_has_groups_ages_and_deaths_to_the_origin(dataset: Dataset) -> None:
    known = Past.of(dataset, ("2480", "2403"), 2014).known
    assert len(known.groups) == 2014 - FIRST_YEAR + 1
    total = dataset.rows("population_total", "2403").set_index("year")["value"]
    assert known.groups[1970 - FIRST_YEAR, 1, 0] == total[1970]
    assert known.aged_years == tuple(range(2010, 2015))
    np.testing.assert_allclose(
        in_groups(known.ages[-1].sum(axis=1)), known.groups[-1], err_msg="ages are of the groups"
    )
    died = dataset.rows("deaths", "2480")
    assert known.deaths[-1, 0].sum() == died.loc[died["year"] == 2014, "value"].sum()
    earlier = known.until(2012)
    assert earlier.last_year == 2012
    assert len(earlier.ages) == len(earlier.groups) == 2012 - FIRST_YEAR + 1


def test_ages_of_both_sexes_are_split_as_their_cohorts(dataset: Dataset) -> None:
    known = Past.of(dataset, ("2480",), 2025).known
    rows = dataset.rows("population", "2480")
    both = rows[rows["year"] == 2025].set_index("age")["value"]
    np.testing.assert_allclose(known.ages[-1, 0].sum(axis=0), both.to_numpy(float))
    before = known.ages[-2, 0, :, 40]
    now = known.ages[-1, 0, :, 41]
    np.testing.assert_allclose(now / now.sum(), before / before.sum())


def test_regions_without_ages_have_totals_only(dataset: Dataset) -> None:
    past = Past.of(dataset, ("2480",), 2005)
    assert not past.has_ages
    assert np.isnan(past.known.ages).all()
    assert past.known.groups[-1, 0, GROUPS.index("total")] > 100_000
    with pytest.raises(RequestError):
        _ = past.history
