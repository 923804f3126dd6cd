"""Sentences of Kapitalförsörjning."""

from collections.abc import Sequence

import pandas as pd

from demografi.comparison import Line
from demografi.dataset import Dataset
from demografi.text import _
from demografi.text.age_groups import ages
from demografi.text.numbers import capital, decimal, join, percent, signed, whole
from demografi.text.pilots.wording import change_range, counted, listed
from demografi.text.sources import source_line

__all__ = [
    "answer",
    "limits",
    "people_alt",
    "people_source",
    "people_texts",
    "people_title",
    "tax_alt",
    "tax_note",
    "tax_title",
]


def answer(frame: pd.DataFrame, group: str, year: int) -> str:
    """Say where the people are, where they become fewer, and how the tax base stands.

    Parameters
    ----------
    frame : DataFrame
        As from :func:`demografi.pilots.founders`.
    group : str
        Age group.
    year : int
        Coming year.
    """
    first, second = frame.iloc[0], frame.iloc[1]
    where = _("Av länets invånare {ages} bor {first} i {one} och {second} i {two} ({now}).").format(
        ages=ages(group),
        first=percent(first["part"], 0),
        one=first["name"],
        second=percent(second["part"], 0),
        two=second["name"],
        now=int(first["people_year"]),
    )
    fewer = list(frame.loc[frame["high"] < 0, "name"])
    more = list(frame.loc[frame["low"] > 0, "name"])
    if fewer or more:
        parts = []
        if fewer:
            parts.append(_("minska i {names}").format(names=listed(fewer)))
        if more:
            parts.append(_("öka i {names}").format(names=listed(more)))
        ahead = _(
            "Till {year} väntas de {parts}, i minst 9 av 10 utfall; i övriga kommuner är det "
            "osäkrare åt vilket håll det går."
        ).format(year=year, parts=join(parts))
    else:
        ahead = _("Till {year} kan de bli både fler och färre i alla kommuner.").format(year=year)
    return f"{where} {ahead} {_tax(frame)}"


def _tax(frame: pd.DataFrame) -> str:
    order = frame.sort_values("relative")
    top, bottom = order.iloc[-1], order.iloc[0]
    below = int((frame["relative"] < 100).sum())
    nearer = int((frame["relative_change"] > 0).sum())
    return _(
        "Skattekraften per invånare är lägre än rikets i {below}, från {high} av rikets i {top} "
        "till {low} i {bottom} ({year}); sedan {before} har den närmat sig rikets i {nearer}."
    ).format(
        below=counted(below, len(frame)),
        high=percent(top["relative"], 0),
        top=top["name"],
        low=percent(bottom["relative"], 0),
        bottom=bottom["name"],
        year=int(top["tax_year"]),
        before=int(top["tax_before_year"]),
        nearer=counted(nearer, len(frame)),
    )


def people_title(frame: pd.DataFrame, group: str) -> str:
    """Title of the bars: how concentrated they are."""
    # Each share as in the answer above: rounded shares do not always sum to the rounded sum.
    shares = [
        _("{share} i {name}").format(share=percent(float(part), 0), name=name)
        for name, part in zip(frame["name"][:2], frame["part"][:2], strict=True)
    ]
    return _("Av länets invånare {ages} bor {shares}").format(ages=ages(group), shares=join(shares))


def people_texts(frame: pd.DataFrame) -> list[str]:
    """Figures beside the bars: how many, and the coming change."""
    rows = zip(*(frame[name] for name in ("people", "low", "high")), strict=True)
    return [f"{whole(people)} ({change_range(low, high)})" for people, low, high in rows]


def people_alt(frame: pd.DataFrame, group: str, year: int) -> str:
    """Text alternative of the bars."""
    rows = zip(frame["name"], people_texts(frame), strict=True)
    return _("Staplar för invånare {ages}, med förändring till {year}: {values}.").format(
        ages=ages(group), year=year, values="; ".join(f"{name} {text}" for name, text in rows)
    )


def people_source(dataset: Dataset, frame: pd.DataFrame) -> str:
    """Source line of people, tax base and income."""
    labels = [*frame["source"], *frame["tax_source"], *frame["income_source"]]
    return source_line(dataset, labels, [*frame["before_year"], *frame["people_year"]])


def tax_note(lines: Sequence[Line], name: str) -> str:
    """Say what the line at 100 is, and that a place without figures of its own is not drawn."""
    said = _("Riket finns publicerat från {year}. Källa per värde står i tabellen.").format(
        year=int(lines[0].observed["year"].iloc[0])
    )
    if all(line.name != name for line in lines):
        said += " " + _("För {name} finns ingen egen skattekraft publicerad.").format(name=name)
    return said


def tax_title(lines: Sequence[Line]) -> str:
    """Title of the lines: where the place stands and which way it has gone."""
    name, series = lines[0].name, lines[0].observed
    last = series.iloc[-1]
    before = series.iloc[int((series["year"] - (last["year"] - 10)).abs().to_numpy().argmin())]
    return _(
        "Skattekraften i {place} är {share} av rikets, {change} procentenheter sedan {year}"
    ).format(
        place=name,
        share=percent(last["value"], 0),
        change=signed(float(last["value"] - before["value"]), 1),
        year=int(before["year"]),
    )


def tax_alt(lines: Sequence[Line]) -> str:
    """Text alternative of the lines: the newest value of each."""
    values = "; ".join(
        f"{line.name} {decimal(line.observed['value'].iloc[-1], 1)} ({line.last_year})"
        for line in lines
    )
    return _("Linjer för skattekraft i procent av rikets: {values}.").format(values=values)


def limits() -> list[str]:
    """What this does not tell."""
    return [
        _(
            "Siffrorna gäller var människor i de åldrar bor då de flesta företag startas och "
            "drivs. Antalet företag och deras kapital finns inte i datamängden."
        ),
        _(
            "Skattekraften är beskattningsbar förvärvsinkomst per invånare och avser inkomster "
            "två år före det år som anges. Kapitalinkomster ingår inte."
        ),
        capital(
            _(
                "inkomst och skattekraft är i löpande kronor. Därför jämförs de med riket, inte "
                "med tidigare år."
            )
        ),
    ]
