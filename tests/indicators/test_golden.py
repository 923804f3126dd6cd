"""Values somebody else computed: Regionfakta, SCB and Kolada.

Agreement is asserted as it was measured, not as it would be convenient; the differences are
explained in ``docs/decisions/020-indicators.md``.
"""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from demografi.dataset import Dataset
from demografi.indicators import INDICATORS, observed, vital
from demografi.indicators.formulas import age_sum, dependency_ratio, mean_age, total_fertility_rate
from demografi.series import age_arrays, event_arrays, group_arrays

REGIONFAKTA_2016 = {
    "Bjurholm": (1254, 1200, 104.5),
    "Dorotea": (1364, 1355, 100.7),
    "Lycksele": (5744, 6443, 89.2),
    "Malå": (1486, 1614, 92.1),
    "Nordmaling": (3467, 3665, 94.6),
    "Norsjö": (2025, 2100, 96.4),
    "Robertsfors": (3184, 3600, 88.4),
    "Skellefteå": (32410, 39856, 81.3),
    "Sorsele": (1233, 1302, 94.7),
    "Storuman": (2830, 3069, 92.2),
    "Umeå": (47183, 75709, 62.3),
    "Vilhelmina": (3211, 3594, 89.3),
    "Vindeln": (2688, 2725, 98.6),
    "Vännäs": (4021, 4674, 86.0),
    "Åsele": (1439, 1436, 100.2),
    "Västerbottens län": (113539, 152342, 74.5),
    "Sverige": (4267463, 5727690, 74.5),
}


def code_of(dataset: Dataset, name: str) -> str:
    levels = ("municipality", "county", "nation")
    places = dataset.regions.places.values()
    return next(p.code for p in places if p.name == name and p.level in levels)


@pytest.mark.parametrize("name", REGIONFAKTA_2016)
def test_dependency_ratio_2016(dataset: Dataset, name: str) -> None:
    dependent, working, expected = REGIONFAKTA_2016[name]
    code = code_of(dataset, name)
    ages = age_arrays(dataset, code)
    population = ages.values[np.flatnonzero(ages.years == 2016)[0], 2]
    assert age_sum(population, 0, 19) + age_sum(population, 65) == dependent
    assert age_sum(population, 20, 64) == working
    shown: Any = observed(dataset, code, "dependency_ratio").set_index("year").loc[2016]
    assert shown["value"] == pytest.approx(100 * dependent / working)
    assert round(shown["value"], 1) == expected
    assert shown["source"] == "SCB TAB638"


@pytest.mark.parametrize(("code", "expected"), [("24", 1.770), ("00", 1.853)])
def test_fertility_2015(dataset: Dataset, code: str, expected: float) -> None:
    shown: Any = observed(dataset, code, "tfr").set_index("year").loc[2015]
    assert round(shown["value"], 3) == expected
    assert shown["source"] == "SCB TAB1264, TAB638"


def published(dataset: Dataset, table: str, indicator: str, sex: str = "T") -> Any:
    frame = dataset.table(table)
    chosen = frame[(frame["indicator"] == indicator) & (frame["sex"] == sex)]
    return chosen.set_index(["region", "year"])["value"]


def own_from_groups(dataset: Dataset, key: str, places: list[str]) -> pd.DataFrame:
    """Our own values, before any published figure takes precedence."""
    indicator = INDICATORS[key]
    rows = []
    for code in places:
        found = group_arrays(dataset, code, indicator.groups)
        piled = np.zeros((len(found.years), 101))
        piled[:, [int(group.split("-")[0].rstrip("+")) for group in indicator.groups]] = (
            found.values
        )
        values = indicator.compute(piled)
        rows += [
            (code, int(year), float(value), bool(ckm))
            for year, value, ckm in zip(found.years, values, found.ckm, strict=True)
        ]
    return pd.DataFrame(rows, columns=["region", "year", "own", "ckm"]).set_index(
        ["region", "year"]
    )


