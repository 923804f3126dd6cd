"""What a scenario changes, drawn: the population, differences, groups of ages."""

from collections.abc import Collection, Hashable, Mapping

import pandas as pd
import plotly.graph_objects as go

from demografi import indicators, series
from demografi.charts.palette import Palette
from demografi.charts.scenario import alternatives, effect, level, together
from demografi.dataset import Dataset
from demografi.indicators import AgeGroupSet
from demografi.scenario import Scenario, to_link
from demografi.text import _, age_groups
from demografi.text.columns import ENDS
from demografi.text.columns import range_columns as columns_of
from demografi.text.numbers import whole
from demografi.text.scenario import (
    assumed,
    effect_span,
    groups_changed,
    scenario_title,
)
from demografi.text.scenario_compared import (
    line_key,
    picture_note,
)
from demografi.text.sources import source_line
from demografi.text.years import broken_note
from demografi.ui import cached, groups
from demografi.ui import scenario_state as state
from demografi.ui.card import Card, Column, kept_card

__all__ = [
    "Compared",
    "about",
    "follows",
    "headlines",
    "range_columns",
    "show_differences",
    "show_groups",
    "show_population",
]

Compared = Mapping[str, pd.DataFrame]
"""Effects of the scenarios compared with, by name."""


def headlines() -> dict[str, str]:
    """Name the groups that every scenario is told by."""
    return {
        "total": _("Folkmängd"),
        "6-15": _("Elever 6–15 år"),
        "20-64": _("20–64 år"),
        "80+": _("80 år och äldre"),
    }


def _of(effects: pd.DataFrame, group: str) -> pd.DataFrame:
    return effects[effects["group"] == group]


def range_columns(*prefixes: tuple[str, str]) -> dict[str, Column]:
    """Columns of ranges whose names in a table begin so, with what each is called."""
    found: dict[str, Column] = {}
    for prefix, label in prefixes:
        found |= columns_of(label, {end: prefix + end for end in ENDS})
    return found


def _beside(compared: Compared, group: str) -> dict[str, pd.DataFrame]:
    return {name: _of(frame, group) for name, frame in compared.items()}


def _with_others(
    table: pd.DataFrame, compared: Compared, kept: Collection[str], prefix: str = ""
) -> tuple[pd.DataFrame, dict[str, Column]]:
    """Add what is compared with to a table of groups and years, each with its range."""
    columns: dict[str, Column] = {}
    for at, (name, frame) in enumerate(compared.items()):
        shown = frame[frame["group"].isin(kept)]
        for end in ENDS:
            table = table.assign(**{f"other{at}_{end}": shown[prefix + end].to_numpy()})
        columns |= columns_of(name, {end: f"other{at}_{end}" for end in ENDS})
    return table, columns


def about(dataset: Dataset, scenario: Scenario) -> str:
    """Say what it takes to make the figures again, beside what the source line says."""
    if scenario.neutral:
        return ""
    caveat = _(
        "Spannen är 8 av 10 utfall om åtgärderna verkar som angivet; hur väl antagandena stämmer "
        "ingår inte, och de som flyttar in räknas inte bort där de kommer ifrån."
    )
    if told := assumed(scenario):
        caveat = f"{caveat} {told}"
    title = scenario_title(scenario, dataset.regions, most=len(scenario.measures))
    return _("{caveat} Scenario: {title} (scenario={link}).").format(
        caveat=caveat, title=title, link=to_link(scenario)
    )


def show_population(
    dataset: Dataset,
    code: str,
    scenario: Scenario,
    effects: pd.DataFrame,
    compared: Compared,
) -> None:
    """Draw the population: projection, scenario and what it is compared with."""
    kept_card(
        "scenario-folkmangd",
        lambda: _population(dataset, code, scenario, effects, compared),
        dataset=dataset,
        depends=follows(code, scenario, compared),
    )


def _population(
    dataset: Dataset,
    code: str,
    scenario: Scenario,
    effects: pd.DataFrame,
    compared: Compared,
) -> Card:
    place = dataset.regions.name(code)
    total = _of(effects, "total")
    observed = indicators.observed(dataset, code, "population")
    # As many years back as ahead: over a lifetime the difference could not be seen.
    ahead = int(total["year"].max() - total["year"].min())
    observed = observed[observed["year"] >= total["year"].min() - ahead]
    title = None if scenario.neutral else state.called(dataset, scenario, code)
    shown = ("base_", _("Prognos")), *([("", _("Scenario"))] if title else [])
    table = total[["year", *(prefix + end for prefix, _label in shown for end in ENDS)]]
    table, more = _with_others(table, compared, ("total",))
    columns = {"year": Column(_("År"), kind="year"), **range_columns(*shown), **more}
    source = source_line(dataset, observed["source"], observed["year"])
    last = total.iloc[-1]
    told = (
        _("Folkmängden i {place} enligt prognosen, {base} år {year}.").format(
            place=place, base=whole(last["base_p50"]), year=int(last["year"])
        )
        if title is None
        else _("Folkmängden i {place}: prognosen {base} år {year}, skillnad {effect}.").format(
            place=place,
            base=whole(last["base_p50"]),
            year=int(last["year"]),
            effect=effect_span(last),
        )
    )
    return Card(
        _("Folkmängd i {place}").format(place=place),
        lambda colours: alternatives(
            observed,
            total,
            colours,
            unit=_("personer"),
            name=title,
            others=_beside(compared, "total"),
        ),
        table,
        columns,
        picture_note=picture_note(scenario, dataset.regions, list(compared)),
        source=f"{source} {cached.projection_line()}",
        alt=told,
        unit=_("personer den 31 december"),
        note=" ".join(
            part for part in (about(dataset, scenario), broken_note(observed, total)) if part
        ),
        height=420,
    )


