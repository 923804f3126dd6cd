"""Scenarios beside each other in words, and what a picture of them must say by itself."""

from collections.abc import Mapping, Sequence

import pandas as pd

from demografi.regions import Regions
from demografi.scenario import Scenario, effect_in
from demografi.text import _
from demografi.text.numbers import interval, signed
from demografi.text.scenario import assumed, difference, scenario_facts

__all__ = ["compared_with", "comparison_table", "line_key", "picture_note"]


def line_key(names: Sequence[str]) -> str:
    """Say which broken line is which scenario compared with."""
    lines = (_("streckad"), _("prickad"), _("streckprickad"))
    told = "; ".join(f"{line}: {name}" for line, name in zip(lines, names, strict=False))
    return _("Linjer att jämföra med – {told}.").format(told=told) if told else ""


def picture_note(
    scenario: Scenario,
    regions: Regions,
    others: Sequence[str] = (),
    *,
    difference_only: bool = False,
) -> str:
    """Say in a picture what it would not tell by itself: scenario, assumptions, lines, fields."""
    key = line_key(others)
    if scenario.neutral:
        said = [_("Grönt är prognosen; fältet är 8 av 10 utfall."), key]
    else:
        said = [
            _("{facts}.").format(facts=scenario_facts(scenario, regions)),
            assumed(scenario),
            _("Noll är prognosen; fältet är 8 av 10 utfall.")
            if difference_only
            else _("Grönt är prognosen, rött scenariot; fälten är 8 av 10 utfall."),
            key,
        ]
    return " ".join(part for part in said if part)


def compared_with(name: str, between: pd.DataFrame, year: int) -> str:
    """Say how a scenario differs from another in a year.

    Parameters
    ----------
    name : str
        Of the other.
    between : DataFrame
        As from :func:`demografi.scenario.effects`, the other in the projection's stead.
    year : int
        The year looked at.
    """
    pupils, people = (effect_in(between, group, year) for group in ("6-15", "total"))
    return _("Jämfört med {name}: {pupils} och {people} {year}.").format(
        name=name,
        pupils=difference(pupils, _("elever 6–15 år")),
        people=difference(people, _("invånare")),
        year=year,
    )


def comparison_table(
    found: Mapping[str, pd.DataFrame], names: Mapping[str, str], year: int
) -> pd.DataFrame:
    """Write projection and scenarios one below the other in a year: range, and the difference.

    Parameters
    ----------
    found : mapping of str to DataFrame
        As from :func:`demografi.scenario.effects`, by name of the scenario.
    names : mapping of str to str
        Headings of the groups shown.
    year : int
        The year looked at.
    """
    first = next(iter(found.values()))
    base = {
        title: interval(row["base_p10"], row["base_p90"])
        for group, title in names.items()
        for row in (effect_in(first, group, year),)
    }
    rows = [{_("Scenario"): _("Prognosen"), **base}]
    for name, frame in found.items():
        told = {
            title: _("{range}, {effect}").format(
                range=interval(row["p10"], row["p90"]), effect=signed(row["effect_p50"])
            )
            for group, title in names.items()
            for row in (effect_in(frame, group, year),)
        }
        rows.append({_("Scenario"): name, **told})
    return pd.DataFrame(rows)