def differences(own: pd.DataFrame, theirs: Any) -> Any:
    both: Any = own.join(theirs.rename("published"), how="inner")
    both["difference"] = both["own"] - both["published"]
    return both


def test_dependency_ratio_agrees_with_scb(dataset: Dataset) -> None:
    """Every cell 2000–2024 within SCB's rounding; 2025 differs by SCB's noise."""
    places = list(dataset.regions.municipalities())
    own = own_from_groups(dataset, "dependency_ratio", places)
    theirs = published(dataset, "indicators_published", "dependency_ratio_total")
    found = differences(own, theirs)
    exact = found[~found["ckm"]]
    assert len(exact) == 362
    assert exact["difference"].abs().max() <= 0.05 + 1e-9
    noisy = found[found["ckm"]]
    assert len(noisy) == 15
    assert noisy["difference"].abs().max() < 1.2


def test_dependency_ratio_agrees_with_kolada(dataset: Dataset) -> None:
    places = [*dataset.regions.municipalities(), "24", "00"]
    own = own_from_groups(dataset, "dependency_ratio", places)
    found = differences(own, published(dataset, "kolada", "N00927") * 100)
    assert len(found) == 416
    assert found["difference"].abs().max() < 1e-4


def test_mean_age_agrees_with_scb(dataset: Dataset) -> None:
    """+0.5 is right; SCB's figure is 0.013 higher on average, never more than 0.07."""
    rows = []
    for code in dataset.regions.municipalities():
        ages = age_arrays(dataset, code)
        values = mean_age(ages.values[:, 2])
        rows += [
            (code, int(year), float(value), bool(ckm))
            for year, value, ckm in zip(ages.years, values, ages.ckm, strict=True)
        ]
    own = pd.DataFrame(rows, columns=["region", "year", "own", "ckm"])
    own = own.set_index(["region", "year"])
    found = differences(own, published(dataset, "indicators_published", "mean_age"))
    exact = found.loc[~found["ckm"], "difference"]
    assert len(exact) == 173
    assert exact.abs().max() < 0.07
    assert exact.mean() == pytest.approx(-0.0135, abs=0.001)
    assert (exact.abs() <= 0.05 + 1e-9).mean() == pytest.approx(0.867, abs=0.001)
    # Without the half year, or with a whole one, not one cell would agree.
    assert ((exact - 0.5).abs() > 0.4).all()
    assert ((exact + 0.5).abs() > 0.4).all()


def test_share_65_agrees_with_scb(dataset: Dataset) -> None:
    own = own_from_groups(dataset, "share_65", list(dataset.regions.municipalities()))
    found = differences(own, published(dataset, "indicators_published", "share_65_plus"))
    exact = found.loc[~found["ckm"], "difference"]
    assert len(exact) == 437
    assert exact.abs().max() <= 0.005 + 1e-9


def fertility(dataset: Dataset, code: str, *, by_cohort: bool) -> Any:
    births = event_arrays(dataset, "births", code)
    women = vital.exposures(dataset, code, by_cohort=by_cohort)
    years = np.intersect1d(births.years, women.years)
    born = births.values[np.searchsorted(births.years, years)].sum(axis=1)
    lived = women.values[np.searchsorted(women.years, years), 0]
    return pd.Series(total_fertility_rate(born, lived), index=years)


@pytest.mark.parametrize(
    ("by_cohort", "largest", "within"), [(True, 0.0074, 24), (False, 0.0288, 8)]
)
def test_fertility_agrees_with_scb(
    dataset: Dataset, largest: float, within: int, *, by_cohort: bool
) -> None:
    """SCB's TAB4805 follows cohorts: 24 of 28 cells within rounding, against 8 by age."""
    theirs = published(dataset, "indicators_published", "total_fertility_rate", "F")
    gaps = pd.concat(
        [fertility(dataset, code, by_cohort=by_cohort) - theirs[code] for code in ("2480", "2482")]
    ).dropna()
    assert len(gaps) == 28
    assert gaps.abs().max() == pytest.approx(largest, abs=0.0001)
    assert (gaps.abs() <= 0.005 + 1e-9).sum() == within


