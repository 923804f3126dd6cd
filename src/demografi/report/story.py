"""The story of a place for a meeting: one message and one picture at a time."""

from dataclasses import dataclass
from typing import Literal

import plotly.graph_objects as go

from demografi.charts.lines import history_and_range, with_baseline
from demografi.charts.palette import Palette
from demografi.findings import FAR_YEAR, Outlook
from demografi.regions import COUNTY, NATION
from demografi.report import demands, figures, native
from demografi.report.basis import Basis
from demografi.report.columns import ENDS, range_columns
from demografi.report.model import Column, Figure, Table
from demografi.scenario import Measure, Scenario, run
from demografi.scenario.effects import effects
from demografi.series import missing_years
from demografi.text import _, meeting
from demografi.text.sources import source_line
from demografi.text.years import gaps_note

__all__ = ["CHAPTERS", "QUESTIONED", "Chapter", "Scene", "answer", "most_moves", "story"]

QUESTIONED = ("working_age_20_64", 20, 64)
"""What the audience is asked about: indicator, first and last age."""

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
        *(Scene("krav", figure) for figure in _demanded(basis, code)),
        Scene("krav", figures.measure_lines(basis, [code], "working_age_20_64")),
    )


def _demanded(basis: Basis, code: str) -> list[Figure]:
    """What the services need; where no share of the oldest is published, how many they are."""
    found = [demands.service_line(basis, code, key) for key in ("forskola", "grundskola", "boende")]
    shown = [figure for figure in found if figure is not None]
    if found[-1] is None:
        shown.append(figures.measure_lines(basis, [code], "older_80"))
    return shown


def most_moves(basis: Basis, code: str) -> tuple[int, int]:
    """Largest change of migration worth asking about, and a fitting step, in persons per year.

    About one per cent of the population, in a round number.
    """
    people = float(basis.lines([code], "population")[0].observed["value"].iloc[-1])
    step = 10 ** max(len(str(int(people / 100))) - 2, 0)
    return max(round(people / 100 / step), 1) * step, step


def answer(basis: Basis, code: str, persons: int) -> Figure:
    """Tell what more or fewer in-migrants a year do to those of working age.

    Parameters
    ----------
    basis : Basis
        Figures and projection.
    code : str
        A place made up of projected municipalities.
    persons : int
        In-migrants per year beside those of the projection, from its first year on.
    """
    indicator, low, high = QUESTIONED
    data, drawn, name = basis.dataset, basis.trajectories, basis.name(code)
    observed = basis.lines([code], indicator)[0].observed
    measure = Measure.of("net_migration", code, {"persons": persons})
    changed = run(data, drawn, Scenario(measures=(measure,)))
    frame = effects(drawn, changed, basis.members(code), [(low, high)])
    coming = frame[frame["year"] > drawn.jump_off]
    then = coming[coming["year"] == FAR_YEAR].iloc[0]
    outlook = Outlook(
        int(observed["year"].iloc[-1]),
        float(observed["value"].iloc[-1]),
        float(frame["base_p50"].iloc[0]),
        FAR_YEAR,
        *(float(then[column]) for column in ("p10", "p50", "p90")),
    )
    ages = _("{low}–{high} år").format(low=low, high=high)
    said = meeting.answer(persons, ages, outlook, (then["effect_p10"], then["effect_p90"]))
    baseline = coming[["year", "base_p50"]].rename(columns={"base_p50": "p50"})

    def draw(colours: Palette) -> go.Figure:
        figure = history_and_range(observed, coming, colours, unit=_("personer"))
        # Asked about nobody, the answer is the projection itself.
        return with_baseline(figure, baseline, colours) if persons else figure

    title = _("Invånare {ages} i {place}").format(ages=ages, place=name)
    known = source_line(data, observed["source"], observed["year"])
    return Figure(
        f"fraga-{code}-{persons}",
        title,
        said,
        draw,
        (native.ranges(observed, coming),),
        Table(
            f"fraga-{code}-{persons}",
            title,
            coming,
            {
                "year": Column(_("År"), kind="year"),
                **range_columns(_("Prognosen"), {"p50": "base_p50"}),
                **range_columns(_("Med flyttningen"), ENDS),
                **range_columns(
                    _("Skillnad mot prognosen"), {end: f"effect_{end}" for end in ENDS}
                ),
            },
            f"{known} {basis.projection_line}",
            unit=_("personer den 31 december"),
            note=gaps_note({name: missing_years(observed, coming)}),
        ),
        _("{title}. {said}.").format(title=title, said=said),
    )
