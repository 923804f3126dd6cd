"""The services a population asks for: who uses them, and how many work in them.

Users are persons in the service's ages times the share of them that uses it, on every draw of
the projection. Shares of 80 years and over are Kolada's for the place; what no shipped figure
gives is an assumption that names its source, or is asked of the reader.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.dataset import Dataset
from demografi.needs.published import published_history
from demografi.projection.trajectories import Trajectories
from demografi.series import group_series, parse_group

__all__ = [
    "SERVICES",
    "Assumption",
    "Service",
    "service",
    "staff",
    "users",
    "users_before",
]

N_ = str  # marks Swedish wording for the catalogue; translated where it is shown

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Assumption:
    """A number that is not in the dataset, with where it comes from.

    Attributes
    ----------
    value : float
        The number.
    source : str
        Who published it, for what place and when, in Swedish.
    """

    value: float
    source: str


@dataclass(frozen=True)
class Service:
    """A municipal service.

    Attributes
    ----------
    id : str
        Key in links and exports.
    name, name_en : str
        Swedish and English name.
    users : str
        What its users are called, plural, in running text.
    ages : str
        Whom it is for.
    kolada : str
        Kolada's id of the share that uses it (per cent); empty where there is none.
    everyone : bool
        Everybody of the ages counts: compulsory school, and upper secondary ages.
    share : Assumption or None
        Share that uses it (per cent) where the dataset has none.
    per_full_time : Assumption or None
        Users per full-time position, as an example to start from; never applied without saying
        that it is one.
    """

    id: str
    name: str
    name_en: str
    users: str
    ages: str
    kolada: str = ""
    everyone: bool = False
    share: Assumption | None = None
    per_full_time: Assumption | None = None

    @property
    def assumed(self) -> bool:
        """No source counts its users: also those before are ages times an assumed share."""
        return not self.everyone and not self.kolada


_ALL = (
    Service(
        "forskola",
        N_("Förskola, 1–5 år"),
        "Preschool",
        N_("barn i förskola"),
        "1-5",
        share=Assumption(87, N_("Skolverket, riket hösten 2023")),
        per_full_time=Assumption(5.1, N_("Skolverket, riket hösten 2023")),
    ),
    Service(
        "grundskola",
        N_("Grundskola, 6–15 år"),
        "Compulsory school",
        N_("elever i grundskoleåldern"),
        "6-15",
        everyone=True,
        per_full_time=Assumption(12.1, N_("Skolverket, elever per lärare, riket 2018/19")),
    ),
    Service(
        "gymnasium",
        N_("Gymnasieskola, 16–18 år"),
        "Upper secondary school",
        N_("unga i gymnasieåldern"),
        "16-18",
        everyone=True,
    ),
    Service(
        "hemtjanst",
        N_("Hemtjänst, 80 år och äldre"),
        "Home care",
        N_("äldre med hemtjänst"),
        "80+",
        kolada="N21704",
    ),
    Service(
        "boende",
        N_("Särskilt boende, 80 år och äldre"),
        "Special housing",
        N_("äldre i särskilt boende"),
        "80+",
        kolada="N23801",
    ),
)

SERVICES: dict[str, Service] = {found.id: found for found in _ALL}


def service(key: str) -> Service:
    """Return the service with this id."""
    return SERVICES[key]


def users(
    trajectories: Trajectories, members: Sequence[str], chosen: Service, share: float
) -> Floats:
    """Users of a service in every projected year.

    Parameters
    ----------
    trajectories : Trajectories
        The projection.
    members : sequence of str
        Municipalities that make up the place.
    chosen : Service
        The service.
    share : float
        Per cent of its ages that use it.

    Returns
    -------
    array [draw, year]
        Persons; the jump-off year first.
    """
    people = trajectories.group(members, *parse_group(chosen.ages)).astype(float)
    counted: Floats = people * share / 100
    return counted


def users_before(dataset: Dataset, code: str, chosen: Service, share: float) -> pd.DataFrame:
    """Users in the years that are known.

    With Kolada's share of each year where it publishes one; with ``share`` in every year where
    there is only an assumption, which then is no observation of users but of their ages.

    Returns
    -------
    DataFrame
        Columns year, value, label (source of the ages).
    """
    rows = group_series(dataset, code, [chosen.ages])[["year", "value", "label"]]
    if not chosen.kolada:
        return rows.assign(value=rows["value"] * share / 100)
    shares = published_history(dataset, code, chosen.kolada, chosen.ages)[["year", "value"]]
    joined = rows.merge(shares, on="year", suffixes=("", "_share"))
    return joined.assign(value=joined["value"] * joined["value_share"] / 100)[
        ["year", "value", "label"]
    ]


def staff(counted: Floats, per_full_time: float) -> Floats:
    """Full-time positions that so many users need.

    >>> staff(np.array([51.0, 102.0]), 5.1).tolist()
    [10.0, 20.0]
    """
    positions: Floats = counted / per_full_time
    return positions
