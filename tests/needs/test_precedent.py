"""What history says of a level, and the verdict."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from demografi import Dataset
from demografi.needs import (
    Answer,
    Precedent,
    Span,
    asks_for_less,
    migration_history,
    precedent,
    realism,
)
from demografi.needs.precedent import employment_history, fertility_history, window_means


def answer(**changes: object) -> Answer:
    found = Answer(
        goal="elever",
        lever="flyttning",
        level=200,
        year=2035,
        years=10,
        reachable=True,
        factor=1.4,
        need=Span(10, 20, 30),
        expected=Span(-10, 0, 12),
        outcome=Span(180, 200, 220),
        without=Span(140, 160, 180),
        chance=0.02,
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def history(best: float) -> Precedent:
    return Precedent(10, 1968, 2025, best, 1972, 1981, 0, 49, None, 0)


@pytest.mark.parametrize(
    ("found", "best", "verdict"),
    [
        (answer(), 25, "seen"),
        (answer(), 15, "never"),  # the favourable end, 10, does not make the middle likely
        (answer(), 9, "never"),
        (answer(chance=0.5), 9, "on_course"),
        (answer(need=Span(5, 11, 17)), 9, "within"),
        (answer(lever="fodda", need=Span(5, 11, 17)), 4, "within"),
        (answer(chance=0.12), 9, "within"),
        (
            answer(lever="sysselsattning", expected=Span(80, 80, 80), need=Span(70, 79, 90)),
            60,
            "never",
        ),
        (answer(reachable=False, need=None, outcome=None), 25, "unreachable"),
    ],
)
def test_verdict(found: Answer, best: float, verdict: str) -> None:
    assert realism(found, history(best)) == verdict


def test_births_above_anything_in_the_nation_are_not_on_the_edge() -> None:
    """A short history of a place: what the nation has seen may happen there too."""
    nation = replace(history(2.07), window=1)
    needed = answer(lever="fodda", need=Span(1.76, 3.52, 5.62), expected=Span(1.2, 1.4, 1.6))
    assert realism(needed, history(1.95), nation) == "never"
    near = replace(needed, need=Span(1.76, 2.02, 2.5))
    assert realism(near, history(1.95), nation) == "edge"


def test_less_than_the_projection_is_judged_by_the_lowest_there_has_been() -> None:
    """A ratio may ask for fewer births: fewer than ever is no more realistic than more."""
    fewer = answer(
        goal="kvot", lever="fodda", need=Span(0.97, 1.07, 1.18), expected=Span(1.17, 1.4, 1.61)
    )
    years = pd.DataFrame({"year": range(2015, 2020), "value": [1.7, 1.6, 1.27, 1.3, 1.4]})
    found = precedent(years, 1.07, below=asks_for_less(fewer))
    assert found is not None
    assert (found.best, found.best_last, found.times, found.latest) == (1.27, 2017, 0, None)
    assert realism(fewer, found) == "never"
    near = replace(fewer, need=Span(1.2, 1.28, 1.35), expected=Span(1.29, 1.4, 1.61))
    assert realism(near, found) == "seen"
    assert realism(replace(near, expected=Span(1.2, 1.4, 1.61)), found) == "within"


def test_verdict_without_a_history_is_unknown() -> None:
    assert realism(answer(), None) == "unknown"
    assert precedent(pd.DataFrame({"year": [], "value": []}), 1, 5) is None
    assert precedent(pd.DataFrame({"year": [2001, 2002], "value": [1.0, 2.0]}), 1, 5) is None


def test_best_decade_of_dorotea(dataset: Dataset) -> None:
    """Against the table itself, by another route."""
    rows = dataset.table("components")
    chosen = rows[
        (rows["region"] == "2425") & (rows["component"] == "net_migration") & (rows["sex"] == "T")
    ].sort_values("year")
    assert list(chosen["year"]) == list(range(1968, 2026))
    means = np.convolve(chosen["value"], np.ones(10) / 10, "valid")
    found = precedent(migration_history(dataset, "2425"), 0.0, 10)
    assert found is not None
    assert found.best == pytest.approx(means.max())
    assert found.best_first == 1968 + int(means.argmax())
    assert found.best_last == found.best_first + 9
    assert found.windows == len(means) == 49
    assert found.times == (means >= 0).sum()
    assert found.recent == pytest.approx(means[-1])


def test_no_mean_is_taken_over_a_gap() -> None:
    gapped = pd.DataFrame({"year": [2000, 2001, 2003, 2004], "value": [1.0, 3.0, 5.0, 7.0]})
    means = window_means(gapped, 2)
    assert dict(zip(means["year"], means["value"], strict=True)) == {2001: 2.0, 2004: 6.0}


def test_other_levers_have_their_history(dataset: Dataset) -> None:
    for code in ("2480", "2425"):
        children, work = fertility_history(dataset, code), employment_history(dataset, code)
        assert children["value"].between(0.8, 4).all()
        assert work["value"].between(50, 100).all()
        assert len(work)
    assert len(fertility_history(dataset, "2480"))
