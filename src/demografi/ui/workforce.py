"""Insatser: the labour force that comes and goes, and what the ages do to cost."""

import pandas as pd
import streamlit as st

from demografi import findings, needs
from demografi.charts.required import index_ahead
from demografi.dataset import Dataset
from demografi.indicators import INDICATORS, observed
from demografi.needs import COST_GROUPS, ELDERLY_COST, SERVICES
from demografi.series import group_series, parse_group
from demografi.text import _
from demografi.text import needs as words
from demografi.text.numbers import decimal, interval, percent, whole
from demografi.text.sources import source_line
from demografi.ui import cached, choices, shell
from demografi.ui.card import Column, chart_card
from demografi.ui.services import course_until, range_card

__all__ = ["show_workforce"]


def show_workforce(data: Dataset, code: str, target: int) -> None:
    """Show who enters and leaves working life, who works, and the cost pressure of the ages."""
    place = data.regions.place(code)
    groups = (needs.ENTERING, needs.LEAVING, needs.WORKING)
    history = group_series(data, code, list(groups))
    ahead = cached.group_ranges(code, groups)
    entering, leaving, working = (findings.in_year(ahead[group], target) for group in groups)
    courses = {
        group: course_until(data.version, code, *parse_group(group), target) for group in groups
    }
    ratio = cached.outlook(code, "labour_entry_exit", target)
    employment = observed(data, code, "employment")
    rate = float(employment["value"].iloc[-1]) if len(employment) else None
    shell.heading(
        _("Arbetskraft och kostnader i {place}").format(place=place.name),
        words.workforce_conclusion(
            place.name,
            entering,
            leaving,
            ratio=ratio,
            working=courses[needs.WORKING],
            target=target,
        ),
    )
    known = source_line(data, history["label"].unique(), history["year"])
    figures = [
        shell.Figure(
            _("På väg in, 20–24 år, {year}").format(year=target),
            interval(entering["p10"], entering["p90"]),
            _("8 av 10 utfall, nu {now}").format(now=whole(ahead[groups[0]]["p50"].iloc[0])),
        ),
        shell.Figure(
            _("På väg ut, 60–64 år, {year}").format(year=target),
            interval(leaving["p10"], leaving["p90"]),
            _("8 av 10 utfall, nu {now}").format(now=whole(ahead[groups[1]]["p50"].iloc[0])),
        ),
        shell.Figure(
            _("På väg in per 100 på väg ut {year}").format(year=target),
            interval(ratio.low, ratio.high),
            _("8 av 10 utfall, nu {now}").format(now=whole(ratio.now)),
            help=_(INDICATORS["labour_entry_exit"].formula)
            + ". "
            + _(INDICATORS["labour_entry_exit"].note),
        ),
    ]
    if rate is not None:
        figures.append(
            shell.Figure(
                _("Sysselsatta {year} om lika stor andel arbetar").format(year=target),
                interval(working["p10"] * rate / 100, working["p90"] * rate / 100),
                _("8 av 10 utfall, {rate} arbetade {year}").format(
                    rate=percent(rate), year=int(employment["year"].iloc[-1])
                ),
                help=source_line(data, employment["source"].tail(1), employment["year"].tail(1)),
            )
        )
    shell.figures(figures)
    names = {
        needs.ENTERING: _("På väg in: 20–24 år"),
        needs.LEAVING: _("På väg ut: 60–64 år"),
        needs.WORKING: _("I arbetsför ålder: 20–64 år"),
    }
    range_card(
        data,
        "arbetskraft",
        _("De som är på väg in i och ut ur arbetslivet"),
        parts={group: (history[history["group"] == group], ahead[group]) for group in groups},
        names=names,
        alts={group: words.course_sentence(names[group], courses[group]) + "." for group in groups},
        source=f"{known} {cached.projection_line()}",
        unit=_("personer den 31 december"),
        note=_(
            "Egen definition, någon officiell finns inte: de fem åldrarna i var ände av "
            "arbetslivet. Hel linje är utfall, det ljusa fältet 8 av 10 utfall."
        ),
        depends=(code, target),
    )
    _costs(data, code, target)


