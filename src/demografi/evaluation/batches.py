"""Which regions are scored, and which are learnt from together."""

import fnmatch
from collections.abc import Sequence
from dataclasses import dataclass

from demografi.dataset import Dataset
from demografi.errors import RequestError

__all__ = ["Batch", "batches", "chosen_regions"]


@dataclass(frozen=True)
class Batch:
    """Regions of one level whose ages end in the same year.

    Attributes
    ----------
    regions : tuple of str
        Regions asked for.
    pool : tuple of str
        Regions learnt from and projected together: those asked for and the other municipalities
        of their counties.
    """

    regions: tuple[str, ...]
    pool: tuple[str, ...]


def chosen_regions(dataset: Dataset, origin: int, asked: Sequence[str] = ()) -> tuple[str, ...]:
    """Codes of the regions to be scored.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    origin : int
        Last year known.
    asked : sequence of str
        Codes of municipalities or counties, patterns of municipal codes (``"24*"``) or groups
        (``"region8"``, ``"norra"``), which stand for their members. Empty for every municipality
        with population by age up to the origin; where there is none, every county with it; where
        there is none either, every municipality with totals.

    Raises
    ------
    RequestError
        A region is unknown, or none has any figures.
    """
    level = {code: place.level for code, place in dataset.regions.places.items()}
    if asked:
        codes: list[str] = []
        for text in asked:
            if any(sign in text for sign in "*?["):
                found = [c for c in fnmatch.filter(level, text) if level[c] == "municipality"]
                if not found:
                    raise RequestError(
                        "unknown_region",
                        f"No municipality has a code like '{text}'.",
                        "Use a pattern such as 24*, or SCB codes such as 2480,24.",
                        region=text,
                    )
                codes += found
                continue
            place = dataset.regions.place(text)
            codes += place.members if place.level in ("group", "north") else [text]
        return tuple(dict.fromkeys(codes))
    for table in ("population", "population_total"):
        frame = dataset.tables.get(table)
        if frame is None:
            continue
        present = set(frame.loc[frame["year"] <= origin, "region"])
        for wanted in ("municipality", "county"):
            if codes := [c for c in level if c in present and level[c] == wanted]:
                return tuple(codes)
    raise RequestError(
        "nothing_known",
        f"The dataset has no population of any municipality or county up to {origin}.",
        "Choose a later origin, or a dataset with the table population or population_total.",
        year=origin,
    )


def _years_with_ages(dataset: Dataset, origin: int) -> dict[str, frozenset[int]]:
    if "population" not in dataset.tables:
        return {}
    frame = dataset.table("population")
    cells = frame.loc[frame["year"] <= origin, ["region", "year"]].drop_duplicates()
    found: dict[str, set[int]] = {}
    for region, year in cells.itertuples(index=False, name=None):
        found.setdefault(region, set()).add(int(year))
    return {region: frozenset(years) for region, years in found.items()}


def batches(dataset: Dataset, origin: int, regions: Sequence[str]) -> list[Batch]:
    """Group regions that can be learnt from together.

    The municipalities of a county start from the newest year in which all that have ages have
    them (or, failing such a year, each from its own), and counties of which that year is the same
    make a batch. Counties and the nation make batches with their like.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    origin : int
        Last year known.
    regions : sequence of str
        Regions to be scored.
    """
    aged = _years_with_ages(dataset, origin)
    parent = dict(zip(dataset.regions.frame["code"], dataset.regions.frame["parent"], strict=True))
    level = {code: dataset.regions.place(code).level for code in regions}
    found: dict[tuple[str, int], tuple[list[str], list[str]]] = {}
    families: dict[tuple[str, str], list[str]] = {}
    for code in regions:
        families.setdefault((level[code], parent.get(code, "")), []).append(code)
    for (kind, above), asked in families.items():
        family = [
            code
            for code in aged
            if parent.get(code) == above and dataset.regions.place(code).level == kind
        ]
        shared = frozenset.intersection(*(aged[code] for code in family)) if family else frozenset()
        for code in dict.fromkeys([*asked, *family]):
            own = aged.get(code, frozenset())
            start = max(shared or own, default=0)
            members, pool = found.setdefault((kind, start), ([], []))
            pool.append(code)
            if code in asked:
                members.append(code)
    return [
        Batch(tuple(sorted(members)), tuple(sorted(pool)))
        for members, pool in found.values()
        if members
    ]
