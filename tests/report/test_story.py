"""The story of a place: chapters in order, each scene with a message, a picture and a source."""

import re

import pytest

from demografi import indicators
from demografi.dataset import Dataset
from demografi.findings import FAR_YEAR, NEAR_YEAR
from demografi.projection import Trajectories
from demografi.report.basis import Basis
from demografi.report.figures import municipalities
from demografi.report.story import CHAPTERS, answer, most_moves, story
from demografi.text.numbers import interval, whole


@pytest.mark.parametrize("code", ["24", "2480", "2403", "region8"])
def test_story_goes_from_the_past_to_what_it_demands(
    dataset: Dataset, trajectories: Trajectories, code: str
) -> None:
    scenes = story(Basis(dataset, trajectories), code)
    order = [CHAPTERS.index(scene.chapter) for scene in scenes]
    assert order == sorted(order)
    assert set(order) == {0, 1, 2, 3}, "the last chapter is the audience's"
    assert len({scene.figure.key for scene in scenes}) == len(scenes)
    for scene in scenes:
        assert scene.figure.message
        assert len(scene.figure.alt) > 20
        assert "2026" in scene.figure.source, "the source says when the figures were obtained"


def test_demands_are_places_and_staff(dataset: Dataset, trajectories: Trajectories) -> None:
    basis = Basis(dataset, trajectories)
    keys = [s.figure.key for s in story(basis, "2480") if s.chapter == "krav"]
    assert keys[:3] == ["forskola-2480", "grundskola-2480", "boende-2480"]
    without = [s.figure.key for s in story(basis, "2422") if s.chapter == "krav"]
    assert without[2].startswith("antalet-80"), "no share is published: how many they are"


def test_county_has_its_municipalities_ranked(dataset: Dataset, trajectories: Trajectories) -> None:
    basis = Basis(dataset, trajectories)
    keys = {code: {s.figure.key for s in story(basis, code)} for code in ("24", "2480")}
    assert "kommunernas-framtid" in keys["24"] - keys["2480"]


def test_messages_carry_the_figures_of_the_screens(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    scenes = {s.figure.key: s.figure for s in story(Basis(dataset, trajectories), "2403")}
    oldest = indicators.observed(dataset, "2403", "older_80")["value"].iloc[-1]
    (message,) = [f.message for key, f in scenes.items() if key.startswith("pyramid")]
    assert whole(oldest) in message
    assert str(NEAR_YEAR) in message
    assert re.search(r"8 av 10 utfall", message)
    ages = [f.message for f in scenes.values() if re.search(r"\d år (år )?\d{4}", f.message)]
    assert ages == [], "a number before a year would be read as an age"


def test_more_in_migrants_leave_more_of_working_age(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    basis = Basis(dataset, trajectories)
    most, step = most_moves(basis, "2403")
    assert most % step == 0
    fewer, same, more = (answer(basis, "2403", persons) for persons in (-most, 0, most))
    last = [figure.table.frame.iloc[-1] for figure in (fewer, same, more)]
    assert last[0]["effect_p50"] < last[1]["effect_p50"] == 0 < last[2]["effect_p50"]
    assert last[0]["base_p50"] == last[2]["base_p50"], "the projection beside it is the same"
    assert "färre inflyttare" in fewer.message
    assert "Som prognosen" in same.message
    for figure, word in ((more, "fler"), (fewer, "färre")):
        then = figure.table.frame.set_index("year").loc[FAR_YEAR]
        low, high = sorted(abs(float(str(then[end]))) for end in ("effect_p10", "effect_p90"))
        assert f"{interval(low, high)} {word} än i prognosen" in figure.message, "with its range"


@pytest.mark.parametrize(("code", "expected"), [("24", (2800, 100)), ("2463", (27, 1))])
def test_slider_goes_to_about_a_hundredth_of_the_population(
    dataset: Dataset, trajectories: Trajectories, code: str, expected: tuple[int, int]
) -> None:
    assert most_moves(Basis(dataset, trajectories), code) == expected


def test_places_ranked_for_two_places_are_two_tables(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    """One would otherwise take the other's sheet and file."""
    basis = Basis(dataset, trajectories)
    found = [municipalities(basis, "dependency_ratio", place) for place in ("24", "region8")]
    assert len({figure.key for figure in found}) == 2
    assert [figure.table.key for figure in found] == [figure.key for figure in found]
