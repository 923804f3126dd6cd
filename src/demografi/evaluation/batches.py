"""Which regions are scored, and which are learnt from together."""

import fnmatch
from collections.abc import Sequence
from dataclasses import dataclass

from demografi.dataset import Dataset
from demografi.errors import RequestError

__all__ = ["Batch", "batches", "chosen_regions"]

FEWEST_ALONE = 5
"""A county with fewer municipalities than this learns together with other such counties."""


@dataclass(frozen=True)
class Batch:
    """Regions of a county, or of one level, whose ages end in the same year.

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
        (``"region8"``, ``"norra"``), which stand for their members; so does a county without
        figures of its own. Empty for every municipality
        with population by age up to the origin; where there is none, every county with it; where
        there is none either, every municipality with totals.

    Raises
    ------
    RequestError
        A region is unknown, or none has any figures.
    """
    level = {code: place.level for code, place in dataset.regions.places.items()}
    known = _with_figures(dataset, origin)
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
            alone = place.level == "county" and place.members and text not in known
            codes += place.members if alone or place.level in ("group", "north") else [text]
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


def _with_figures(dataset: Dataset, origin: int) -> set[str]:
    """Regions with population of some kind up to the origin."""
    frames = [dataset.tables.get(name) for name in ("population", "population_total")]
    return {
        str(code)
        for frame in frames
        if frame is not None
        for code in frame.loc[frame["year"] <= origin, "region"].unique()
    }


def _years_with_ages(dataset: Dataset, origin: int) -> dict[str, frozenset[int]]:
    if "population" not in dataset.tables:
        return {}
    frame = dataset.table("population")
    cells = frame.loc[frame["year"] <= origin, ["region", "year"]].drop_duplicates()
    return {
        str(region): frozenset(years.tolist()) for region, years in cells.groupby("region")["year"]
    }


def batches(dataset: Dataset, origin: int, regions: Sequence[str]) -> list[Batch]:
    """Group regions that can be learnt from together.

    A municipality starts from the newest year in which at least half of its county's have ages,
    so that one whose ages end early holds nobody back; failing such a year, from its own newest.
    All of the county with ages in that year are learnt from, as when the county is projected.
    Counties with fewer than :data:`FEWEST_ALONE` such municipalities make batches together where
    that year is the same; so do regions that are counties themselves, or the nation, with their
    like.

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
    level = {code: place.level for code, place in dataset.regions.places.items()}
    found: dict[tuple[str, int, str], tuple[set[str], set[str]]] = {}
    for code in regions:
        kind, above, own = level[code], parent.get(code, ""), aged.get(code, frozenset())
        family = [one for one in aged if level.get(one) == kind and parent.get(one) == above]
        having = {year: [one for one in family if year in aged[one]] for year in own}
        common = [year for year, known in having.items() if 2 * len(known) >= len(family)]
        start = max(common or own, default=0)
        learnt_from = {code, *having.get(start, ())}
        alone = above if len(learnt_from) >= FEWEST_ALONE else ""
        members, pool = found.setdefault((kind, start, alone), (set(), set()))
        members.add(code)
        pool.update(learnt_from)
    return [
        Batch(tuple(sorted(members)), tuple(sorted(pool)))
        for members, pool in found.values()
        if members
    ]
