"""Why the projection's curve bends, in words: each part with its range."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from demografi.findings import NET, PARTS, TOGETHER, AsToday, Departure
from demografi.text import _
from demografi.text.numbers import signed, whole

__all__ = ["basis", "finding", "labels", "lead", "part_names", "reasons", "year_finding"]


def part_names(today: AsToday) -> dict[str, str]:
    """Parts as they stand at bars and in tables; a star where as today is estimated."""
    star = "*" if today.estimated else ""
    return {
        "births": _("Födda"),
        "deaths": _("Döda"),
        "in_migration": _("Inflyttade") + star,
        "out_migration": _("Utflyttade") + star,
        TOGETHER: _("Tillsammans"),
    }


def _step(departure: Departure) -> float:
    """Size to round to: two digits of the widest number said, so that none is too precise."""
    size = max(abs(departure.low), abs(departure.high), abs(departure.mean))
    return float(10.0 ** max(0, np.floor(np.log10(size)) - 1)) if size >= 1 else 1.0


def _ends(departure: Departure) -> tuple[str, str, str]:
    """Mean and both ends, rounded alike."""
    step = _step(departure)
    mean, low, high = (
        signed(round(value / step) * step)
        for value in (departure.mean, departure.low, departure.high)
    )
    return mean, low, high


def _ranged(departure: Departure) -> str:
    mean, low, high = _ends(departure)
    return _("{mean} ({low} till {high})").format(mean=mean, low=low, high=high)


def basis(today: AsToday, *, inner: bool = False) -> str:
    """What "as today" means, and what of it is estimated.

    Parameters
    ----------
    today : AsToday
        The level.
    inner : bool
        The place has several municipalities, between which people move.

    Examples
    --------
    >>> basis(AsToday(2021, 2025, 2021, 2025, {}, ""))
    'Som i dag: varje år lika många födda, döda, in- och utflyttade som i genomsnitt 2021–2025.'
    """
    if today.estimated:
        told = _(
            "Som i dag: varje år lika många födda och döda och samma flyttnetto som i genomsnitt "
            "{years}. * In- och utflyttade var för sig är kända {moves}; deras nivåer är "
            "uppskattade därifrån så att de ger flyttnettot {years}."
        )
    else:
        told = _(
            "Som i dag: varje år lika många födda, döda, in- och utflyttade som i genomsnitt "
            "{years}."
        )
    if inner:
        told += " " + _("Flyttar mellan kommunerna här räknas som både in- och utflyttning.")
    return told.format(
        years=_years(today.first, today.last), moves=_years(today.moves_first, today.moves_last)
    )


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def lead(place: str, today: AsToday, together: Departure, line: float, target: int) -> str:
    """Say where the straight line ends and how far from it the projection does.

    Parameters
    ----------
    place : str
        Its name.
    today : AsToday
        The level behind the line.
    together : Departure
        All parts up to the target.
    line : float
        Population on the line in that year.
    target : int
        The coming year.
    """
    mean, low, high = _ends(together)
    step = _step(together)
    distance = whole(abs(round(together.mean / step) * step))
    told = _("Med lika många födda, döda och flyttningar som {years} får {place} {line} ").format(
        years=_years(today.first, today.last),
        place=place,
        line=whole(round(line / step) * step),
    ) + _("invånare {target}.").format(target=target)
    if together.sure:
        text = (
            _("Prognosens medel är **{distance} fler** ({low} till {high} i 8 av 10 utfall).")
            if together.mean > 0
            else _("Prognosens medel är **{distance} färre** ({low} till {high} i 8 av 10 utfall).")
        )
    else:
        text = _(
            "Prognosens medel är {mean} mot det, men utfallen går åt båda hållen ({low} till "
            "{high} i 8 av 10): kurvan kan böja både uppåt och nedåt."
        )
    return f"{told} {text.format(distance=distance, mean=mean, low=low, high=high)}"


LEVEL = 0.1
"""Share of its range below which the middle of a part is no direction."""


def _what(departure: Departure) -> str:
    """Say which way a part goes; ``kan`` when its range does not settle it."""
    if abs(departure.mean) < LEVEL * (departure.high - departure.low):
        return {
            "births": _("Ungefär lika många föds"),
            "deaths": _("Ungefär lika många dör"),
            "in_migration": _("Ungefär lika många flyttar in"),
            "out_migration": _("Ungefär lika många flyttar ut"),
            NET: _("Flyttnettot blir ungefär detsamma"),
        }[departure.part]
    more = departure.mean > 0
    sure = departure.sure
    told = {
        "births": (
            (_("Fler föds"), _("Färre föds")),
            (_("Fler kan födas"), _("Färre kan födas")),
        ),
        "deaths": ((_("Färre dör"), _("Fler dör")), (_("Färre kan dö"), _("Fler kan dö"))),
        "in_migration": (
            (_("Fler flyttar in"), _("Färre flyttar in")),
            (_("Fler kan flytta in"), _("Färre kan flytta in")),
        ),
        "out_migration": (
            (_("Färre flyttar ut"), _("Fler flyttar ut")),
            (_("Färre kan flytta ut"), _("Fler kan flytta ut")),
        ),
        NET: (
            (_("Flyttnettot blir högre"), _("Flyttnettot blir lägre")),
            (_("Flyttnettot kan bli högre"), _("Flyttnettot kan bli lägre")),
        ),
    }[departure.part]
    return told[0 if sure else 1][0 if more else 1]


ENOUGH = 0.5
"""Share of a part that the ages must account for to be called its reason."""
NOTABLE = 0.2
"""Share of it that they must pull the other way to be said to."""


def _reason(departure: Departure, ages: Mapping[str, float]) -> str:
    """Say what the ages of those who live here do to a part; nothing when they do little.

    What has no clear direction itself is given no reason.
    """
    effect = ages.get(departure.part)
    if effect is None or not departure.sure:
        return ""
    share = effect / departure.mean
    up = effect > 0
    cause = {
        "births": (
            _("kvinnorna i barnafödande ålder blir fler"),
            _("kvinnorna i barnafödande ålder blir färre"),
        ),
        "deaths": (_("de äldre blir färre"), _("de äldre blir fler")),
        "out_migration": (
            _("färre är i de åldrar då man flyttar"),
            _("fler är i de åldrar då man flyttar"),
        ),
    }[departure.part][0 if up else 1]
    if share >= ENOUGH:
        return _(", för att {cause}").format(cause=cause)
    if share <= -NOTABLE:
        return _(", trots att {cause}").format(cause=cause)
    return ""


def _said(today: AsToday) -> tuple[str, ...]:
    return ("births", "deaths", NET) if today.estimated else tuple(PARTS)


def reasons(
    found: Mapping[str, Departure], today: AsToday, ages: pd.DataFrame, target: int
) -> list[str]:
    """Say one thing of each part, the largest first.

    Where in- and out-migration are estimated, their difference is spoken of: it is known.

    Parameters
    ----------
    found : mapping of str to Departure
        Up to the target.
    today : AsToday
        What they are compared with.
    ages : DataFrame
        As from :func:`demografi.findings.from_ages`.
    target : int
        The coming year.
    """
    there = ages[ages["year"] == target]
    by_part = dict(zip(there["part"], there["change"], strict=True))
    ordered = sorted((found[part] for part in _said(today)), key=lambda one: -abs(one.mean))
    return [_what(one) + _reason(one, by_part) + _(": ") + _ranged(one) for one in ordered]


def finding(found: Mapping[str, Departure], today: AsToday, target: int) -> str:
    """Title: what each part puts between projection and line."""
    names = {**part_names(today), NET: _("Flyttningar")}
    parts = ", ".join(f"{names[part].lower()} {_ends(found[part])[0]}" for part in _said(today))
    return _("Till {target} mot som i dag: {parts}").format(target=target, parts=parts)


def labels(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Mean and range of each part as written beside its bar.

    Parameters
    ----------
    table : DataFrame
        Columns part, mean, p10, p90.
    """
    columns = (table[name] for name in ("part", "mean", "p10", "p90"))
    ends = (_ends(Departure(*row)) for row in zip(*columns, strict=True))
    return [(mean, _("{low} till {high}").format(low=low, high=high)) for mean, low, high in ends]


def year_finding(frame: pd.DataFrame, target: int) -> str:
    """Title: what all parts together do in the target year alone."""
    row = frame[(frame["year"] == target) & (frame["part"] == TOGETHER)].iloc[0]
    one = Departure(TOGETHER, row["yearly"], row["yearly_p10"], row["yearly_p90"])
    return _("Enbart {target}: {ranged} personer mot som i dag").format(
        target=target, ranged=_ranged(one)
    )
