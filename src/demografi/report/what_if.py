"""Sections of a report on a scenario: what it assumes, what it leads to, next to the projection."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from demografi import series
from demografi.charts.palette import LIGHT, Palette
from demografi.charts.scenario import alternatives, effect
from demografi.dataset import Dataset
from demografi.findings import NEAR_YEAR
from demografi.indicators import AGE_GROUPS
from demografi.report import demands
from demografi.report.basis import Basis
from demografi.report.columns import ENDS, range_columns
from demografi.report.model import Band, Chart, Column, Figure, Section, Series, Table, plain
from demografi.report.native import ranges
from demografi.scenario import Scenario, effects, run
from demografi.series import parse_group
from demografi.text import _, age_groups, reports
from demografi.text import scenario as words
from demografi.text.numbers import MISSING, whole
from demografi.text.sources import source_line

__all__ = ["what_if_sections", "what_if_table"]

SERVICES = AGE_GROUPS["services"]
WORKING = "20-64"
GROUPS = ("total", *SERVICES.labels, WORKING)


def _effects(basis: Basis, code: str, scenario: Scenario) -> pd.DataFrame:
    """Projection, scenario and difference for everybody and each group of ages."""
    return basis.kept(
        ("scenario", code, scenario),
        lambda: effects(
            basis.trajectories,
            run(basis.dataset, basis.trajectories, scenario),
            basis.members(code),
            [parse_group(group) for group in GROUPS],
        ),
    )


def _names() -> dict[str, str]:
    titles = {"total": _("Hela befolkningen"), **age_groups.titles(SERVICES)}
    return {**titles, WORKING: _("I arbetsför ålder, 20–64 år")}


def _columns() -> dict[str, Column]:
    found = {
        "group": Column(_("Åldersgrupp"), kind="text"),
        "year": Column(_("År"), kind="year"),
    }
    for prefix, name in (
        ("base_", _("Prognos")),
        ("", _("Scenario")),
        ("effect_", _("Skillnad")),
    ):
        found |= range_columns(name, {end: f"{prefix}{end}" for end in ("p10", "p50", "p90")})
    return found


def _source(basis: Basis) -> str:
    said = _("Scenario: egen beräkning på samma simuleringar, åtgärderna står i avsnittet {title}.")
    return f"{basis.projection_line} {said.format(title=reports.section_title('antaganden'))}"


def what_if_table(basis: Basis, code: str, scenario: Scenario) -> Table:
    """Every year and group of ages: projection, scenario, difference."""
    frame = _effects(basis, code, scenario)
    return Table(
        f"scenario-{code}",
        _("Prognos och scenario för {place}").format(place=basis.name(code)),
        frame.assign(group=frame["group"].map(_names())),
        _columns(),
        _source(basis),
        unit=_("personer den 31 december"),
        note=_("Skillnadens gränser räknas i varje simulering för sig."),
    )


def _assumptions(basis: Basis, code: str, scenario: Scenario) -> Section:
    title = plain(words.scenario_title(scenario, basis.dataset.regions))
    found = _effects(basis, code, scenario)
    listed = [words.measure_title(one, basis.dataset.regions) for one in scenario.measures]
    return Section(
        "antaganden",
        reports.section_title("antaganden"),
        (
            words.conclusion(scenario, basis.name(code), title, found, NEAR_YEAR),
            _("Scenariot ändrar prognosen så här: {measures}.").format(measures="; ".join(listed)),
            _(
                "Allt annat är som i prognosen, i varje simulering för sig, så att skillnaden bara "
                "beror på det som ändras. Ett scenario säger vad som händer om, inte att det sker."
            ),
        ),
        (_by_group(basis, code, scenario),),
    )


def _by_group(basis: Basis, code: str, scenario: Scenario) -> Table:
    """Projection, scenario and difference by group in the year that the text speaks of."""
    found = _effects(basis, code, scenario)
    frame = found[found["year"] == NEAR_YEAR]
    names = _names()
    written = pd.DataFrame(
        [
            {
                _("Åldersgrupp"): names[str(row["group"])],
                _("Prognos {year}, mitten").format(year=NEAR_YEAR): whole(row["base_p50"]),
                _("Scenario, mitten"): whole(row["p50"]),
                _("Skillnad (8 av 10 utfall)"): words.effect_span(row),
            }
            for _at, row in frame.iterrows()
        ]
    )
    return Table(
        f"skillnad-{code}",
        _("Skillnad i {place} {year}").format(place=basis.name(code), year=NEAR_YEAR),
        frame.assign(group=frame["group"].map(names)),
        _columns(),
        _source(basis),
        unit=_("personer den 31 december"),
        shown=written,
    )


def _native_levels(observed: pd.DataFrame, frame: pd.DataFrame, name: str) -> Chart:
    """Projection with its range, and the scenario's middle with its own."""
    base = frame.rename(columns={"p10": "own_p10", "p50": "own_p50", "p90": "own_p90"})
    base = base.rename(columns={f"base_{end}": end for end in ("p10", "p50", "p90")})
    chart = ranges(observed, base[["year", "p10", "p50", "p90"]])
    own = frame.set_index("year")["p50"]
    line = tuple(
        float(own[int(year)]) if int(year) in own.index else None for year in chart.categories
    )
    return Chart(
        chart.kind,
        chart.categories,
        (*chart.series, Series(name, line, LIGHT.contrast)),
        chart.bands,
    )


