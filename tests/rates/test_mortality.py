"""Lee–Carter and local levels against published life expectancy and the deaths themselves."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from statsmodels.tsa.statespace.structural import UnobservedComponents

from demografi import Dataset
from demografi.errors import RequestError
from demografi.indicators.life_table import BANDS, life_expectancy
from demografi.projection.cohort_component import RateModel
from demografi.rates import History, LeeCarter, deaths_by_age, fit_lee_carter, fit_mortality


def test_national_fit_continues_the_last_years(history: History, nation: LeeCarter) -> None:
    assert all(note.converged for note in nation.diagnostics)
    deaths, exposure = history.nation.deaths, history.nation.exposure
    for year, tolerance in ((2017, 0.25), (2019, 0.4), (2020, 0.6)):  # 2020: the pandemic
        at = history.at(year)
        observed = life_expectancy(deaths[at] / exposure[at])
        fitted = life_expectancy(np.exp(nation.expected_log_rates(year)))
        assert fitted == pytest.approx(observed, abs=tolerance)
    later = life_expectancy(np.exp(nation.expected_log_rates(2050)))
    assert (later > life_expectancy(np.exp(nation.expected_log_rates(2025))) + 1).all()
    assert (later < 92).all()
    assert (nation.sensitivity >= 0).all()
    assert nation.sensitivity.sum(axis=1) == pytest.approx(1)


def test_a_few_years_tell_the_level_and_no_trend(history: History, nation: LeeCarter) -> None:
    deaths = history.nation.deaths.copy()
    deaths[: history.at(2015)] = np.nan
    deaths[history.at(2020) :] = np.nan
    few = fit_lee_carter(replace(history.nation, deaths=deaths))
    assert few.last_year == 2019
    expected = life_expectancy(np.exp(few.expected_log_rates(2019)))
    # The five years lie around 2017, and nothing is known of how they went on.
    known = life_expectancy(np.exp(nation.expected_log_rates(2017)))
    assert expected == pytest.approx(known, abs=0.25)
    assert np.array_equal(few.expected_log_rates(2030), few.expected_log_rates(2019))
    [note] = few.diagnostics
    assert not note.converged
    assert note.note.startswith("5 years")
    drawn = few.draw_index(2019, 10, 4000, np.random.default_rng(41)) * few.sensitivity[:, 50]
    spread = drawn[:, -1].std(axis=0)
    full = nation.draw_index(2019, 10, 4000, np.random.default_rng(41))[:, -1].std(axis=0)
    assert (spread > 2 * full * nation.sensitivity.mean(axis=1)).all()
    assert 0.15 < spread.max() < 0.25
    first = drawn[:, 0].std(axis=0)
    assert ((first > 0.024) & (first < 0.05)).all(), "a year's shock beside the trend's error"
    assert few.band_shock.min() > nation.band_shock.mean() / 2
    deaths[: history.at(2018)] = np.nan
    with pytest.raises(RequestError) as refused:
        fit_lee_carter(replace(history.nation, deaths=deaths))
    assert refused.value.facts["years"] == 2


@pytest.mark.parametrize(("first", "trend"), [(2011, False), (2010, True)])
def test_a_trend_takes_ten_years(history: History, first: int, trend: bool) -> None:
    deaths = history.nation.deaths.copy()
    deaths[: history.at(first)] = np.nan
    deaths[history.at(2020) :] = np.nan
    fitted = fit_lee_carter(replace(history.nation, deaths=deaths))
    assert (fitted.drift < 0).all() == trend


def test_bands_stray_from_the_index_as_they_have_done(nation: LeeCarter) -> None:
    drawn = nation.draw_bands(9, 4000, np.random.default_rng(26))
    assert drawn.shape == (4000, 9, len(BANDS))
    assert drawn[:, 0].std(axis=0) == pytest.approx(nation.band_shock, rel=0.05)
    assert drawn[:, 8].std(axis=0) == pytest.approx(3 * nation.band_shock, rel=0.05)
    assert (nation.band_shock > 0.004).all()
    assert (nation.band_shock < 0.03).all()
    again = nation.draw_bands(4, 4000, np.random.default_rng(26))
    assert np.array_equal(drawn[:, :4], again)


def test_local_life_expectancy_is_near_the_published(
    dataset: Dataset, history: History, model: RateModel
) -> None:
    published = dataset.table("indicators_published")
    published = published[
        (published["indicator"] == "life_expectancy_at_birth") & (published["year"] == 2024)
    ].pivot(index="region", columns="sex", values="value")
    # A five-year window that ends in 2024 has its middle in 2022.
    fitted = life_expectancy(model.mortality.rates(2022))
    for code, tolerance in (("2480", 0.6), ("2482", 0.6), ("2460", 1.1), ("2409", 0.6)):
        observed = published.loc[code, ["F", "M"]].to_numpy(float)
        assert fitted[history.regions.index(code)] == pytest.approx(observed, abs=tolerance)
    # Small places are shrunk on purpose: their published values scatter over six years.
    assert np.ptp(fitted[:, 0]) < np.ptp(published.loc[list(history.regions), "F"])


def test_fitted_deaths_add_up_to_the_published(history: History, model: RateModel) -> None:
    filled = history.with_jump_off(np.stack([history.population_both[-1] / 2] * 2, axis=1))
    estimated = deaths_by_age(filled, model.mortality)
    newest = slice(history.at(2020), None)
    assert estimated[newest].sum(axis=(2, 3)) == pytest.approx(history.deaths[newest])
    published = slice(history.at(2011), history.at(2019) + 1)
    assert np.array_equal(estimated[published], history.deaths_by_age[published])
    expected = sum(
        (filled.mean_population[history.at(year)] * model.mortality.rates(year)).sum()
        for year in range(2015, 2026)
    )
    assert expected == pytest.approx(history.deaths[history.at(2015) :].sum(), rel=0.03)


def test_newer_deaths_without_ages_move_the_level(history: History, nation: LeeCarter) -> None:
    newer = history.deaths.copy()
    newer[history.at(2020) :] *= 1.25
    before = fit_mortality(history, nation)
    after = fit_mortality(replace(history, deaths=newer), nation)
    # More deaths tell more of how places differ, so that their own factors move a little.
    assert after.level == pytest.approx(1.25 * before.level, rel=0.03)


def test_drawn_index_and_levels(nation: LeeCarter, model: RateModel) -> None:
    index = nation.draw_index(2025, 20, 4000, np.random.default_rng(12))
    assert index.shape == (4000, 20, 2)
    expected = (2026 - nation.last_year) * nation.drift
    assert index[:, 0].mean(axis=0) == pytest.approx(expected, abs=0.1)
    spread = index.std(axis=0)
    assert (spread[-1] > 3 * spread[0]).all()
    assert (
        np.atleast_2d(np.corrcoef(index[:, -1].T))[0, 1] > 0.35
    )  # women and men share good and bad years
    level = model.mortality.draw_level(2000, np.random.default_rng(13))
    assert level.shape == (2000, 15, 101)
    assert level.mean(axis=0) == pytest.approx(1, abs=0.01)
    low, high = BANDS[1]
    assert (level[..., low] == level[..., high]).all()


def test_an_index_that_does_not_converge_falls_back_and_says_so(
    history: History, nation: LeeCarter, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = UnobservedComponents.fit

    def failing(self: Any, *args: Any, **kwargs: Any) -> Any:
        result = honest(self, *args, **kwargs)
        result.mle_retvals["converged"] = False
        return result

    monkeypatch.setattr(UnobservedComponents, "fit", failing)
    fitted = fit_lee_carter(history.nation)
    assert not any(note.converged for note in fitted.diagnostics)
    assert all("by moments" in note.note for note in fitted.diagnostics)
    assert fitted.drift == pytest.approx(nation.drift, rel=0.4)


def test_newest_deaths_without_ages_tell_of_a_place_too(
    history: History, nation: LeeCarter
) -> None:
    filled = history.with_jump_off(np.stack([history.population_both[-1] / 2] * 2, axis=1))
    usual = fit_mortality(filled, nation)
    place = history.regions.index("2480")
    more = filled.deaths.copy()
    more[history.at(2020) :, place] *= 1.2
    raised = fit_mortality(replace(filled, deaths=more), nation).level / usual.level
    others = np.delete(raised, place, axis=0)
    assert 1.1 < raised[place].min() <= raised[place].max() < 1.2, "shrunk, alike at every age"
    assert np.ptp(raised[place]) == pytest.approx(0, abs=1e-9)
    assert others.max() < raised[place].min()
    assert others == pytest.approx(1.0, abs=0.1)
