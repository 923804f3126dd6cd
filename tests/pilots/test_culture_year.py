"""Umeå 2014: the comparison follows its rule, the figures are the published ones."""

import numpy as np
import pytest

from demografi import Dataset
from demografi.errors import RequestError
from demografi.pilots import Panel, culture_year, event_study
from demografi.pilots.capital_of_culture import (
    EVENT,
    MEASURES,
    SHARE,
    UMEA,
    comparable,
    panel_of,
    per_1000,
)
from demografi.series import component_series, total_series


def test_comparison_is_large_enough_and_outside_the_region(dataset: Dataset) -> None:
    before = {
        code: total_series(dataset, code).set_index("year")["value"][EVENT - 1]
        for code in dataset.regions.place("norra").members
    }
    near = dataset.regions.place("umearegionen").members
    wanted = {
        code
        for code, people in before.items()
        if people >= SHARE * before[UMEA] and code not in near
    }
    assert set(comparable(dataset)) == wanted
    assert UMEA not in wanted
    assert "2284" not in wanted  # Örnsköldsvik is large, but in Umeåregionen


def test_rates_are_events_over_mean_population(dataset: Dataset) -> None:
    long = component_series(dataset, UMEA)
    moved = long[(long["component"] == "in_migration") & (long["year"] == 2014)]["value"].iloc[0]
    totals = total_series(dataset, UMEA).set_index("year")["value"]
    mean = (totals[2013] + totals[2014]) / 2
    assert per_1000(dataset, UMEA, "in_migration")[2014] == pytest.approx(1000 * moved / mean)
    grown = per_1000(dataset, UMEA, "growth")[2014]
    assert grown == pytest.approx(1000 * (totals[2014] - totals[2013]) / mean)


@pytest.mark.parametrize("measure", MEASURES)
def test_study_is_whole_and_says_what_can_be_told(dataset: Dataset, measure: str) -> None:
    found = culture_year(dataset, measure)  # type: ignore[arg-type]
    study = found.study
    assert len(study.comparison) >= 3
    assert UMEA not in study.comparison
    assert len(study.placebos) >= 20, "too few placebos to speak of one in twenty"
    assert study.path["year"].tolist() == list(range(2004, 2018))
    assert (study.placebos["year"] + study.window.after).max() <= 2019
    for effect in (study.during, study.later):
        assert effect.low < effect.value < effect.high
        assert effect.sign == 0
    assert found.persons(study.later.value) == pytest.approx(
        study.later.value * found.inhabitants / 1000
    )
    assert all("SCB" in label or "Kolada" in label for label in found.sources)


def test_an_effect_put_into_the_figures_is_found(dataset: Dataset) -> None:
    """A thousand and a half more a year would have been seen; the method is not blind."""
    codes = (UMEA, *comparable(dataset))
    panel = panel_of(dataset, codes, "growth")
    values = panel.values.copy()
    values[0, panel.years >= EVENT] += 15
    raised = Panel(panel.years, panel.places, values)
    found = event_study(raised, UMEA, EVENT, codes[1:], last=2019)
    assert found.later.sign == 1
    plain = culture_year(dataset, "growth").study
    assert found.later.value == pytest.approx(plain.later.value + 15)
    np.testing.assert_allclose(found.placebos["later"], plain.placebos["later"])


def test_unknown_measure_is_said(dataset: Dataset) -> None:
    with pytest.raises(RequestError) as error:
        culture_year(dataset, "visits")  # type: ignore[arg-type]
    assert error.value.code == "unknown_measure"
