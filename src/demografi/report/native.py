"""Figures as numbers, from the same frames that the builders of :mod:`demografi.charts` draw."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from demografi.charts.lines import anchored
from demografi.charts.palette import LIGHT
from demografi.comparison import Line
from demografi.dataset import AGE_OPEN
from demografi.report.model import Band, Chart, Series
from demografi.text import _
from demografi.text.columns import OBSERVED, RANGE, ends

__all__ = [
    "age_bars",
    "change_columns",
    "place_bars",
    "place_lines",
    "ranges",
    "then_now_later_bars",
]

Values = tuple[float | None, ...]


def _values(numbers: Iterable[object]) -> Values:
    """Numbers as Python has them; None where there is no figure."""
    array = np.asarray(list(numbers), dtype=float)
    return tuple(None if np.isnan(value) else float(value) for value in array)


def _along(years: Sequence[int], frame: pd.DataFrame, column: str) -> Values:
    """Values of a column for each of the years."""
    return _values(frame.set_index("year")[column].reindex(list(years)))


def _span(*frames: pd.DataFrame) -> list[int]:
    """Every year from the first to the last of some frames, so that gaps stay open."""
    years = pd.concat([frame["year"] for frame in frames])
    return list(range(int(years.min()), int(years.max()) + 1))


def ranges(
    observed: pd.DataFrame,
    projected: pd.DataFrame,
    *,
    title: str = "",
    digits: int = 0,
    before: str = OBSERVED,
) -> Chart:
    """History in ink and the projection with its range.

    Parameters
    ----------
    observed, projected : DataFrame
        Columns year, value and year, p10, p50, p90; the latter may be empty.
    title : str
        Of the panel, where there are several.
    digits : int
        Decimals.
    before : str
        What the years before the projection are; dashed where they are no statistics.
    """
    ahead = anchored(observed, projected)
    years = _span(observed, ahead) if len(ahead) else _span(observed)
    known = _along(years, observed, "value")
    series = [Series(before, known, LIGHT.ink, "line" if before == OBSERVED else "dashed")]
    bands = []
    if len(ahead):
        series.append(Series(ends()["p50"], _along(years, ahead, "p50"), LIGHT.accent))
        low, high = (_along(years, ahead, end) for end in ("p10", "p90"))
        bands.append(Band(RANGE, low, high, LIGHT.accent))
    names = tuple(map(str, years))
    return Chart(
        "lines", names, tuple(series), tuple(bands), title, digits=digits, from_zero=bool(title)
    )


def place_lines(lines: Sequence[Line], *, digits: int) -> Chart:
    """Places over time: observed solid, the middle of the projection dashed."""
    known = [line for line in lines if len(line.observed)]
    years = _span(*(part for one in known for part in (one.observed, one.projected) if len(part)))
    series = []
    for at, line in enumerate(known):
        colour = LIGHT.categories[at % len(LIGHT.categories)]
        series.append(Series(line.name, _along(years, line.observed, "value"), colour))
        if len(line.projected):
            ahead = anchored(line.observed, line.projected)
            name = _("{name}, prognos").format(name=line.name)
            series.append(Series(name, _along(years, ahead, "p50"), colour, "dashed"))
    bands: tuple[Band, ...] = ()
    if known and len(known[0].projected):
        ahead = anchored(known[0].observed, known[0].projected)
        low, high = (_along(years, ahead, end) for end in ("p10", "p90"))
        name = _("{name}, 8 av 10 utfall").format(name=known[0].name)
        bands = (Band(name, low, high, LIGHT.categories[0]),)
    return Chart("lines", tuple(map(str, years)), tuple(series), bands, digits=digits)


def change_columns(flows: pd.DataFrame, *, jump_off: int) -> Chart:
    """Natural change and net migration as stacked columns, their sum as a line.

    Parameters
    ----------
    flows : DataFrame
        Columns year, natural_change, net_migration.
    jump_off : int
        Last observed year.
    """
    years = _span(flows)
    total = flows.assign(total=flows["natural_change"] + flows["net_migration"])
    return Chart(
        "columns",
        tuple(map(str, years)),
        (
            Series(
                _("Födelsenetto"),
                _along(years, flows, "natural_change"),
                LIGHT.categories[3],
                "bar",
            ),
            Series(
                _("Flyttnetto"), _along(years, flows, "net_migration"), LIGHT.categories[0], "bar"
            ),
            Series(_("Tillsammans"), _along(years, total, "total"), LIGHT.ink),
        ),
        projected_from=years.index(jump_off) + 1 if jump_off in years else None,
    )


def age_bars(
    now: Mapping[str, pd.DataFrame],
    label: str,
    outline: tuple[str, pd.DataFrame],
    *,
    width: int,
) -> Chart:
    """Age pyramid with its range: women to the left, men to the right, another year as outline.

    Parameters
    ----------
    now : mapping of str to DataFrame
        ``p10``, ``p50`` and ``p90``, each with columns sex, age (youngest of the class), value.
    label : str
        What the bars show.
    outline : (str, DataFrame)
        What to compare with: its name, and columns sex, age, value.
    width : int
        Years per class.
    """
    starts = sorted({int(age) for age in now["p50"]["age"]})
    names = tuple(f"{age}+" if age >= AGE_OPEN else f"{age}–{age + width - 1}" for age in starts)

    def along(frame: pd.DataFrame, sex: str, sign: int) -> Values:
        return _values(sign * frame[frame["sex"] == sex].set_index("age")["value"].reindex(starts))

    bars, outlines, bands = [], [], []
    for sex, name, colour, sign in (
        ("F", _("Kvinnor"), LIGHT.women, -1),
        ("M", _("Män"), LIGHT.men, 1),
    ):
        bars.append(Series(f"{name} {label}", along(now["p50"], sex, sign), colour, "bar"))
        other = along(outline[1], sex, sign)
        outlines.append(Series(f"{name} {outline[0]}", other, LIGHT.ink, "outline"))
        ends = sorted(("p10", "p90"), reverse=sign < 0)
        low, high = (along(now[end], sex, sign) for end in ends)
        bands.append(Band(RANGE, low, high, LIGHT.ink))
    return Chart("pyramid", names, (*bars, *outlines), tuple(bands))


def place_bars(
    frame: pd.DataFrame,
    name: str,
    labels: Sequence[str],
    *,
    digits: int = 0,
    chosen: Sequence[str] = (),
    spread: tuple[str, str] | None = None,
) -> Chart:
    """Ranked bars.

    Parameters
    ----------
    frame : DataFrame
        Columns name, value, in the order to show from the top.
    name : str
        What the bars are.
    labels : sequence of str
        The figure as written, one per row.
    digits : int
        Decimals.
    chosen : sequence of str
        Names to highlight.
    spread : (str, str), optional
        Columns of the range.
    """
    bands: tuple[Band, ...] = ()
    if spread:
        low, high = (_values(frame[end]) for end in spread)
        bands = (Band(RANGE, low, high, LIGHT.ink),)
    return Chart(
        "bars",
        tuple(frame["name"]),
        (Series(name, _values(frame["value"]), LIGHT.accent, "bar"),),
        bands,
        labels=tuple(labels),
        digits=digits,
        highlight=tuple(chosen),
    )


def then_now_later_bars(
    frame: pd.DataFrame, *, then: int, later: int, digits: int, chosen: Sequence[str] = ()
) -> Chart:
    """Then and today beside a coming year with its range, three bars per place.

    Parameters
    ----------
    frame : DataFrame
        Columns name, then, now, later, low, high.
    then, later : int
        The year behind and the coming one.
    digits : int
        Decimals.
    chosen : sequence of str
        Names to highlight.
    """
    low, high = (_values(frame[end]) for end in ("low", "high"))
    return Chart(
        "bars",
        tuple(frame["name"]),
        (
            Series(str(then), _values(frame["then"]), LIGHT.muted, "outline"),
            Series(_("Nu"), _values(frame["now"]), LIGHT.muted, "pale"),
            Series(
                ends(str(later))["p50"],
                _values(frame["later"]),
                LIGHT.accent,
                "bar",
            ),
        ),
        (Band(RANGE, low, high, LIGHT.accent),),
        digits=digits,
        highlight=tuple(chosen),
    )
