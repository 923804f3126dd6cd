"""Sentences of Kultursamverkan."""

from collections.abc import Mapping

import pandas as pd

from demografi.pilots.culture import CENTRE
from demografi.text import _
from demografi.text.numbers import capital, decimal, interval, join, percent, whole
from demografi.text.pilots.wording import change_range, counted
from demografi.text.sentences import number_word

__all__ = [
    "answer",
    "around_alt",
    "around_texts",
    "around_title",
    "centre_rule",
    "change_alt",
    "change_note",
    "change_texts",
    "change_title",
    "group_name",
    "limits",
]


def group_name(key: str) -> str:
    """Name a group with its ages."""
    return {
        "barn": _("Barn 0–12 år"),
        "unga": _("Unga 13–24 år"),
        "aldre": _("Äldre 65–79 år"),
    }[key]


def _running(key: str) -> str:
    return {
        "barn": _("barnen 0–12 år"),
        "unga": _("de unga 13–24 år"),
        "aldre": _("65–79-åringarna"),
    }[key]


def _people(key: str) -> str:
    return {
        "barn": _("barn 0–12 år"),
        "unga": _("unga 13–24 år"),
        "aldre": _("äldre 65–79 år"),
    }[key]


def answer(
    changes: Mapping[str, tuple[float, float, float]],
    frames: Mapping[str, pd.DataFrame],
    year: int,
    chosen: str,
) -> str:
    """Say how each group changes in the county, and where the chosen one lives.

    Parameters
    ----------
    changes : mapping of str to (low, middle, high)
        Per cent for the county, by group.
    frames : mapping of str to DataFrame
        As from :func:`demografi.pilots.culture`, by group.
    year : int
        Coming year.
    chosen : str
        The group the reader looks at; it is told first.
    """
    told = [_in_county(changes[chosen], chosen, year)]
    told += [_in_county(changes[key], key) for key in changes if key != chosen]
    return f"{' '.join(told)} {_around(frames[chosen], chosen)}"


def _in_county(change: tuple[float, float, float], key: str, year: int | None = None) -> str:
    low, _middle, high = change
    said = (
        _("{group} blir fler")
        if low > 0
        else _("{group} blir färre")
        if high < 0
        else _("{group} kan bli både fler och färre")
    )
    when = _(" i länet till {year}").format(year=year) if year else ""
    range_ = change_range(low, high)
    if year:
        range_ = _("{range} i 8 av 10 utfall").format(range=range_)
    return f"{capital(said.format(group=_running(key)))}{when} ({range_})."


def outside(frame: pd.DataFrame) -> pd.DataFrame:
    """People of the group around each centre, not in it: columns name, people, per_1000, places."""
    around = frame[frame["code"] != frame["centre"]]
    rows = around.groupby("centre_name", sort=False).agg(
        people=("now", "sum"), per_1000=("per_1000", "sum"), places=("code", "size")
    )
    return rows.rename_axis("name").reset_index()


def _around(frame: pd.DataFrame, key: str) -> str:
    rows = outside(frame).sort_values("per_1000", ascending=False)
    top, bottom = rows.iloc[0], rows.iloc[-1]
    return _(
        "Kring {top} bor {people} {group} i {places} andra kommuner: {high} per "
        "1\u00a0000 invånare i {top}, mot {low} kring {bottom}."
    ).format(
        group=_people(key),
        top=top["name"],
        people=whole(top["people"]),
        places=number_word(int(top["places"])),
        high=whole(top["per_1000"]),
        low=whole(bottom["per_1000"]),
        bottom=bottom["name"],
    )


def change_title(key: str, frame: pd.DataFrame, year: int) -> str:
    """Title of the bars: in how many municipalities the group shrinks."""
    fewer, more = int((frame["change_high"] < 0).sum()), int((frame["change_low"] > 0).sum())
    ways = [
        template.format(places=counted(count, len(frame)))
        for template, count in (
            (_("säkert färre i {places}"), fewer),
            (_("säkert fler i {places}"), more),
        )
        if count
    ]
    said = join(ways) if ways else _("kan bli både fler och färre överallt")
    return _("{group} till {year}: {said}").format(group=group_name(key), year=year, said=said)


def change_texts(frame: pd.DataFrame) -> list[str]:
    """Figures beside the bars: the change and its range."""
    rows = zip(*(frame[name] for name in ("change", "change_low", "change_high")), strict=True)
    return [
        f"{percent(middle, 0, sign=True)} ({change_range(low, high)})" for middle, low, high in rows
    ]


def change_alt(key: str, frame: pd.DataFrame, year: int) -> str:
    """Text alternative of the bars."""
    rows = zip(frame["name"], change_texts(frame), strict=True)
    return _("Staplar för förändringen av {group} till {year}: {values}.").format(
        group=_running(key), year=year, values="; ".join(f"{name} {text}" for name, text in rows)
    )


def change_note() -> str:
    """Say what the bars are, and what is sure."""
    return _(
        "Stapeln är prognosens mitt, strecket och parentesen 8 av 10 utfall. Säkert: i minst 9 av "
        "10 utfall."
    )


def around_title(key: str, year: int) -> str:
    """Title of the bars per inhabitant of the centre."""
    return _("{group} per 1\u00a0000 invånare i närmaste centrum, nu och {year}").format(
        group=group_name(key), year=year
    )


def around_texts(frame: pd.DataFrame) -> list[str]:
    """Figures beside the bars: now, and the coming range."""
    rows = zip(*(frame[name] for name in ("per_1000", "later_low", "later_high")), strict=True)
    return [
        _("{now} nu → {later}").format(now=decimal(now, 0), later=interval(low, high))
        for now, low, high in rows
    ]


def around_alt(key: str, frame: pd.DataFrame, year: int) -> str:
    """Text alternative of the bars per inhabitant of the centre."""
    rows = zip(frame["name"], frame["centre_name"], around_texts(frame), strict=True)
    values = "; ".join(f"{name} ({centre}) {text}" for name, centre, text in rows)
    return _(
        "Staplar för {group} per 1\u00a0000 invånare i närmaste centrum, nu → {year}: {values}."
    ).format(group=_running(key), year=year, values=values)


def centre_rule(frame: pd.DataFrame, year: int) -> str:
    """Say what the figures are, what a centre is and how far away they are."""
    centres = list(dict.fromkeys(frame["centre_name"]))
    far = frame.sort_values("distance").iloc[-1]
    return _(
        "Stapeln och första talet är nu, talen efter pilen 8 av 10 utfall {year}. Centrum är "
        "länets kommuner med minst {least} invånare ({centres}). Varje kommun hör till det "
        "närmaste, fågelvägen mellan kommunernas mittpunkter; längst bort ligger {name}, "
        "{km} km från {centre}."
    ).format(
        year=year,
        least=whole(CENTRE),
        centres=join(centres),
        name=far["name"],
        km=whole(round(float(far["distance"]), -1)),
        centre=far["centre_name"],
    )


def limits() -> list[str]:
    """What this does not tell."""
    return [
        _(
            "Ålder säger vilka som finns, inte vilka som kommer. Deltagande och intresse finns "
            "inte i datamängden."
        ),
        _(
            "Fågelvägen är inte restiden. Gränsen för ett centrum är vår egen; en annan gräns "
            "ger andra omland."
        ),
        _("Centrum i grannlän, som Arvidsjaur eller Strömsund, är inte med."),
    ]