def follows(code: str, scenario: Scenario, compared: Compared) -> tuple[Hashable, ...]:
    """Return what cards follow from; those of the same names may differ."""
    others = (to_link(other) for other in state.compared())
    return (code, to_link(scenario), *compared, *others)


def show_differences(
    dataset: Dataset,
    code: str,
    scenario: Scenario,
    effects: pd.DataFrame,
    compared: Compared,
) -> None:
    """Draw what the scenario adds or takes away, year by year; nothing if there is none."""
    if scenario.neutral:
        return
    kept_card(
        "scenario-skillnad",
        lambda: _differences(dataset, scenario, effects, compared),
        dataset=dataset,
        depends=follows(code, scenario, compared),
    )


def _differences(
    dataset: Dataset, scenario: Scenario, effects: pd.DataFrame, compared: Compared
) -> Card:
    names = headlines()
    year = int(effects["year"].max())
    told = effects[effects["group"].isin(list(names))]
    columns = {"group": Column(_("Åldersgrupp"), kind="text"), "year": Column(_("År"), kind="year")}

    def differences(colours: Palette) -> dict[str, go.Figure]:
        return {
            title: effect(_of(effects, group), colours, others=_beside(compared, group))
            for group, title in names.items()
        }

    table, more = _with_others(told, compared, tuple(names), "effect_")
    return Card(
        _("Skillnaden mot prognosen, år för år"),
        lambda colours: together(differences(colours), colours),
        table.assign(group=table["group"].map(names)),
        columns | range_columns(("effect_", _("Skillnad"))) | more,
        picture_note=picture_note(scenario, dataset.regions, list(compared), difference_only=True),
        source=cached.projection_line(),
        alt=_("Skillnad i folkmängd {year}: {effect}.").format(
            year=year, effect=effect_span(_of(effects, "total").iloc[-1])
        ),
        unit=_("personer fler eller färre än i prognosen"),
        note=_lines(about(dataset, scenario), compared),
        panels=differences,
        panel_alts={
            title: _("{name}: skillnad {effect} år {year}.").format(
                name=title, effect=effect_span(_of(effects, group).iloc[-1]), year=year
            )
            for group, title in names.items()
        },
    )


def _lines(note: str, compared: Compared, gaps: str = "") -> str:
    """Add to a note what the lines compared with are: small panels have no legend."""
    return " ".join(part for part in (note, line_key(list(compared)), gaps) if part)


def show_groups(
    dataset: Dataset,
    code: str,
    scenario: Scenario,
    effects: pd.DataFrame,
    chosen: AgeGroupSet,
    *,
    compared: Compared,
) -> None:
    """Draw the groups of ages that services are planned for."""
    kept_card(
        "scenario-grupper",
        lambda: _groups(dataset, code, scenario, effects, chosen, compared=compared),
        dataset=dataset,
        depends=(*follows(code, scenario, compared), chosen.id),
    )


def _groups(
    dataset: Dataset,
    code: str,
    scenario: Scenario,
    effects: pd.DataFrame,
    chosen: AgeGroupSet,
    *,
    compared: Compared,
) -> Card:
    year = int(effects["year"].max())
    columns = {"group": Column(_("Åldersgrupp"), kind="text"), "year": Column(_("År"), kind="year")}
    history = series.group_series(dataset, code, chosen.labels)
    titles = age_groups.titles(chosen)
    services = effects[effects["group"].isin(list(titles))]

    def levels(colours: Palette) -> dict[str, go.Figure]:
        return {
            title: level(
                history[history["group"] == group],
                _of(effects, group),
                colours,
                changed=not scenario.neutral,
                others=_beside(compared, group),
            )
            for group, title in titles.items()
        }

    table, more = _with_others(services, compared, tuple(titles))
    return Card(
        _("Åldersgrupperna: prognos och scenario")
        if not scenario.neutral
        else _("Åldersgrupperna enligt prognosen"),
        lambda colours: together(levels(colours), colours),
        table.assign(group=table["group"].map(titles)),
        columns | range_columns(("base_", _("Prognos")), ("", _("Scenario"))) | more,
        picture_note=picture_note(scenario, dataset.regions, list(compared)),
        source=f"{groups.source(dataset, history)} {cached.projection_line()}",
        alt=_named_change(effects, chosen, year),
        unit=_("personer den 31 december"),
        note=_lines(
            _("Svart linje är statistik, grön linje prognos; det ljusa fältet är 8 av 10 utfall.")
            if scenario.neutral
            else _(
                "Svart linje är statistik, grön linje prognos, röd linje scenario; fälten 8 av 10 "
                "utfall."
            ),
            compared,
            groups.gaps(chosen, history, {group: _of(effects, group) for group in titles}),
        ),
        panels=levels,
        panel_alts={
            title: _("{name}: prognosen {base} år {year}, skillnad {effect}.").format(
                name=title,
                base=whole(row["base_p50"]),
                year=year,
                effect=effect_span(row),
            )
            for group, title in titles.items()
            for row in (_of(effects, group).iloc[-1],)
        },
    )


def _named_change(effects: pd.DataFrame, chosen: AgeGroupSet, year: int) -> str:
    names = {label: age_groups.ages(label) for label in chosen.labels}
    return groups_changed(effects, names, year) + "."
