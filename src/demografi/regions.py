"""Municipalities, counties, the nation and the groups between them.

Regions are SCB codes as strings (``"2480"``, ``"24"``, ``"00"``). Groups have short names of
their own (``"region8"``) that never collide with a code, so that a *place* is either.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import pandas as pd

from demografi.errors import RequestError

__all__ = ["COUNTY", "NATION", "NORTH", "Level", "Place", "Regions", "alphabetical"]

N_ = str  # marks Swedish wording for the catalogue

NATION = "00"
COUNTY = "24"
NORTH = "norra"
"""Northern Sweden: the counties 22–25, NUTS 2 areas SE32 and SE33."""

Level = Literal["municipality", "group", "county", "north", "nation"]

# One row per group that is not a column of labels: code, Swedish name, column of regions.csv,
# the value that makes a municipality a member, and the counties it may come from ("" = any).
_FLAGGED: tuple[tuple[str, str, str, str, str], ...] = (
    ("region8", N_("Region 8"), "region8", "True", ""),
    ("region10", N_("Region 10"), "region10", "True", ""),
    ("umearegionen", N_("Umeåregionen"), "umearegionen", "True", ""),
    ("kust", N_("Västerbottens kust"), "coast", "True", COUNTY),
    ("inland", N_("Västerbottens inland"), "coast", "False", COUNTY),
)
# Columns of regions.csv whose labels are groups of their own: prefix, column, Swedish wording.
_LABELLED: tuple[tuple[str, str, str], ...] = (
    ("fa", "fa15", N_("FA-region {label}")),
    # The file says only which of the county's own municipalities SKR has put in a group.
    ("skr", "skr_group", N_("SKR-grupp {label}, i Västerbotten")),
)


@dataclass(frozen=True)
class Place:
    """Anything with a population of its own: a municipality, a group, a county, the nation.

    Attributes
    ----------
    code : str
        SCB code or group name, as it stands in links.
    name : str
        Swedish name for people.
    level : {'municipality', 'group', 'county', 'north', 'nation'}
        Level of government or grouping.
    members : tuple of str
        Municipalities that make it up; a municipality has itself, the nation none.
    """

    code: str
    name: str
    level: Level
    members: tuple[str, ...]


def alphabetical(name: str) -> list[int]:
    """Sort key in Swedish order: å, ä and ö after z.

    >>> sorted(["Åsele", "Älvsbyn", "Arvidsjaur", "Örnsköldsvik"], key=alphabetical)
    ['Arvidsjaur', 'Åsele', 'Älvsbyn', 'Örnsköldsvik']
    """
    return ["abcdefghijklmnopqrstuvwxyzåäö".find(letter) for letter in name.lower()]


def _slug(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


@dataclass(frozen=True)
class Regions:
    """All places the dataset knows, from its ``regions.csv``.

    Parameters
    ----------
    frame : DataFrame
        One row per nation, county and municipality; columns as in ``regions.csv``, all text.
    """

    frame: pd.DataFrame = field(repr=False)

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Every place by its code, in reading order: nation, north, counties, groups, places.

        Only code, name, level and parent are needed; a file without a group's column has no
        such group.
        """
        optional = [*(column for _, _, column, _, _ in _FLAGGED), *(c for _, c, _ in _LABELLED)]
        columns = list(dict.fromkeys([*self.frame.columns, *optional]))
        frame = self.frame.fillna("").reindex(columns=columns, fill_value="")
        municipalities = frame[frame["level"] == "municipality"]
        found: list[Place] = [
            Place(NATION, N_("Sverige"), "nation", ()),
            Place(NORTH, N_("Norra Sverige"), "north", tuple(municipalities["code"])),
        ]
        for row in frame[frame["level"] == "county"].itertuples():
            members = municipalities.loc[municipalities["parent"] == row.code, "code"]
            found.append(Place(str(row.code), str(row.name), "county", tuple(members)))
        for code, name, column, value, county in _FLAGGED:
            chosen = municipalities[municipalities[column] == value]
            if county:
                chosen = chosen[chosen["parent"] == county]
            if len(chosen):
                found.append(Place(code, name, "group", tuple(chosen["code"])))
        for prefix, column, wording in _LABELLED:
            for label, chosen in municipalities[municipalities[column] != ""].groupby(column):
                text = str(label)
                # SKR's labels begin with a letter and a digit that name the group for good.
                code = f"{prefix}-{text[:2].lower() if prefix == 'skr' else _slug(text)}"
                group = Place(code, wording.format(label=text), "group", tuple(chosen["code"]))
                if COUNTY in set(chosen["parent"]):
                    found.append(group)
        found += [
            Place(str(row.code), str(row.name), "municipality", (str(row.code),))
            for row in municipalities.itertuples()
        ]
        return {place.code: place for place in found}

    def place(self, code: str) -> Place:
        """Return the place with this code.

        Raises
        ------
        RequestError
            The code is not one this dataset knows.
        """
        found = self.places.get(code)
        if found is None:
            raise RequestError(
                "unknown_region",
                f"Unknown region '{code}'.",
                "Use an SCB code such as 2480, 24 or 00, or a group such as region8.",
                region=code,
            )
        return found

    def name(self, code: str) -> str:
        """Swedish name of a place."""
        return self.place(code).name

    def municipalities(self, county: str = COUNTY) -> tuple[str, ...]:
        """Codes of a county's municipalities, in code order."""
        return self.place(county).members

    def groups_of(self, code: str) -> tuple[Place, ...]:
        """Groups and levels above that a municipality belongs to, nearest first."""
        return tuple(
            place
            for place in reversed(tuple(self.places.values()))
            if place.code != code and (code in place.members or place.level == "nation")
        )
