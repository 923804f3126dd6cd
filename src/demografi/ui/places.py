"""Choosing a place: the same list, order and wording on every screen."""

from collections.abc import Callable

import streamlit as st

from demografi.dataset import Dataset
from demografi.regions import COUNTY, NATION, NORTH, Place, alphabetical
from demografi.text import _
from demografi.ui import choices

__all__ = ["choose_on_map", "choose_place", "place_codes", "place_label"]


def place_codes(dataset: Dataset, *, projected: bool = False) -> list[str]:
    """Codes in reading order: the county, its municipalities, groups, levels above, the rest.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    projected : bool
        Only places made up of the county's municipalities, which are the ones projected.
    """
    places = dataset.regions.places
    home = set(dataset.regions.municipalities())

    def by_name(place: Place) -> list[int]:
        return alphabetical(place.name)

    def named(wanted: Callable[[Place], bool]) -> list[str]:
        return [p.code for p in sorted(filter(wanted, places.values()), key=by_name)]

    codes = [COUNTY]
    codes += named(lambda p: p.code in home)
    codes += [p.code for p in places.values() if p.level == "group"]
    if projected:
        return [code for code in codes if home.issuperset(places[code].members)]
    codes += [NORTH, NATION]
    codes += [p.code for p in places.values() if p.level == "county" and p.code != COUNTY]
    codes += named(lambda p: p.level == "municipality" and p.code not in home)
    return codes


def place_label(dataset: Dataset, code: str) -> str:
    """Name as it stands in lists: municipalities outside the county carry their county."""
    place = dataset.regions.place(code)
    county = code[:2]  # SCB's codes of municipalities begin with that of their county
    if place.level == "municipality" and county != COUNTY:
        return f"{place.name} ({dataset.regions.name(county)})"
    return place.name


def choose_place(
    dataset: Dataset, *, projected: bool = False, default: str = COUNTY, label: str = ""
) -> str:
    """Choose one place; ``plats`` in the link."""
    return choices.select(
        "plats",
        label or _("Plats"),
        place_codes(dataset, projected=projected),
        default,
        show=lambda code: place_label(dataset, code),
    )


def choose_on_map() -> None:
    """Choose the municipality clicked on the overview's map, everywhere."""
    points = st.session_state["chart_karta"]["selection"]["points"]
    if points:
        choices.remember("plats", points[0]["location"])
