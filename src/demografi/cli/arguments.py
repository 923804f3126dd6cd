"""What the commands take: regions, years, dates, and the dataset they name."""

import argparse
import datetime
import re
import sys
from collections.abc import Callable
from typing import NoReturn

from demografi.dataset import Dataset, load
from demografi.errors import RequestError
from demografi.regions import COUNTY

__all__ = ["Commands", "Parser", "codes", "iso_date", "newest_ages", "places_of", "read", "span"]

_LEVELS = ("municipality", "county")


class Parser(argparse.ArgumentParser):
    """Parser whose complaints are errors like any other, not a page of usage."""

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments."""
        raise RequestError("usage", f"{message}.", f"See '{self.prog} --help'.")


Commands = Callable[..., Parser]
"""Adds the parser of a command."""


def codes(text: str) -> list[str]:
    """Split ``"2480, 24"``; each code once, in the order given."""
    codes = list(dict.fromkeys(code.strip() for code in text.split(",") if code.strip()))
    if not codes:
        raise RequestError("no_regions", "No region is given.", "Give codes such as 2480,24.")
    return codes


def span(text: str) -> tuple[int, int]:
    """Bounds of ``"2010-2025"`` or ``"2024"``, both inclusive.

    >>> span("2010-2025"), span("2024")
    ((2010, 2025), (2024, 2024))
    """
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text.strip())
    if not found:
        raise RequestError(
            "bad_years", f"'{text}' is not a span of years.", "Write 2010-2025 or 2024.", years=text
        )
    first, last = int(found[1]), int(found[2] or found[1])
    if last < first:
        raise RequestError(
            "bad_years",
            f"The span of years {text} runs backwards.",
            f"Write {last}-{first}.",
            years=text,
        )
    return first, last


def iso_date(text: str) -> str:
    """Accept a date or a month as it may stand beside a source."""
    try:
        datetime.date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not a date such as 2026-11 or 2026-11-22"
        ) from None
    return text


def newest_ages(dataset: Dataset) -> int | None:
    """Newest year in which all places have ages that ever do; None where no place has any.

    The places are the municipalities of the product's own county; in other datasets all
    municipalities, else counties.
    """
    if "population" not in dataset.tables:
        return None
    level = {code: place.level for code, place in dataset.regions.places.items()}
    aged = set(dataset.table("population")["region"])
    own = dataset.regions.municipalities() if COUNTY in level else ()
    every = ([code for code in level if level[code] == wanted] for wanted in _LEVELS)
    for places in (own, *every):
        if here := aged.intersection(places):
            years = dataset.rows("population", sorted(here)).groupby("year")["region"].nunique()
            together = years.index[years == len(here)]
            return int(together.max()) if len(together) else None
    return None


def read(arguments: argparse.Namespace) -> Dataset:
    """Read the dataset asked for, else the one in use; say why a local one was passed over."""
    dataset = load(arguments.data)  # verifies every checksum
    if dataset.notice is not None:
        told = " ".join(str(dataset.notice).split())
        print(f"demografi: note: the snapshot is used: {told}", file=sys.stderr)
    return dataset


def _county_of(dataset: Dataset, members: tuple[str, ...]) -> str:
    """County that all members are of; empty where there is none."""
    counties = (p for p in dataset.regions.places.values() if p.level == "county")
    return next((c.code for c in counties if members and set(c.members).issuperset(members)), "")


def places_of(dataset: Dataset, text: str) -> tuple[dict[str, tuple[str, ...]], str]:
    """Members of each place asked for, and the county they belong to."""
    places = {code: dataset.regions.place(code).members for code in codes(text)}
    for county in (p for p in dataset.regions.places.values() if p.level == "county"):
        inside = set(county.members)
        if all(members and inside.issuperset(members) for members in places.values()):
            return places, county.code
    apart = {_county_of(dataset, members) for members in places.values()}
    if "" not in apart and len(apart) > 1:
        raise RequestError(
            "not_projected",
            f"Regions {', '.join(places)} are of different counties ({', '.join(sorted(apart))}), "
            "and one county is projected at a time.",
            "Run the command once for each county.",
            region=next(iter(places)),
        )
    lone = (code for code, members in places.items() if not _county_of(dataset, members))
    odd = next(lone, next(iter(places)))
    raise RequestError(
        "not_projected",
        f"Region {odd} cannot be projected: it is not made up of municipalities of one county.",
        "Choose municipalities, the county, or groups within it.",
        region=odd,
    )
