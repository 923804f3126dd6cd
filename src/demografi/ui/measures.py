"""What the overview's map and ranking can show, each with its words, frame and source."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from demografi import findings
from demografi.dataset import Dataset
from demografi.indicators import INDICATORS
from demografi.regions import Place
from demografi.text import _
from demografi.text.columns import OUTLOOK, range_columns
from demografi.text.numbers import decimal, percent, signed_interval
from demografi.text.outlooks import movers_ahead, movers_since
from demografi.text.sources import source_line
from demografi.ui import cached
from demografi.ui.card import Column

__all__ = ["MEASURES", "Measure", "names"]


@dataclass(frozen=True)
class Measure:
    """One way to colour the map.

    Attributes
    ----------
    indicator : str
        Key of the indicator.
    name, title : str
        In the row of choices; over the map.
    finding : callable
        What to say over the ranking: the frame in, who is at its ends out.
    low, high : str
        What the ends of the colour scale mean.
    diverging : bool
        Whether zero is the middle.
    target : int or None
        Year of the projection, None for the newest observed figures.
    """

    indicator: str
    name: str
    title: str
    finding: Callable[[pd.DataFrame], str]
    low: str
    high: str
    diverging: bool = False
    target: int | None = None

    @property
    def unit(self) -> str:
        """Unit of the value."""
        return _("procent") if self.diverging else _(INDICATORS[self.indicator].unit)

    @property
    def spread(self) -> tuple[str, str] | None:
        """Columns of the frame that bound the range, for a projected measure."""
        return None if self.target is None else ("change_low", "change_high")

    @property
    def note(self) -> str:
        """What a reader must know of a projected measure."""
        if self.target is None:
            return ""
        return _("Stapeln är prognosens mitt, linjen och parentesen 8 av 10 utfall.")

    def frame(self, dataset: Dataset, codes: Sequence[str]) -> pd.DataFrame:
        """Value per municipality: columns region, name, year, value, text, source."""
        if self.target is None:
            frame = findings.latest(dataset, codes, self.indicator)
        else:
            ahead = cached.outlooks(tuple(codes), self.indicator, self.target)
            frame = ahead.rename(columns={"change": "value"}).assign(year=self.target, source="")
        digits = INDICATORS[self.indicator].decimals if self.target is None else 0
        text = [
            percent(value, digits, sign=True) if self.diverging else decimal(value, digits)
            for value in frame["value"]
        ]
        if self.target is not None:
            low, high = frame["change_low"], frame["change_high"]
            text = [
                _("{middle} ({range})").format(middle=middle, range=signed_interval(a, b))
                for middle, a, b in zip(text, low, high, strict=True)
            ]
        return frame.assign(text=text)

    def columns(self) -> dict[str, Column]:
        """Columns of the table."""
        if self.target is None:
            digits = INDICATORS[self.indicator].decimals
            return {
                "name": Column(_("Kommun"), kind="text"),
                "value": Column(_(INDICATORS[self.indicator].name), digits=digits),
                "year": Column(_("År"), kind="year"),
                "source": Column(_("Källa"), kind="text"),
            }
        return {
            "name": Column(_("Kommun"), kind="text"),
            "now": Column(_("Nu")),
            **range_columns(str(self.target), OUTLOOK),
            "value": Column(_("Förändring, procent"), digits=1),
        }

    def source(self, dataset: Dataset, frame: pd.DataFrame) -> str:
        """Source line of the figures."""
        if self.target is not None:
            return cached.projection_line()
        years = list(frame["year"])
        if INDICATORS[self.indicator].needs == "change":
            years += [year - 5 for year in years]
        return source_line(dataset, frame["source"], years)

    def describe(self, frame: pd.DataFrame) -> str:
        """Text alternative: what it is and who is at the ends."""
        return f"{self.title}. {self.finding(frame)}."


def _ends(wording: str) -> Callable[[pd.DataFrame], str]:
    """Say who has most and least of what cannot be below zero."""

    def said(frame: pd.DataFrame) -> str:
        ranked = frame.sort_values("value")
        bottom, top = ranked.iloc[0], ranked.iloc[-1]
        return wording.format(
            top=top["name"], high=top["text"], bottom=bottom["name"], low=bottom["text"]
        )

    return said


_MEASURES = (
    Measure(
        "change_5y",
        _("Förändring fem år"),
        _("Befolkningsförändring de senaste fem åren"),
        movers_since,
        _("minskar"),
        _("ökar"),
        diverging=True,
    ),
    Measure(
        "dependency_ratio",
        _("Försörjningskvot"),
        _("Unga och äldre per 100 i åldern 20–64 år"),
        _ends(_("Högst kvot har {top} ({high}), lägst {bottom} ({low})")),
        _("låg"),
        _("hög"),
    ),
    Measure(
        "share_80",
        _("Andel 80+"),
        _("Andel av invånarna som är 80 år och äldre"),
        _ends(_("Störst andel har {top} ({high}\u00a0%), minst {bottom} ({low}\u00a0%)")),
        _("låg"),
        _("hög"),
    ),
    Measure(
        "population",
        _("Prognos till {year}").format(year=findings.FAR_YEAR),
        _("Folkmängden {year} jämfört med nu, i procent").format(year=findings.FAR_YEAR),
        movers_ahead,
        _("minskar"),
        _("ökar"),
        diverging=True,
        target=findings.FAR_YEAR,
    ),
)

MEASURES: dict[str, Measure] = {measure.indicator: measure for measure in _MEASURES}


def names(dataset: Dataset, place: Place) -> list[str]:
    """Names to highlight: the municipalities of a place, unless it is the whole county."""
    if place.level == "county":
        return []
    return [dataset.regions.name(code) for code in place.members]