def _native_effect(frame: pd.DataFrame) -> Chart:
    years = tuple(str(int(year)) for year in frame["year"])
    low, middle, high = (tuple(map(float, frame[f"effect_{end}"])) for end in ("p10", "p50", "p90"))
    band = Band(_("8 av 10 utfall"), low, high, LIGHT.contrast)
    line = Series(_("Skillnad mot prognosen"), middle, LIGHT.contrast)
    return Chart("lines", years, (line,), (band,), from_zero=True)


def _figure(
    basis: Basis,
    code: str,
    scenario: Scenario,
    *,
    key: str,
    title: str,
    message: str,
    draw: Callable[[Palette], go.Figure],
    charts: tuple[Chart, ...],
    group: str,
) -> Figure:
    found = _effects(basis, code, scenario)
    frame = found[found["group"] == group]
    table = Table(
        key,
        title,
        frame.assign(group=frame["group"].map(_names())),
        _columns(),
        _source(basis),
        unit=_("personer den 31 december"),
        note=_("Fälten är 8 av 10 utfall."),
    )
    return Figure(key, title, message, draw, charts, table, message)


def _outcome(basis: Basis, code: str, scenario: Scenario) -> Section:
    data, place = basis.dataset, basis.name(code)
    title = plain(words.scenario_title(scenario, data.regions))
    found = _effects(basis, code, scenario)
    observed = _history(data, code)
    frame = found[found["group"] == "total"]
    near = frame[frame["year"] == NEAR_YEAR].iloc[0]
    told = _("{title}: {people} i {place} {year} {than} enligt prognosen").format(
        title=title, **_compared(near, _("invånare")), place=place, year=NEAR_YEAR
    )
    name = _drawn(title)
    levels = _figure(
        basis,
        code,
        scenario,
        key=f"scenario-niva-{code}",
        title=_("Folkmängd i {place}: prognos och scenario").format(place=place),
        message=told,
        draw=lambda colours: alternatives(
            observed, frame, colours, unit=_("personer"), name=name, height=380
        ),
        charts=(_native_levels(observed, frame, title),),
        group="total",
    )
    changed = _figure(
        basis,
        code,
        scenario,
        key=f"scenario-skillnad-{code}",
        title=_("Skillnad mot prognosen i {place}, antal invånare").format(place=place),
        message=told,
        draw=lambda colours: effect(frame, colours, height=280),
        charts=(_native_effect(frame),),
        group="total",
    )
    known = source_line(data, observed["source"], observed["year"])
    levels = replace(levels, table=replace(levels.table, source=f"{known} {levels.table.source}"))
    later = words.after_closing(scenario, found, "total", _("invånare"))
    changed = replace(changed, message=later.rstrip(".") or changed.title)
    said = [f"{told}.", later]
    return Section(
        "utfall",
        reports.section_title("utfall"),
        tuple(text for text in said if text),
        (levels, changed),
    )


