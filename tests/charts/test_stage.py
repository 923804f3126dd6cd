"""Figures for a wall: type large enough for the back row, the picture otherwise the same."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from demografi.charts.lines import history_and_range
from demografi.charts.palette import DARK, LIGHT
from demografi.charts.stage import LEAST, staged
from demografi.dataset import Dataset
from demografi.projection import Trajectories
from demografi.report.basis import Basis
from demografi.report.story import story

OBSERVED = pd.DataFrame({"year": [2020, 2021, 2022], "value": [10.0, 12.0, 11.0]})
AHEAD = pd.DataFrame(
    {"year": [2023, 2024], "p10": [10.0, 9.0], "p50": [11.0, 11.0], "p90": [12.0, 13.0]}
)


def sizes(node: Any) -> Iterator[float]:
    """Every size of type in a figure."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key.endswith("font") and isinstance(value, dict) and "size" in value:
                size = value["size"]
                yield from size if isinstance(size, (list, tuple)) else [size]
            else:
                yield from sizes(value)
    elif isinstance(node, (list, tuple)):
        for part in node:
            yield from sizes(part)


def test_all_type_is_enlarged_alike_and_the_figures_stay() -> None:
    small = history_and_range(OBSERVED, AHEAD, LIGHT, unit="personer")
    before = small.to_dict()
    large = staged(small)
    factor = LEAST / min(sizes(before))
    assert factor > 1
    assert sorted(sizes(large.to_dict())) == pytest.approx(
        sorted(size * factor for size in sizes(before))
    )
    assert large.data[0].line.width == pytest.approx(small.data[0].line.width * factor)
    assert large.to_dict()["data"][0]["y"] == before["data"][0]["y"]
    assert large.layout.height is None, "it fills the place it is given"
    assert small.to_dict() == before, "the figure of the card is not changed"


def test_type_that_is_large_enough_stays() -> None:
    small = history_and_range(OBSERVED, AHEAD, LIGHT, unit="personer")
    assert sorted(sizes(staged(small, least=5).to_dict())) == sorted(sizes(small.to_dict()))


@pytest.mark.parametrize("code", ["24", "2463"])
def test_every_picture_of_a_story_is_readable(
    dataset: Dataset, trajectories: Trajectories, code: str
) -> None:
    for scene in story(Basis(dataset, trajectories), code):
        found = list(sizes(staged(scene.figure.draw(DARK)).to_dict()))
        assert min(found) >= LEAST - 1e-9, scene.figure.key
