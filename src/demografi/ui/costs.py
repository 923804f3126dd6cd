"""Insatser: what the ages do to cost, together and for each service."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from demografi import findings, needs
from demografi.charts.required import index_ahead
from demografi.dataset import Dataset
from demografi.needs import COST_GROUPS, ELDERLY_COST, SERVICES, Course
from demografi.text import _
from demografi.text import needs as words
from demografi.text.columns import ends, range_columns
from demografi.text.numbers import interval, join, whole
from demografi.text.sources import source_line
from demografi.ui import cached, choices
from demografi.ui.card import Column, chart_card
from demografi.ui.range_card import range_card

__all__ = ["show_costs"]


@dataclass(frozen=True)
class Given:
    """Costs somebody gave or published.

    Attributes
    ----------
    costs : dict of str to float
        Kronor per person and year by age group.
    origins : dict of str to str
        Where each comes from, as in running text.
    own : PublishedValue or None
        The place's own cost of elderly care.
    """

    costs: dict[str, float]
    origins: dict[str, str]
    own: needs.PublishedValue | None


def _names() -> dict[str, str]:
    """What the service of each age group is called in running text."""
    by_ages = {service.ages: service for service in SERVICES.values()}
    names = {ages: _(by_ages[ages].name).partition(",")[0].lower() for ages in COST_GROUPS}
    return names | {"80+": _("äldreomsorg")}


def show_costs(data: Dataset, code: str, target: int) -> None:
    """Show the cost pressure of the ages whose cost is known or given, and of each by itself."""
    card, below = st.container(), st.container()
    with below, st.expander(_("Antaganden: kronor per invånare i åldern och år")):
        given = _ask(data, code)
    with card:
        if given.costs:
            _pressure_card(data, code, given, target)
            _services_card(data, code, given, target)
        else:
            st.info(_("Kostnadstrycket visas när en kostnad per invånare är angiven nedan."))


def _ask(data: Dataset, code: str) -> Given:
    """Ask for the cost per person of each age group; say where each comes from."""
    names, by_ages = _names(), {service.ages: service for service in SERVICES.values()}
    own = needs.published_value(data, code, ELDERLY_COST, "80+")
    lent = [] if own else needs.alternatives(data, code, ELDERLY_COST, "80+")
    examples = needs.example_costs(data)
    costs: dict[str, float] = {}
    origins: dict[str, str] = {}
    st.caption(
        _(
            "Äldreomsorgens kostnad kommer från Kolada. Skolans kostnad finns inte i våra källor: "
            "ange platsens egen, eller fyll i rikets som exempel."
        )
    )
    for column, ages in zip(st.columns(len(COST_GROUPS)), COST_GROUPS, strict=True):
        elderly = ages == "80+"
        example = examples.get(ages)
        with column:
            cost = choices.number(
                f"kr-{ages.removesuffix('+')}",
                f"{names[ages].capitalize()}, {_(by_ages[ages].name).partition(', ')[2]}",
                round(own.value) if elderly and own else None,
                0.0,
                2_000_000.0,
                scope=code if elderly else "",
                placeholder=_("ange kronor"),
            )
            origin = words.share_source(
                data.regions,
                code,
                cost,
                own if elderly else None,
                lent if elderly else [],
                assumed=(round(example), _(needs.EXAMPLE_SOURCE)) if example else None,
                digits=0,
            )
            st.caption(origin)
            for value in lent if elderly else []:
                st.button(
                    words.lender_name(data.regions, value, _("kr"), 0),
                    key=f"lend_kr_{value.place}",
                    on_click=choices.remember,
                    args=("kr-80", float(round(value.value)), code),
                )
        if cost:
            costs[ages] = cost
            origins[ages] = f"{origin[:1].lower()}{origin[1:].removesuffix('.')}"
    st.button(
        _("Fyll i rikets kostnad {year} som exempel").format(year=needs.EXAMPLE_YEAR),
        key="cost_examples",
        on_click=_fill_costs,
        args=(examples,),
    )
    return Given(costs, origins, own)


def _assumptions(given: Given) -> str:
    names = _names()
    note = _(
        "Vad dagens kostnad per invånare i varje ålder blir med kommande åldrar. Löner, priser och "
        "arbetssätt är som nu. Räknat med {list}."
    ).format(
        list=", ".join(
            _("{name} {cost} kr ({origin})").format(
                name=names[ages], cost=whole(cost), origin=given.origins[ages]
            )
            for ages, cost in given.costs.items()
        )
    )
    left_out = [names[ages] for ages in COST_GROUPS if ages not in given.costs]
    if not left_out:
        return note
    return note + " " + _("Räknas inte: {list}, vars kostnad saknas.").format(list=join(left_out))


def _pressure_card(data: Dataset, code: str, given: Given, target: int) -> None:
    """Show the index of all of them together, and the middle of each beside it."""
    place, names = data.regions.place(code), _names()
    ahead, course = _index(data.version, code, tuple(given.costs.items()), target)
    apart = {
        ages: _index(data.version, code, ((ages, cost),), target)[0]
        for ages, cost in given.costs.items()
        if len(given.costs) > 1
    }
    parts = {names[ages].capitalize(): frame for ages, frame in apart.items()}
    table = ahead.assign(**{ages: frame["p50"] for ages, frame in apart.items()})
    columns = {
        "year": Column(_("År"), kind="year"),
        **range_columns("", digits=1),
    } | {ages: Column(ends(names[ages].capitalize())["p50"], digits=1) for ages in apart}
    chart_card(
        "kostnadstryck",
        words.costs_finding(place.name, course, [names[ages] for ages in given.costs]),
        lambda colours: index_ahead(ahead, colours, parts=parts, whole_name=_("Tillsammans")),
        table,
        columns,
        dataset=data,
        depends=choices.made(),
        source=_cost_source(data, given) + cached.projection_line(),
        alt=_("Kostnadstryck i {place} år {last}: {range} (8 av 10 utfall), mot 100 nu.").format(
            place=place.name, range=interval(course.low, course.high), last=course.last
        ),
        unit=_("index, {year} = 100").format(year=cached.projection().jump_off),
        note=_assumptions(given),
    )


def _services_card(data: Dataset, code: str, given: Given, target: int) -> None:
    """Show what each service costs a year, with its range."""
    names = {ages: name.capitalize() for ages, name in _names().items() if ages in given.costs}
    found = {
        ages: _kronor(data.version, code, ages, cost, target) for ages, cost in given.costs.items()
    }
    nothing = pd.DataFrame({"year": pd.Series(dtype=int), "value": pd.Series(dtype=float)})
    range_card(
        data,
        "kostnad-per-verksamhet",
        words.costs_title(
            data.regions.name(code),
            {names[ages].lower(): course for ages, (_frame, course) in found.items()},
            target,
        ),
        parts={ages: (nothing, frame) for ages, (frame, _course) in found.items()},
        names=names,
        headings={
            ages: words.cost_heading(names[ages], course)
            for ages, (_frame, course) in found.items()
        },
        alts={
            ages: words.costs_alt(names[ages], course) for ages, (_frame, course) in found.items()
        },
        source=_cost_source(data, given) + cached.projection_line(),
        unit=_("miljoner kronor per år, i de angivna kostnadernas priser"),
        note="  \n".join(
            words.costs_alt(names[ages], course) for ages, (_frame, course) in found.items()
        ),
        depends=choices.made(),
        digits=1,
    )


def _cost_source(data: Dataset, given: Given) -> str:
    own = given.own
    if own is None or round(given.costs.get("80+", 0)) != round(own.value):
        return ""
    return source_line(data, [f"Kolada {own.indicator}"], [own.year]) + " "


@st.cache_data(show_spinner=False, max_entries=600)
def _index(
    version: str,  # noqa: ARG001
    code: str,
    costs: tuple[tuple[str, float], ...],
    target: int,
) -> tuple[pd.DataFrame, Course]:
    data, trajectories = cached.dataset(), cached.projection()
    index = needs.cost_index(trajectories, data.regions.place(code).members, dict(costs))
    upto = trajectories.at(target) + 1
    return findings.range_of(index, trajectories.years), needs.course(
        index[:, :upto], trajectories.years[:upto]
    )


@st.cache_data(show_spinner=False, max_entries=600)
def _kronor(
    version: str,  # noqa: ARG001
    code: str,
    ages: str,
    cost: float,
    target: int,
) -> tuple[pd.DataFrame, Course]:
    """Million kronor a year of one age group."""
    data, trajectories = cached.dataset(), cached.projection()
    members = data.regions.place(code).members
    draws = needs.cost_by_group(trajectories, members, {ages: cost})[ages]
    upto = trajectories.at(target) + 1
    return findings.range_of(draws, trajectories.years), needs.course(
        draws[:, :upto], trajectories.years[:upto]
    )


def _fill_costs(examples: dict[str, float]) -> None:
    for ages, cost in examples.items():
        choices.remember(f"kr-{ages}", float(round(cost)))