@pytest.mark.parametrize("code", ["2480", "2482"])
def test_five_year_fertility_agrees_with_the_mean_of_published_years(
    dataset: Dataset, code: str
) -> None:
    own: Any = observed(dataset, code, "tfr_5y").set_index("year")
    theirs = published(dataset, "indicators_published", "total_fertility_rate", "F")[code]
    mean = theirs.rolling(5).mean()
    direct = own.loc[own["source"].str.contains("TAB1264") & (own["basis"] == "computed")]
    assert direct.index.tolist() == list(range(2015, 2025))
    assert (direct["value"] - mean).dropna().abs().max() < 0.0075


@pytest.mark.parametrize(("sex", "key"), [(0, "F"), (1, "M")])
def test_life_expectancy_agrees_with_scb(dataset: Dataset, sex: int, key: str) -> None:
    """Unshrunk, five-year windows 2015–2019: median 0.08 years; large places within 0.15."""
    theirs = published(dataset, "indicators_published", "life_expectancy_at_birth", key)
    shown = ("life_expectancy_women", "life_expectancy_men")[sex]
    series = vital.SERIES[shown][0]
    gaps = []
    for code in dataset.regions.municipalities():
        own = series(dataset, code)
        gaps.append((pd.Series(own.values, index=own.years) - theirs[code]).dropna())
    every = pd.concat(gaps)
    assert len(every) == 75
    assert every.abs().median() < 0.084
    assert every.abs().max() < 0.78
    large = [gaps[dataset.regions.municipalities().index(code)] for code in ("2480", "2482")]
    assert pd.concat(large).abs().max() < 0.15


@pytest.mark.parametrize("code", ["00", "24"])
def test_own_life_expectancy_rises_and_women_live_longer(dataset: Dataset, code: str) -> None:
    women: Any = observed(dataset, code, "life_expectancy_women").set_index("year")["value"]
    men: Any = observed(dataset, code, "life_expectancy_men").set_index("year")["value"]
    assert women.index.min() == 1973
    assert ((women - men).dropna() > 2).all()
    for series in (women, men):
        assert series.loc[2019] > series.loc[1999] > series.loc[1979]


def test_mean_population_table_is_the_mean_of_both_ends(dataset: Dataset) -> None:
    """SCB's published mean population is what our exposure by age says it is."""
    frame = dataset.table("mean_population")
    table = frame.pivot(index="year", columns=["sex", "age"], values="value")
    own = vital.exposures(dataset, "00")
    years = np.intersect1d(own.years, table.index)
    ours = own.values[np.searchsorted(own.years, years)].reshape(len(years), -1)
    theirs = table.loc[years].reindex(columns=pd.MultiIndex.from_product([["F", "M"], range(101)]))
    gap = np.abs(ours - theirs.to_numpy())
    assert gap.max() <= 5.5
    assert (gap == 0).mean() > 0.95


def test_change_and_migration_agree_with_kolada(dataset: Dataset) -> None:
    for code in ("2480", "2463", "24", "00"):
        change: Any = observed(dataset, code, "change_5y").set_index("year")["value"]
        theirs = published(dataset, "kolada", "N01958")[code]
        assert (change - theirs).dropna().abs().max() < 1e-6
        net: Any = observed(dataset, code, "net_domestic").set_index("year")["value"]
        gap = (net - published(dataset, "kolada", "N01964")[code]).dropna()
        assert gap.abs().max() == 0


def test_dependency_ratio_of_doubled_population_is_unchanged(dataset: Dataset) -> None:
    values = age_arrays(dataset, "2480").values[:, 2]
    assert dependency_ratio(values * 2) == pytest.approx(dependency_ratio(values))
