"""Culture cooperation: who the audience and the participants will be, and where their centre is.

A centre is a municipality of the county with at least :data:`CENTRE` inhabitants. Every
municipality belongs to the nearest one, as the crow flies between the midpoints of their areas.
"""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.dataset import Dataset
from demografi.findings import NEAR_YEAR
from demografi.projection.trajectories import QUANTILES, Trajectories
from demografi.series import group_series, parse_group, total_series

__all__ = [
    "CENTRE",
    "GROUPS",
    "audience",
    "by_change",
    "by_nearness",
    "centres",
    "county_change",
    "midpoint",
]

Array = NDArray[np.float64]

CENTRE = 10_000
"""Inhabitants from which a municipality counts as a centre."""
GROUPS: dict[str, str] = {"barn": "0-12", "unga": "13-24", "aldre": "65-79"}
"""Children, youth and the younger old: age group by its name in links."""
EARTH_KM = 6371.0
"""Mean radius of the Earth."""


def _ring_moment(ring: Array) -> tuple[float, float, float]:
    """Signed area of a ring and its first moments, on a plane (shoelace formula)."""
    x, y = ring[:, 0], ring[:, 1]
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    return (
        float(cross.sum() / 2),
        float(((x[:-1] + x[1:]) * cross).sum() / 6),
        float(((y[:-1] + y[1:]) * cross).sum() / 6),
    )


def midpoint(geometry: dict[str, Any]) -> tuple[float, float]:
    """Centre of area of a GeoJSON Polygon or MultiPolygon.

    Degrees are shrunk east–west by the cosine of the latitude, which is exact enough for areas
    of this size.

    Returns
    -------
    longitude, latitude : float
        Degrees.
    """
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    outer = [np.asarray(polygon[0], dtype=float) for polygon in polygons]
    latitude = float(np.mean(np.concatenate([ring[:, 1] for ring in outer])))
    scale = np.array([np.cos(np.radians(latitude)), 1.0])
    area, mx, my = np.sum([_ring_moment(ring * scale) for ring in outer], axis=0)
    return float(mx / area / scale[0]), float(my / area)


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance in kilometres (haversine formula)."""
    (lon1, lat1), (lon2, lat2) = np.radians(one), np.radians(other)
    half = (
        np.sin((lat2 - lat1) / 2) ** 2
        + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    )
    return float(2 * EARTH_KM * np.arcsin(np.sqrt(half)))


def centres(dataset: Dataset) -> pd.DataFrame:
    """Nearest centre of each of the county's municipalities.

    Returns
    -------
    DataFrame
        Columns code, centre (code), distance (km), inhabitants (of the centre), year.
    """
    codes = dataset.regions.municipalities()
    newest = {code: total_series(dataset, code).iloc[-1] for code in codes}
    large = [code for code in codes if newest[code]["value"] >= CENTRE]
    middle = {
        str(feature["id"]): midpoint(feature["geometry"])
        for feature in dataset.boundaries["features"]
        if str(feature["id"]) in codes
    }
    rows = []
    for code in codes:
        distance = {centre: _distance(middle[code], middle[centre]) for centre in large}
        nearest = min(distance, key=distance.__getitem__)
        rows.append(
            {
                "code": code,
                "centre": nearest,
                "distance": distance[nearest],
                "inhabitants": float(newest[nearest]["value"]),
                "year": int(newest[nearest]["year"]),
            }
        )
    return pd.DataFrame(rows)


def audience(
    dataset: Dataset, trajectories: Trajectories, group: str, year: int = NEAR_YEAR
) -> pd.DataFrame:
    """People of an age group in each municipality now and later, and per inhabitant of its centre.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    trajectories : Trajectories
        The projection.
    group : str
        Age group such as ``"65-79"``.
    year : int
        Coming year.

    Returns
    -------
    DataFrame
        Columns code, name, centre, centre_name, distance (km), now_year, now, low, middle, high
        (persons in the coming year), change, change_low, change_high (per cent from the
        projection's first year), per_1000 (persons now per 1 000 inhabitants of the centre),
        later_low, later, later_high (the same in the coming year, on every draw), source.
        Ordered by centre, the largest first, then by persons.
    """
    near = centres(dataset)
    at = trajectories.at(year)
    levels = list(QUANTILES.values())
    columns = (near[name].tolist() for name in ("code", "centre", "distance", "inhabitants"))
    rows = []
    for code, centre, distance, inhabitants in zip(*columns, strict=True):
        series = group_series(dataset, code, [group])
        newest = series.iloc[-1]
        draws = trajectories.group([code], *parse_group(group)).astype(float)
        town = trajectories.group([centre], 0, 100).astype(float)
        low, middle, high = np.quantile(draws[:, at], levels)
        change = np.quantile((draws[:, at] / draws[:, 0] - 1) * 100, levels)
        later = np.quantile(1000 * draws[:, at] / town[:, at], levels)
        rows.append(
            {
                "code": code,
                "name": dataset.regions.name(code),
                "centre": centre,
                "centre_name": dataset.regions.name(centre),
                "distance": distance,
                "now_year": int(newest["year"]),
                "now": float(newest["value"]),
                "low": low,
                "middle": middle,
                "high": high,
                "change_low": change[0],
                "change": change[1],
                "change_high": change[2],
                "per_1000": 1000 * float(newest["value"]) / inhabitants,
                "later_low": later[0],
                "later": later[1],
                "later_high": later[2],
                "inhabitants": inhabitants,
                "source": str(newest["label"]),
            }
        )
    return pd.DataFrame(rows).sort_values(
        ["inhabitants", "now"], ascending=False, kind="stable", ignore_index=True
    )


def county_change(
    dataset: Dataset, trajectories: Trajectories, group: str, year: int = NEAR_YEAR
) -> tuple[float, float, float]:
    """Change of an age group in the county, per cent: low, middle and high of the 80 % range."""
    members = dataset.regions.municipalities()
    draws = trajectories.group(members, *parse_group(group)).astype(float)
    change = (draws[:, trajectories.at(year)] / draws[:, 0] - 1) * 100
    low, middle, high = np.quantile(change, list(QUANTILES.values())).tolist()
    return low, middle, high


def by_change(frame: pd.DataFrame) -> pd.DataFrame:
    """Order municipalities by their change, which becomes column ``value``."""
    return frame.assign(value=frame["change"]).sort_values(
        "value", ascending=False, kind="stable", ignore_index=True
    )


def by_nearness(frame: pd.DataFrame) -> pd.DataFrame:
    """Order municipalities by persons per inhabitant of their centre, column ``value``."""
    return frame.assign(value=frame["per_1000"]).sort_values(
        "value", ascending=False, kind="stable", ignore_index=True
    )
