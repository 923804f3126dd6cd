"""What each part of a departure from as today is called, and how its numbers are written."""

import numpy as np
import pandas as pd

from demografi.findings import NET, TOGETHER, AsToday, Departure
from demografi.text import _
from demografi.text.numbers import signed

__all__ = ["column_names", "ends", "goes_nowhere", "labels", "named", "row_names", "sides", "step"]

LEVEL = 0.1
"""Share of its range below which the middle of a part is no direction."""


def sides(today: AsToday) -> dict[str, tuple[str, str]]:
    """What each part is called where it gives more inhabitants, and where it gives fewer.

    Fewer deaths are more inhabitants: "Döda +120" would be read the other way round. A star
    stands where as today is estimated.
    """
    star = "*" if today.estimated else ""
    return {
        "births": (_("Fler födda"), _("Färre födda")),
        "deaths": (_("Färre döda"), _("Fler döda")),
        "in_migration": (_("Fler inflyttade") + star, _("Färre inflyttade") + star),
        "out_migration": (_("Färre utflyttade") + star, _("Fler utflyttade") + star),
        NET: (_("Högre flyttnetto"), _("Lägre flyttnetto")),
        TOGETHER: (_("Tillsammans"), _("Tillsammans")),
    }


def column_names(today: AsToday) -> dict[str, str]:
    """Parts over years, with what their sign means: it may change from year to year."""
    star = "*" if today.estimated else ""
    more, fewer = (
        _("{part} (fler\u00a0+, färre\u00a0−)"),
        _("{part} (färre\u00a0+, fler\u00a0−)"),
    )
    return {
        "births": more.format(part=_("Födda")),
        "deaths": fewer.format(part=_("Döda")),
        "in_migration": more.format(part=_("Inflyttade") + star),
        "out_migration": fewer.format(part=_("Utflyttade") + star),
        TOGETHER: _("Tillsammans"),
    }


def named(departure: Departure, today: AsToday) -> str:
    """Name a part by the way it goes, as at a bar."""
    star = "*" if today.estimated else ""
    if not goes_nowhere(departure):
        return sides(today)[departure.part][0 if departure.mean > 0 else 1]
    return {
        "births": _("Ungefär lika många födda"),
        "deaths": _("Ungefär lika många döda"),
        "in_migration": _("Ungefär lika många inflyttade") + star,
        "out_migration": _("Ungefär lika många utflyttade") + star,
        NET: _("Högre eller lägre flyttnetto"),
        TOGETHER: _("Tillsammans"),
    }[departure.part]


def _rows(table: pd.DataFrame) -> list[Departure]:
    columns = (table[name] for name in ("part", "mean", "p10", "p90"))
    return [Departure(*row) for row in zip(*columns, strict=True)]


def row_names(table: pd.DataFrame, today: AsToday) -> dict[str, str]:
    """Parts as they stand at bars and in tables, by the way they go.

    Parameters
    ----------
    table : DataFrame
        Columns part, mean, p10, p90.
    today : AsToday
        What they are compared with.
    """
    return {one.part: named(one, today) for one in _rows(table)}


def step(departure: Departure) -> float:
    """Size to round to: two digits of the widest number said, so that none is too precise."""
    size = max(abs(departure.low), abs(departure.high), abs(departure.mean))
    return float(10.0 ** max(0, np.floor(np.log10(size)) - 1)) if size >= 1 else 1.0


def ends(departure: Departure) -> tuple[str, str, str]:
    """Mean and both ends, rounded alike."""
    unit = step(departure)
    mean, low, high = (
        signed(round(value / unit) * unit)
        for value in (departure.mean, departure.low, departure.high)
    )
    return mean, low, high


def goes_nowhere(departure: Departure) -> bool:
    """Whether the middle of a part is no direction."""
    narrow = abs(departure.mean) < LEVEL * (departure.high - departure.low)
    return narrow or ends(departure)[0] == "0"


def labels(table: pd.DataFrame) -> list[tuple[str, str]]:
    """What each part gives in inhabitants and its range, as written beside its bar.

    Parameters
    ----------
    table : DataFrame
        Columns part, mean, p10, p90.
    """
    return [
        (
            _("{mean} invånare").format(mean=mean),
            _("{low} till {high}").format(low=low, high=high),
        )
        for mean, low, high in (ends(one) for one in _rows(table))
    ]
