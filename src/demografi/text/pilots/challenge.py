"""Sentences of Demografiska utmaningen."""

from collections.abc import Callable, Sequence

import pandas as pd

from demografi.indicators import INDICATORS
from demografi.pilots import GroupShift
from demografi.text import _
from demografi.text.numbers import capital, decimal, join, percent
from demografi.text.pilots.wording import change_range, counted
from demografi.text.sentences import number_word

__all__ = ["answer", "limits", "peaks", "pressure_alt", "pressure_note", "pressure_texts"]

Name = Callable[[str], str]


def answer(frame: pd.DataFrame, shifts: Sequence[GroupShift], year: int, name: Name) -> str:
    """Say who is under most pressure, when, and which shifts are largest.

    Parameters
    ----------
    frame : DataFrame
        As from :func:`demografi.pilots.pressure`.
    shifts : sequence of GroupShift
        The largest of an age group each, largest first.
    year : int
        The coming year.
    name : callable
        Name of a place by its code.
    """
    heavy, light = list(frame["name"][:3]), list(frame["name"][-3:])[::-1]
    said = _("Störst väntas trycket bli {year} i {heavy}, minst i {light}.").format(
        year=year, heavy=join(heavy), light=join(light)
    )
    largest = [
        _("{group} i {place} {change} ({range})").format(
            group=_group(shift.indicator),
            place=name(shift.place),
            change=percent(shift.change, 0, sign=True),
            range=change_range(shift.low, shift.high),
        )
        for shift in shifts
    ]
    if largest:
        said += " " + _(
            "Mest ändras {count} åldersgrupper, var och en där dess säkra ändring är störst "
            "(8 av 10 utfall): {shifts}."
        ).format(count=number_word(len(largest)), shifts=join(largest))
    return f"{said} {peaks(frame, year)}"


def _group(key: str) -> str:
    name = _(INDICATORS[key].name)
    return name[:1].lower() + name[1:]


def peaks(frame: pd.DataFrame, year: int) -> str:
    """Say in how many municipalities the dependency ratio is highest before a year."""
    early = int((frame["peak"] <= year).sum())
    sure = int((frame["peak_high"] <= year).sum())
    said = _(
        "Försörjningskvoten når sitt högsta värde senast {year} i {early}, om det går som i "
        "prognosens mitt."
    ).format(year=year, early=counted(early, len(frame)))
    if not early:
        return said
    certain = (
        _("Nästan säkert, i minst 9 av 10 utfall, är det bara i {sure} av dem.")
        if sure and sure < early
        else _("Nästan säkert, i minst 9 av 10 utfall, är det i dem alla.")
        if sure
        else _("I ingen av dem är det nästan säkert, alltså så i minst 9 av 10 utfall.")
    )
    return f"{said} {certain.format(sure=number_word(sure))}"


def pressure_texts(frame: pd.DataFrame) -> list[str]:
    """Figures at the bars: the mean place and its range."""
    return [
        _("{middle} ({low}–{high})").format(
            middle=decimal(value, 1), low=decimal(low, 1), high=decimal(high, 1)
        )
        for value, low, high in zip(frame["value"], frame["low"], frame["high"], strict=True)
    ]


def pressure_alt(frame: pd.DataFrame, year: int) -> str:
    """Text alternative: everybody in order."""
    rows = zip(frame["name"], pressure_texts(frame), strict=True)
    return _("Staplar i ordning för det samlade trycket {year}: {values}.").format(
        year=year, values="; ".join(f"{name} {text}" for name, text in rows)
    )


def pressure_note(frame: pd.DataFrame) -> str:
    """Say what the pressure is, and how sure its order is."""
    overlap = float(frame["low"].iloc[2]) < float(frame["high"].iloc[3])
    return _(
        "Trycket är kommunens medelplats bland länets {count} i tre mått: försörjningskvoten, "
        "förändringen av 20–64 år och förändringen av 80 år och äldre. {count} är tyngst. "
        "Strecket visar 8 av 10 utfall.{overlap}"
    ).format(
        count=len(frame),
        overlap=_(" Grannar i ordningen kan byta plats: spannen går i varandra.")
        if overlap
        else "",
    )


def limits() -> list[str]:
    """What this does not tell."""
    return [
        capital(
            _(
                "de tre måtten väger lika tungt. Andra mått ger en annan ordning, och trycket är "
                "en jämförelse inom länet, inte en nivå."
            )
        ),
        _(
            "Små kommuner får stora tal i procent av få personer. Därför räknas bara "
            "förskjutningar som pekar åt samma håll i minst 8 av 10 utfall."
        ),
        _("Vad service kostar och hur många som behövs i den räknas på skärmen Insatser."),
    ]