def _ages(basis: Basis, code: str, scenario: Scenario) -> Section:
    found = _effects(basis, code, scenario)
    names = _names()
    items = []
    for group in (*SERVICES.labels, WORKING):
        frame = found[found["group"] == group]
        near = frame[frame["year"] == NEAR_YEAR].iloc[0]
        told = _("{group}: {people} {year} {than} enligt prognosen").format(
            group=names[group], **_compared(near, _("personer")), year=NEAR_YEAR
        )
        items.append((group, frame, told))
    shown: list[Figure] = [
        _figure(
            basis,
            code,
            scenario,
            key=f"scenario-{group.replace('+', '')}-{code}",
            title=_("Skillnad mot prognosen: {group}").format(group=names[group]),
            message=told,
            draw=_effect_of(frame),
            charts=(_native_effect(frame),),
            group=group,
        )
        for group, frame, told in items
    ]
    return Section(
        "aldrar",
        reports.section_title("aldrar"),
        tuple(f"{told}." for _group, _frame, told in items),
        (_services(basis, code, scenario), *shown),
    )


def _compared(row: "pd.Series[float]", noun: str) -> dict[str, str]:
    """How many more or fewer, and the word that what they are compared with begins by."""
    people = words.difference(row, noun)
    return {"people": people, "than": _("som") if _("lika många") in people else _("än")}


def _services(basis: Basis, code: str, scenario: Scenario) -> Table:
    """What the scenario adds to what the services need: users, and staff as an example.

    Both are shares of persons, so that the range of their difference is that of the persons'.
    """
    found = _effects(basis, code, scenario)
    ends = [f"effect_{end}" for end in ENDS]
    rows, written = [], []
    for one in demands.of_place(basis, code).values():
        near = found[(found["group"] == one.service.ages) & (found["year"] == NEAR_YEAR)].iloc[0]
        users = near[ends] * one.share / 100
        example = one.service.per_full_time
        staff = None if example is None else users / example.value
        row = {"service": one.name} | {f"users_{end}": users[f"effect_{end}"] for end in ENDS}
        if staff is not None:
            row |= {f"staff_{end}": staff[f"effect_{end}"] for end in ENDS}
        rows.append(row)
        written.append(
            {
                _("Verksamhet"): one.name,
                _("Platser (8 av 10 utfall)"): words.effect_span(users),
                _("Heltidstjänster, räkneexempel"): MISSING
                if staff is None
                else words.effect_span(staff),
            }
        )
    return Table(
        f"skillnad-behov-{code}",
        _("Fler eller färre platser och tjänster i {place} {year}").format(
            place=basis.name(code), year=NEAR_YEAR
        ),
        pd.DataFrame(rows),
        {"service": Column(_("Verksamhet"), kind="text")}
        | range_columns(_("Platser"), {end: f"users_{end}" for end in ENDS}, 1)
        | range_columns(_("Heltidstjänster"), {end: f"staff_{end}" for end in ENDS}, 1),
        _source(basis),
        unit=_("skillnad mot prognosen"),
        note=demands.assumptions(basis, code),
        shown=pd.DataFrame(written),
    )


def _effect_of(frame: pd.DataFrame) -> Callable[[Palette], go.Figure]:
    return lambda colours: effect(frame, colours, height=240)


def _history(dataset: Dataset, code: str) -> pd.DataFrame:
    """Observed population: columns year, value, source."""
    totals = series.total_series(dataset, code)
    labels = series.source_labels(dataset, "population_total", totals["year"])
    return totals.assign(source=[labels[int(year)] for year in totals["year"]])


def _drawn(text: str) -> str:
    """A stranger's words inside a Plotly figure, which reads some signs as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def what_if_sections(
    basis: Basis, code: str, scenario: Scenario, contents: Sequence[str]
) -> tuple[Section, ...]:
    """Make the sections of a report on a scenario.

    Parameters
    ----------
    basis : Basis
        Dataset and projection.
    code : str
        The place looked at.
    scenario : Scenario
        What-if.
    contents : sequence of str
        Sections asked for.
    """
    makers: Mapping[str, Callable[[Basis, str, Scenario], Section]] = {
        "antaganden": _assumptions,
        "utfall": _outcome,
        "aldrar": _ages,
    }
    return tuple(makers[key](basis, code, scenario) for key in contents)
