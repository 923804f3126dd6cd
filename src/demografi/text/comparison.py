"""Sentences of the comparison screen, made from its lines."""

from collections.abc import Sequence

import pandas as pd

from demografi.comparison import Line, changes, ended, gaps, latest, without_values
from demografi.indicators import INDICATORS
from demografi.knowledge import LATER
from demografi.text import _
from demografi.text.measures import (
    definite,
    range_text,
    value_text,
    valued,
    with_unit,
)
from demografi.text.numbers import capital, decimal, join, percent
from demografi.text.years import gaps_note

__all__ = [
    "alt_text",
    "conclusion",
    "ends_note",
    "lines_note",
    "lines_title",
    "mode_name",
    "ranking_alt",
    "ranking_texts",
    "ranking_title",
]


def mode_name(mode: str) -> str:
    """Name a way to compare."""
    return {"niva": _("Nivå"), "index": _("Index")}[mode]


def conclusion(
    key: str,
    lines: Sequence[Line],
    focus: str,
    base: int | None = None,
    changed: pd.DataFrame | None = None,
) -> str:
    """Compare newest values or changes, and say where the place in focus is heading.

    Parameters
    ----------
    key : str
        Indicator.
    lines : sequence of Line
        Places in their own unit.
    focus : str
        Code of the place the reader looks from.
    base : int, optional
        Year an index starts from.
    changed : DataFrame, optional
        Changes since the base in per cent, largest first, all until the same year.
    """
    order = latest(lines)
    measure = capital(definite(key))
    if base is not None and changed is not None and len(changed) > 1:
        return _change_since(key, changed, base) + _heading_for(key, lines, focus)
    if order.empty:
        return _("{measure} finns inte för de valda platserna.").format(measure=measure)
    top, bottom = order.iloc[0], order.iloc[-1]
    if len(order) == 1:
        text = _("{measure} är {value} i {name} ({year}).").format(
            measure=measure,
            value=valued(key, top["value"]),
            name=top["name"],
            year=top["year"],
        )
    else:
        size = INDICATORS[key].kind == "count" and bottom["value"] >= 0
        same = valued(key, top["value"]) == valued(key, bottom["value"])
        template = (
            _("{measure} är {most} på alla platser{first}.")
            if same and top["year"] == bottom["year"]
            else _("{measure} är störst i {high}, {most}{first}, och minst i {low}, {least}{year}.")
            if size
            else _("{measure} är högst i {high}, {most}{first}, och lägst i {low}, {least}{year}.")
        )
        text = template.format(
            measure=measure,
            high=top["name"],
            most=valued(key, top["value"]),
            first=f" ({top['year']})",
            low=bottom["name"],
            least=valued(key, bottom["value"]),
            year="" if bottom["year"] == top["year"] else f" ({bottom['year']})",
        )
    return text + _heading_for(key, lines, focus)


def _change_since(key: str, changed: pd.DataFrame, base: int) -> str:
    """Say where an indicator has gone up most and down most since the base.

    Not who is first when what is written of first and last is the same.
    """
    most, least = changed.iloc[0], changed.iloc[-1]
    top, end = (percent(float(row["value"]), 0, sign=True) for row in (most, least))
    if top == end:
        template = _(
            "Från {base} till {year} ändrades {measure} lika mycket på alla platser, {top}."
        )
    elif least["value"] >= 0:
        template = _(
            "Från {base} till {year} ökade {measure} mest i {high}, {top}, och minst i {low}, "
            "{end}."
        )
    elif most["value"] <= 0:
        template = _(
            "Från {base} till {year} minskade {measure} mest i {low}, {end}, och minst i {high}, "
            "{top}."
        )
    else:
        template = _(
            "Från {base} till {year} ökade {measure} mest i {high}, {top}, och minskade mest i "
            "{low}, {end}."
        )
    return template.format(
        base=base,
        year=int(most["year"]),
        measure=definite(key),
        high=most["name"],
        top=top,
        low=least["name"],
        end=end,
    )