def _costs(data: Dataset, code: str, target: int) -> None:
    """Show the cost pressure of the ages whose cost is known or given."""
    place = data.regions.place(code)
    by_ages = {service.ages: service for service in SERVICES.values()}
    names = {ages: _(by_ages[ages].name).partition(",")[0].lower() for ages in COST_GROUPS}
    names["80+"] = _("äldreomsorg")
    own = needs.published_value(data, code, ELDERLY_COST, "80+")
    lent = [] if own else needs.alternatives(data, code, ELDERLY_COST, "80+")
    examples = needs.example_costs(data)
    card, below = st.container(), st.container()
    costs: dict[str, float] = {}
    origins: dict[str, str] = {}
    with below, st.expander(_("Antaganden: kronor per invånare i åldern och år")):
        st.caption(
            _(
                "Äldreomsorgens kostnad är kommunens egen enligt Kolada. Skolans kostnad finns "
                "inte i våra källor: ange kommunens egen, eller fyll i rikets som exempel."
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
    if not costs:
        with card:
            st.info(_("Kostnadstrycket visas när en kostnad per invånare är angiven nedan."))
        return
    ahead, course = _index(data.version, code, tuple(costs.items()), target)
    counted = [names[ages] for ages in costs]
    left_out = [names[ages] for ages in COST_GROUPS if ages not in costs]
    note = _(
        "Vad dagens kostnad per invånare i varje ålder blir med kommande åldrar; {year} är 100. "
        "Löner, priser och arbetssätt är som nu. Räknat med {list}."
    ).format(
        year=cached.projection().jump_off,
        list=", ".join(
            _("{name} {cost} kr ({origin})").format(
                name=names[ages], cost=whole(cost), origin=origins[ages]
            )
            for ages, cost in costs.items()
        ),
    )
    if left_out:
        note += " " + _("Räknas inte: {list}, vars kostnad saknas.").format(
            list=", ".join(left_out)
        )
    with card:
        chart_card(
            "kostnadstryck",
            words.costs_finding(place.name, course, counted),
            lambda colours: index_ahead(ahead, colours),
            ahead,
            {
                "year": Column(_("År"), kind="year"),
                "p10": Column(_("Låg (p10)"), digits=1),
                "p50": Column(_("Mitt (p50)"), digits=1),
                "p90": Column(_("Hög (p90)"), digits=1),
            },
            dataset=data,
            depends=choices.made(),
            source=_cost_source(data, own, costs) + cached.projection_line(),
            alt=_(
                "Kostnadstryck i {place}: 100 nu, {low} till {high} år {last} (8 av 10 utfall)."
            ).format(
                place=place.name,
                low=decimal(course.low, 0),
                high=decimal(course.high, 0),
                last=course.last,
            ),
            unit=_("index, {year} = 100").format(year=cached.projection().jump_off),
            note=note,
        )


def _cost_source(data: Dataset, own: "needs.PublishedValue | None", costs: dict[str, float]) -> str:
    if own is None or round(costs.get("80+", 0)) != round(own.value):
        return ""
    return source_line(data, [f"Kolada {own.indicator}"], [own.year]) + " "


@st.cache_data(show_spinner=False, max_entries=300)
def _index(
    version: str,  # noqa: ARG001
    code: str,
    costs: tuple[tuple[str, float], ...],
    target: int,
) -> tuple[pd.DataFrame, needs.Course]:
    data, trajectories = cached.dataset(), cached.projection()
    index = needs.cost_index(trajectories, data.regions.place(code).members, dict(costs))
    upto = trajectories.at(target) + 1
    return needs.range_of(index, trajectories.years), needs.course(
        index[:, :upto], trajectories.years[:upto]
    )


def _fill_costs(examples: dict[str, float]) -> None:
    for ages, cost in examples.items():
        choices.remember(f"kr-{ages}", float(round(cost)))
