"""The story of a place for a meeting: one message and one picture at a time."""

from dataclasses import dataclass
from typing import Literal

from demografi.regions import COUNTY, NATION
from demografi.report import figures
from demografi.report.basis import Basis
from demografi.report.model import Figure

__all__ = ["CHAPTERS", "Chapter", "Scene", "story"]

Chapter = Literal["historia", "nulage", "framtid", "krav", "val"]
CHAPTERS: tuple[Chapter, ...] = ("historia", "nulage", "framtid", "krav", "val")
"""Where we come from, where we are, where we are heading, what it demands, what we can change."""


@dataclass(frozen=True)
class Scene:
    """A picture with what it says, and the chapter it belongs to."""

    chapter: Chapter
    figure: Figure


def story(basis: Basis, code: str) -> tuple[Scene, ...]:
    """Tell where a place comes from, where it is, where it is heading and what that demands.

    Parameters
    ----------
    basis : Basis
        Figures and projection.
    code : str
        A place made up of projected municipalities.
    """
    others = [other for other in (COUNTY, NATION) if other != code]
    scenes = [
        Scene("historia", figures.history(basis, code)),
        Scene("nulage", figures.change(basis, code)),
        Scene("nulage", figures.measure_lines(basis, [code, *others], "dependency_ratio")),
        Scene("framtid", figures.total_ahead(basis, code)),
    ]
    if code == COUNTY:
        scenes.append(Scene("framtid", figures.growth(basis)))
    return (
        *scenes,
        Scene("framtid", figures.ages_then_now_later(basis, code)),
        Scene("krav", figures.measure_lines(basis, [code], "school_6_15")),
        Scene("krav", figures.measure_lines(basis, [code], "older_80")),
        Scene("krav", figures.measure_lines(basis, [code], "working_age_20_64")),
    )
