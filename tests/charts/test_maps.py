import pandas as pd
import pytest

from demografi import Dataset
from demografi.charts.maps import municipality_map
from demografi.charts.palette import LIGHT
from tests.charts.figures import numbers, outside_addresses

CODES = ["2480", "2482", "2463", "2418"]


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "region": CODES,
            "name": ["Umeå", "Skellefteå", "Åsele", "Malå"],
            "value": [4.0, -1.0, -10.0, -6.0],
            "text": ["+4,0 %", "−1,0 %", "−10,0 %", "−6,0 %"],
        }
    )


def test_only_the_municipalities_of_the_frame_are_drawn(
    dataset: Dataset, frame: pd.DataFrame
) -> None:
    (area,) = municipality_map(frame, dataset.boundaries, LIGHT, diverging=True).data
    assert {feature["id"] for feature in area.geojson["features"]} == set(CODES)
    assert set(area.locations) == set(CODES)


def test_every_value_and_text_stays_with_its_municipality(
    dataset: Dataset, frame: pd.DataFrame
) -> None:
    (area,) = municipality_map(
        frame, dataset.boundaries, LIGHT, diverging=True, chosen=["2482"]
    ).data
    shown = dict(zip(area.locations, zip(area.z, area.customdata, strict=True), strict=True))
    for row in frame.itertuples():
        value, (name, text) = shown[row.region]
        assert (value, name, text) == (row.value, row.name, row.text)


def test_zero_is_the_middle_of_a_diverging_scale(dataset: Dataset, frame: pd.DataFrame) -> None:
    (area,) = municipality_map(
        frame, dataset.boundaries, LIGHT, diverging=True, low="minskar", high="ökar"
    ).data
    assert area.zmin == -area.zmax == -10
    position, colour = area.colorscale[len(area.colorscale) // 2]
    assert (position, colour) == (0.5, LIGHT.diverging[len(LIGHT.diverging) // 2])
    assert list(area.colorbar.ticktext) == ["minskar", "ökar"], "the legend is in words"
    assert list(area.colorbar.tickvals) == [-10, 10]


def test_sequential_scale_uses_what_there_is(dataset: Dataset, frame: pd.DataFrame) -> None:
    (area,) = municipality_map(frame, dataset.boundaries, LIGHT, diverging=False).data
    assert (area.zmin, area.zmax) == (-10, 4)
    assert [colour for _, colour in area.colorscale] == list(LIGHT.sequential)


def test_the_chosen_is_outlined_and_drawn_last(dataset: Dataset, frame: pd.DataFrame) -> None:
    """Neighbours drawn later would cover half its outline."""
    (area,) = municipality_map(
        frame, dataset.boundaries, LIGHT, diverging=True, chosen=["2480"]
    ).data
    assert area.locations[-1] == "2480"
    widths = numbers(area.marker.line.width)
    assert widths[-1] > widths[:-1].max()
    assert area.marker.line.color[-1] == LIGHT.ink


def test_map_fits_its_municipalities_and_fetches_nothing(
    dataset: Dataset, frame: pd.DataFrame
) -> None:
    figure = municipality_map(frame, dataset.boundaries, LIGHT, diverging=True)
    low, high = figure.layout.geo.lataxis.range
    assert 62 < low < high < 67
    west, east = figure.layout.geo.lonaxis.range
    assert 14 < west < east < 23
    assert figure.layout.geo.visible is False, "no world map is asked for"
    assert outside_addresses(figure) == []
