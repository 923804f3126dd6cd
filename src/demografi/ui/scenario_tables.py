"""A scenario in figures: how much it changes, tables, and those it is compared with."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from demografi.dataset import Dataset
from demografi.indicators import AgeGroupSet
from demografi.scenario import Scenario, effect_in, to_link
from demografi.text import _, age_groups
from demografi.text.numbers import signed, whole
from demografi.text.scenario import difference_table, groups_changed
from demografi.text.scenario_compared import compared_with, comparison_table
from demografi.ui import cached, shell
from demografi.ui import scenario_state as state
from demografi.ui.card import kept
from demografi.ui.scenario_cards import Compared, about, follows, headlines, range_columns
from demografi.ui.table_card import table_card

__all__ = ["show_between", "show_compared", "show_figures", "show_table"]


def show_figures(
    dataset: Dataset, code: str, scenario: Scenario, effects: pd.DataFrame, year: int
) -> None:
    """Show the difference in the year looked at, group by group."""
    shell.figures(
        kept(
            ("scenario-tal", dataset.version, code, to_link(scenario), year),
            lambda: _figures(effects, year),
        )
    )


def _figures(effects: pd.DataFrame, year: int) -> list[shell.Figure]:
    return [
        shell.Figure(
            _("{name} {year}").format(name=title, year=year),
            signed(row["effect_p50"]),
            _("{low} till {high}, prognos {base}").format(
                low=signed(row["effect_p10"]),
                high=signed(row["effect_p90"]),
                base=whole(row["base_p50"]),
            ),
            help=_("Skillnad mot prognosen, med spannet för 8 av 10 utfall. {source}").format(
                source=cached.projection_line()
            ),
        )
        for group, title in headlines().items()
        for row in (effect_in(effects, group, year),)
    ]


def show_between(
    dataset: Dataset, code: str, scenario: Scenario, named: Mapping[str, Scenario], year: int
) -> None:
    """Say how the scenario differs from each it is compared with; nothing if there is none."""
    if named:
        place = dataset.regions.name(code)
        told = [
            compared_with(name, state.between(scenario, other, code), year)
            for name, other in named.items()
        ]
        lead = _("**{place}, i 8 av 10 utfall:**").format(place=place)
        st.markdown("\n".join([lead, "", *(f"- {text}" for text in told)]))


def show_compared(
    dataset: Dataset,
    code: str,
    scenario: Scenario,
    effects: pd.DataFrame,
    chosen: AgeGroupSet,
    *,
    compared: Compared,
    year: int,
) -> None:
    """Show projection, scenario and others in figures, one below the other."""
    if not compared:
        return
    depends = (*follows(code, scenario, compared), chosen.id, year)
    shown, numbers = kept(
        ("scenario-jamforelse", dataset.version, depends),
        lambda: _compared(dataset, code, scenario, effects, chosen, compared=compared, year=year),
    )
    table_card(
        "scenario-jamforelse",
        _("Scenarierna sida vid sida {year}").format(year=year),
        shown,
        numbers,
        dataset=dataset,
        source=cached.projection_line(),
        alt=_("Folkmängd och åldersgrupper enligt prognosen och i varje scenario."),
        note=_("Spannet är 8 av 10 utfall; talet efter kommat är skillnaden mot prognosen."),
        depends=depends,
    )


def _compared(
    dataset: Dataset,
    code: str,
    scenario: Scenario,
    effects: pd.DataFrame,
    chosen: AgeGroupSet,
    *,
    compared: Compared,
    year: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Table as read, table as numbers."""
    own = {} if scenario.neutral else {state.called(dataset, scenario, code): effects}
    found = {**own, **compared}
    names = {"total": _("Folkmängd"), **age_groups.titles(chosen)}
    frames = [
        frame[frame["group"].isin(list(names))].assign(scenario=name)
        for name, frame in found.items()
    ]
    columns = {"scenario": _("Scenario"), "group": _("Åldersgrupp"), "year": _("År")}
    columns |= {
        key: column.name
        for key, column in range_columns(
            ("base_", _("Prognos")), ("", _("Scenario")), ("effect_", _("Skillnad mot prognosen"))
        ).items()
    }
    every = pd.concat(frames)
    named = every.assign(group=every["group"].map(names))[list(columns)]
    return comparison_table(found, names, year), named.rename(columns=columns)


def show_table(
    dataset: Dataset,
    code: str,
    scenario: Scenario,
    effects: pd.DataFrame,
    chosen: AgeGroupSet,
    *,
    year: int,
) -> None:
    """Show the differences in figures."""
    depends = (code, to_link(scenario), chosen.id, year)
    title, shown, numbers = kept(
        ("scenario-tabell", dataset.version, depends), lambda: _table(effects, chosen, year)
    )
    table_card(
        "scenario-tabell",
        title,
        shown,
        numbers,
        dataset=dataset,
        source=cached.projection_line(),
        alt=_("Skillnad mot prognosen för folkmängd och åldersgrupper."),
        note=about(dataset, scenario),
        depends=depends,
    )


def _table(
    effects: pd.DataFrame, chosen: AgeGroupSet, year: int
) -> tuple[str, pd.DataFrame, pd.DataFrame]:
    """Finding, table as read, table as numbers."""
    names = {"total": _("Folkmängd"), **age_groups.titles(chosen)}
    plain = {label: age_groups.ages(label) for label in chosen.labels}
    frame = effects[effects["group"].isin(list(names))]
    columns = {"group": _("Åldersgrupp"), "year": _("År")}
    columns |= {
        key: column.name
        for key, column in range_columns(
            ("base_", _("Prognos")), ("", _("Scenario")), ("effect_", _("Skillnad"))
        ).items()
    }
    named = frame.assign(group=frame["group"].map(names))[list(columns)]
    return (
        groups_changed(effects, plain, year),
        difference_table(effects, names, year),
        named.rename(columns=columns),
    )