def _heading_for(key: str, lines: Sequence[Line], focus: str) -> str:
    """Say what the projection gives the place in focus, with its range."""
    line = next((line for line in lines if line.code == focus), None)
    if line is None or line.observed.empty:
        return ""
    ahead = line.projected[line.projected["year"] == LATER]
    if ahead.empty:
        return ""
    return " " + _("{name} väntas {year} hamna på {range} (8 av 10 utfall), mot {now} nu.").format(
        name=line.name,
        range=with_unit(
            key, range_text(key, float(ahead["p10"].iloc[0]), float(ahead["p90"].iloc[0]))
        ),
        year=LATER,
        now=valued(key, float(line.observed["value"].iloc[-1])),
    )


def lines_title(key: str, lines: Sequence[Line], base: int | None) -> str:
    """Title of the chart: the measure, and for an index who has grown most since its base."""
    name = _(INDICATORS[key].name)
    if base is None:
        return name
    grown = changes(lines)
    if grown.empty:
        return name
    written = [percent(float(value), 0, sign=True) for value in grown["value"]]
    top = grown.iloc[0]
    if len(grown) == 1:
        template = _("{measure}: {name} {base}–{year}, {change}")
    elif written[0] == written[1]:  # nobody is first
        return _("{measure}, förändring {base}–{year}").format(
            measure=name, base=base, year=int(top["year"])
        )
    elif float(top["value"]) > 0:
        template = _("{measure}: {name} ökade mest {base}–{year}, {change}")
    else:
        template = _("{measure}: {name} minskade minst {base}–{year}, {change}")
    return template.format(
        measure=name, name=top["name"], base=base, year=int(top["year"]), change=written[0]
    )


def ends_note(lines: Sequence[Line]) -> str:
    """Say where figures end early or are missing; empty when they do not."""
    parts = [
        _("{name}: uppgifter till {year}.").format(name=name, year=year)
        for name, year in ended(lines)
    ]
    nothing = without_values(lines)
    if nothing:
        parts.append(_("Inga uppgifter: {names}.").format(names=join(nothing)))
    return " ".join(parts)


def alt_text(key: str, lines: Sequence[Line], base: int | None) -> str:
    """Text alternative of the lines: what, where, when, and the newest values."""
    order = latest(lines)
    values = "; ".join(
        f"{row['name']} {decimal(row['value'], 1 if base else INDICATORS[key].decimals)} "
        f"({row['year']})"
        for row in order.to_dict("records")
    )
    scale = _("index, {year} = 100").format(year=base) if base else _(INDICATORS[key].unit)
    return _("Linjer över tid för {measure}, {scale}. Senast: {values}.").format(
        measure=definite(key).rstrip(","), scale=scale, values=values
    )


def ranking_texts(key: str, order: pd.DataFrame, base: int | None = None) -> list[str]:
    """Figures at the bars: value or change, and year where it is not the newest."""
    newest = order["year"].max()
    return [
        (percent(float(value), 0, sign=True) if base else value_text(key, float(value)))
        + ("" if year == newest else f" ({year})")
        for value, year in zip(order["value"], order["year"], strict=True)
    ]


def lines_note(lines: Sequence[Line]) -> str:
    """How to read the lines, and where they end."""
    parts = []
    if any(len(line.projected) for line in lines):
        parts.append(
            _(
                "Heldragen linje är statistik, streckad är prognosens mitt. 8 av 10 utfall ligger "
                "i det spann som syns när du pekar på en linje och står i tabellen."
            )
        )
    parts += [ends_note(lines), gaps_note(gaps(lines))]
    return " ".join(part for part in parts if part)


def ranking_title(key: str, order: pd.DataFrame, base: int | None = None) -> str:
    """Title of the bars: the measure and its newest year, or what the change is since."""
    name = _(INDICATORS[key].name)
    if order.empty:
        return name
    newest = int(order["year"].max())
    if base is not None:
        return _("{measure}, förändring {base}–{year}").format(measure=name, base=base, year=newest)
    return _("{measure}, senast {year}").format(measure=name, year=newest)


def ranking_alt(key: str, order: pd.DataFrame, base: int | None = None) -> str:
    """Text alternative of the bars."""
    texts = ranking_texts(key, order, base)
    listed = "; ".join(f"{name} {text}" for name, text in zip(order["name"], texts, strict=True))
    return _("Staplar i ordning för {measure}: {values}.").format(
        measure=definite(key).rstrip(","), values=listed
    )
