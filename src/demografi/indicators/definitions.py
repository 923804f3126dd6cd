"""The one table of indicators: names, formulas in words, units, sources, and how to compute.

Screens, exports and tests read it. Swedish wording is marked with ``N_`` for the catalogue and
translated where it is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from demografi.errors import RequestError
from demografi.indicators import formulas

__all__ = ["INDICATORS", "Events", "Indicator", "Kind", "Needs", "Published"]

N_ = str  # marks Swedish wording for the catalogue; translated where it is shown

Kind = Literal["count", "percent", "ratio", "years", "per 1000", "children", "kronor"]
Needs = Literal[
    "total", "ages", "ages by sex", "components", "births", "deaths", "published", "change"
]
Events = tuple[tuple[str, int], ...]
"""Components and their signs: ``(("births", 1), ("deaths", -1))``."""


@dataclass(frozen=True)
class Published:
    """Where a figure stands ready made.

    ``scale`` brings it to the indicator's unit; ``ckm`` says that SCB's noise reaches it.
    """

    table: Literal["indicators_published", "kolada"]
    indicator: str
    sex: Literal["F", "M", "T"] = "T"
    scale: float = 1.0
    ckm: bool = False


@dataclass(frozen=True)
class Indicator:
    """One indicator.

    Attributes
    ----------
    id : str
        Key in links and exports.
    name, name_en : str
        Swedish and English name.
    formula : str
        The formula in Swedish words, as shown on screen.
    unit : str
        Swedish unit.
    decimals : int
        Decimals shown.
    kind : str
        What sort of number it is; decides number form and aggregation.
    source : str
        Swedish description of where the figures come from. Each value names its own table.
    needs : str
        Figures it is computed from.
    function : callable or None
        Array function, ages last; None when not computed from ages.
    groups : tuple of str
        Age groups the function adds up, so that published groups can stand in for single years;
        empty when it needs every age.
    events : tuple of Events
        Ways to make it up from components, best first.
    per_1000 : bool
        Events per 1 000 of the mean population.
    published : tuple of Published
        Ready-made figures, best first.
    prefer_published : bool
        Published figures win over our own in every year, not only where ours are missing
        or noisy.
    note : str
        Swedish remark that must stand with the figure, such as a definition of our own.
    """

    id: str
    name: str
    name_en: str
    formula: str
    unit: str
    decimals: int
    kind: Kind
    source: str
    needs: Needs
    function: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None = None
    groups: tuple[str, ...] = ()
    events: tuple[Events, ...] = ()
    per_1000: bool = False
    published: tuple[Published, ...] = ()
    prefer_published: bool = False
    note: str = ""

    @property
    def projectable(self) -> bool:
        """True when a projection's ages or events give it."""
        if self.needs == "components":
            return any(set(dict(way)) <= PROJECTED_EVENTS for way in self.events)
        return self.needs in ("total", "ages", "ages by sex", "change")

    def compute(self, population: NDArray[np.float64]) -> NDArray[np.float64]:
        """Apply the formula to a population.

        Parameters
        ----------
        population : ndarray, shape (..., 101), or (..., 2, 101) when ``needs`` is by sex
            Persons by single year of age; sexes women first.

        Raises
        ------
        RequestError
            The indicator is not computed from ages.
        """
        if self.function is None:
            raise RequestError(
                "not_from_ages",
                f"Indicator '{self.id}' is not computed from ages.",
                "Use its observed values.",
                indicator=self.id,
            )
        return self.function(population)


PROJECTED_EVENTS = frozenset({"births", "deaths", "in_migration", "out_migration"})
"""Components a projection simulates."""

_STOCK = N_("SCB, folkmängd 31 december efter ålder och kön")
_KOLADA = "Kolada"


def _count(
    key: str, group: str, name: str, name_en: str, *, formula: str, note: str = ""
) -> Indicator:
    low, _, high = group.partition("-")
    bounds = (int(low), int(high)) if high else (int(low[:-1]), 100)
    return Indicator(
        key,
        name,
        name_en,
        formula,
        N_("personer"),
        0,
        "count",
        _STOCK,
        "ages",
        function=lambda population: formulas.age_sum(population, *bounds),
        groups=(group,),
        note=note,
    )


_NATURAL: Events = (("births", 1), ("deaths", -1))
_NET: tuple[Events, ...] = (
    (("net_migration", 1),),
    (("in_migration", 1), ("out_migration", -1)),
)


def _flow(
    key: str,
    name: tuple[str, str],
    name_en: str,
    *,
    formula: tuple[str, str],
    events: tuple[Events, ...],
    source: str,
) -> tuple[Indicator, Indicator]:
    """Build a net flow as persons per year, and per 1 000 inhabitants.

    Name and formula are written out for both: a catalogue knows whole texts only.
    """
    count = Indicator(
        key,
        name[0],
        name_en,
        formula[0],
        N_("personer per år"),
        0,
        "count",
        source,
        "components",
        events=events,
    )
    rate = Indicator(
        f"{key}_per_1000",
        name[1],
        f"{name_en} per 1,000 inhabitants",
        formula[1],
        N_("per 1 000 invånare"),
        1,
        "per 1000",
        source,
        "components",
        events=events,
        per_1000=True,
        note=N_("Medelfolkmängd är medeltalet av folkmängden vid årets början och slut."),
    )
    return count, rate


_SCB_MOVES = N_("SCB, flyttningar; Kolada för delarna inrikes och utrikes")
_SCB_EVENTS = N_("SCB, födda och döda")
_LIFE = N_("SCB, döda och folkmängd efter ålder; SCB TAB4394 där den finns publicerad")

_ALL: tuple[Indicator, ...] = (
    Indicator(
        "population",
        N_("Folkmängd"),
        "Population",
        N_("Antal invånare den 31 december"),
        N_("personer"),
        0,
        "count",
        N_("SCB, folkmängd 31 december"),
        "total",
    ),
    Indicator(
        "change_5y",
        N_("Befolkningsförändring fem år"),
        "Population change over five years",
        N_("Folkmängd / folkmängd fem år tidigare − 1"),
        "%",
        1,
        "percent",
        N_("SCB, folkmängd 31 december"),
        "change",
    ),
    Indicator(
        "mean_age",
        N_("Medelålder"),
        "Mean age",
        N_("Summan av (ålder + 0,5) · antal i åldern / antal invånare"),
        N_("år"),
        1,
        "years",
        N_("SCB, folkmängd efter ålder; SCB TAB637 där åldrar saknas"),
        "ages",
        function=formulas.mean_age,
        published=(
            Published("indicators_published", "mean_age", ckm=True),
            Published("kolada", "N00959"),
        ),
    ),
    Indicator(
        "dependency_ratio",
        N_("Demografisk försörjningskvot"),
        "Dependency ratio",
        N_("(Antal 0–19 år + antal 65 år och äldre) / antal 20–64 år · 100"),
        N_("per 100 i åldern 20–64 år"),
        1,
        "ratio",
        N_("SCB, folkmängd efter ålder; SCB TAB4642 där åldrar saknas"),
        "ages",
        function=formulas.dependency_ratio,
        groups=("0-19", "20-64", "65+"),
        published=(Published("indicators_published", "dependency_ratio_total", ckm=True),),
    ),
    Indicator(
        "youth_ratio",
        N_("Unga per 100 i arbetsför ålder"),
        "Youth ratio",
        N_("Antal 0–19 år / antal 20–64 år · 100"),
        N_("per 100 i åldern 20–64 år"),
        1,
        "ratio",
        _STOCK,
        "ages",
        function=formulas.youth_ratio,
        groups=("0-19", "20-64"),
    ),
    Indicator(
        "old_age_ratio",
        N_("Äldre per 100 i arbetsför ålder"),
        "Old-age ratio",
        N_("Antal 65 år och äldre / antal 20–64 år · 100"),
        N_("per 100 i åldern 20–64 år"),
        1,
        "ratio",
        _STOCK,
        "ages",
        function=formulas.old_age_ratio,
        groups=("20-64", "65+"),
    ),
    Indicator(
        "share_65",
        N_("Andel 65 år och äldre"),
        "Share aged 65 and over",
        N_("Antal 65 år och äldre / antal invånare"),
        "%",
        1,
        "percent",
        _STOCK,
        "ages",
        function=lambda population: formulas.share(population, 65),
        groups=("0-64", "65+"),
        published=(Published("indicators_published", "share_65_plus", ckm=True),),
    ),
    Indicator(
        "share_80",
        N_("Andel 80 år och äldre"),
        "Share aged 80 and over",
        N_("Antal 80 år och äldre / antal invånare"),
        "%",
        1,
        "percent",
        _STOCK,
        "ages",
        function=lambda population: formulas.share(population, 80),
        groups=("0-79", "80+"),
    ),
    Indicator(
        "labour_entry_exit",
        N_("In- och utträdeskvot"),
        "Labour force entry–exit ratio",
        N_("Antal 20–24 år / antal 60–64 år · 100"),
        N_("på väg in per 100 på väg ut"),
        1,
        "ratio",
        _STOCK,
        "ages",
        function=formulas.labour_entry_exit,
        groups=("20-24", "60-64"),
        note=N_("Egen definition; någon officiell finns inte."),
    ),
    Indicator(
        "women_per_men_20_39",
        N_("Kvinnor per 100 män, 20–39 år"),
        "Women per 100 men, ages 20–39",
        N_("Antal kvinnor 20–39 år / antal män 20–39 år · 100"),
        N_("kvinnor per 100 män"),
        1,
        "ratio",
        _STOCK,
        "ages by sex",
        function=formulas.women_per_men,
        groups=("20-39",),
        note=N_("Räknas som i Norden: kvinnor per 100 män, inte tvärtom."),
    ),
    *_flow(
        "natural_change",
        (N_("Födelsenetto"), N_("Födelsenetto per 1 000 invånare")),
        "Natural change",
        formula=(
            N_("Födda − döda under året"),
            N_("(Födda − döda under året) / medelfolkmängd · 1 000"),
        ),
        events=(_NATURAL,),
        source=_SCB_EVENTS,
    ),
    *_flow(
        "net_migration",
        (N_("Flyttnetto"), N_("Flyttnetto per 1 000 invånare")),
        "Net migration",
        formula=(
            N_("Inflyttade − utflyttade under året"),
            N_("(Inflyttade − utflyttade under året) / medelfolkmängd · 1 000"),
        ),
        events=_NET,
        source=_SCB_MOVES,
    ),
    *_flow(
        "net_domestic",
        (N_("Inrikes flyttnetto"), N_("Inrikes flyttnetto per 1 000 invånare")),
        "Net domestic migration",
        formula=(
            N_("Inflyttade från − utflyttade till andra kommuner under året"),
            N_(
                "(Inflyttade från − utflyttade till andra kommuner under året) / medelfolkmängd "
                "· 1 000"
            ),
        ),
        events=((("net_domestic", 1),),),
        source=_KOLADA,
    ),
    *_flow(
        "net_international",
        (N_("Utrikes flyttnetto"), N_("Utrikes flyttnetto per 1 000 invånare")),
        "Net international migration",
        formula=(
            N_("Invandrade − utvandrade under året"),
            N_("(Invandrade − utvandrade under året) / medelfolkmängd · 1 000"),
        ),
        events=((("net_international", 1),),),
        source=_KOLADA,
    ),
    Indicator(
        "tfr",
        N_("Summerad fruktsamhet"),
        "Total fertility rate",
        N_("Summan över åldrarna 15–49 år av födda / medelantal kvinnor i åldern"),
        N_("barn per kvinna"),
        2,
        "children",
        N_("SCB TAB4805; beräknad ur födda efter moderns ålder där den inte är publicerad"),
        "births",
        published=(Published("indicators_published", "total_fertility_rate", "F", ckm=True),),
        prefer_published=True,
        note=N_("Ett enda år: i små kommuner spelar slumpen stor roll, se femårstalet."),
    ),
    Indicator(
        "tfr_5y",
        N_("Summerad fruktsamhet, fem år"),
        "Total fertility rate, five years",
        N_("Som summerad fruktsamhet, med födda och kvinnor från fem år sammanlagda"),
        N_("barn per kvinna"),
        2,
        "children",
        N_("SCB, födda efter moderns ålder och kvinnor efter ålder; SCB TAB4805"),
        "births",
        note=N_(
            "Året är det sista av fem. Där födda efter moderns ålder saknas: medeltal av fem "
            "publicerade år, eller rikets fruktsamhet gånger födda / födda som rikets tal ger."
        ),
    ),
    Indicator(
        "life_expectancy_women",
        N_("Medellivslängd, kvinnor"),
        "Life expectancy, women",
        N_("Återstående medellivslängd vid födseln enligt periodlivslängdstabell för fem år"),
        N_("år"),
        1,
        "years",
        _LIFE,
        "deaths",
        published=(Published("indicators_published", "life_expectancy_at_birth", "F", ckm=True),),
        prefer_published=True,
        note=N_("Året är det sista av fem."),
    ),
    Indicator(
        "life_expectancy_men",
        N_("Medellivslängd, män"),
        "Life expectancy, men",
        N_("Återstående medellivslängd vid födseln enligt periodlivslängdstabell för fem år"),
        N_("år"),
        1,
        "years",
        _LIFE,
        "deaths",
        published=(Published("indicators_published", "life_expectancy_at_birth", "M", ckm=True),),
        prefer_published=True,
        note=N_("Året är det sista av fem."),
    ),
    Indicator(
        "life_expectancy_women_shrunk",
        N_("Medellivslängd, kvinnor, utjämnad mot länet"),
        "Life expectancy, women, shrunk to the county",
        N_("Som medellivslängd, kommunens dödlighet sammanvägd med länets efter hur säker den är"),
        N_("år"),
        1,
        "years",
        N_("SCB, döda och folkmängd efter ålder"),
        "deaths",
        note=N_("Året är det sista av fem. Egen beräkning."),
    ),
    Indicator(
        "life_expectancy_men_shrunk",
        N_("Medellivslängd, män, utjämnad mot länet"),
        "Life expectancy, men, shrunk to the county",
        N_("Som medellivslängd, kommunens dödlighet sammanvägd med länets efter hur säker den är"),
        N_("år"),
        1,
        "years",
        N_("SCB, döda och folkmängd efter ålder"),
        "deaths",
        note=N_("Året är det sista av fem. Egen beräkning."),
    ),
    _count(
        "children_0_5",
        "0-5",
        N_("Barn 0–5 år"),
        "Children aged 0–5",
        formula=N_("Antal invånare 0–5 år den 31 december"),
    ),
    _count(
        "preschool_1_5",
        "1-5",
        N_("Förskoleåldrar 1–5 år"),
        "Preschool ages 1–5",
        formula=N_("Antal invånare 1–5 år den 31 december"),
    ),
    _count(
        "school_6_15",
        "6-15",
        N_("Grundskoleåldrar 6–15 år"),
        "School ages 6–15",
        formula=N_("Antal invånare 6–15 år den 31 december"),
    ),
    _count(
        "upper_secondary_16_18",
        "16-18",
        N_("Gymnasieåldrar 16–18 år"),
        "Upper secondary ages 16–18",
        formula=N_("Antal invånare 16–18 år den 31 december"),
    ),
    _count(
        "ages_16_19",
        "16-19",
        N_("Unga 16–19 år"),
        "Ages 16–19",
        formula=N_("Antal invånare 16–19 år den 31 december"),
    ),
    _count(
        "working_age_20_64",
        "20-64",
        N_("Arbetsför ålder 20–64 år"),
        "Working age 20–64",
        formula=N_("Antal invånare 20–64 år den 31 december"),
        note=N_("SCB:s gräns; SKR räknar från 2023 till 66 år."),
    ),
    _count(
        "working_age_20_66",
        "20-66",
        N_("Arbetsför ålder 20–66 år"),
        "Working age 20–66",
        formula=N_("Antal invånare 20–66 år den 31 december"),
        note=N_("SKR:s gräns från 2023; SCB:s försörjningskvot räknar till 64 år."),
    ),
    _count(
        "older_65",
        "65+",
        N_("65 år och äldre"),
        "Aged 65 and over",
        formula=N_("Antal invånare 65 år och äldre den 31 december"),
    ),
    _count(
        "older_65_79",
        "65-79",
        N_("Äldre 65–79 år"),
        "Aged 65–79",
        formula=N_("Antal invånare 65–79 år den 31 december"),
    ),
    _count(
        "older_67_79",
        "67-79",
        N_("Äldre 67–79 år"),
        "Aged 67–79",
        formula=N_("Antal invånare 67–79 år den 31 december"),
    ),
    _count(
        "older_80",
        "80+",
        N_("80 år och äldre"),
        "Aged 80 and over",
        formula=N_("Antal invånare 80 år och äldre den 31 december"),
    ),
    Indicator(
        "foreign_born",
        N_("Utrikes födda"),
        "Foreign born",
        N_("Antal födda utomlands / antal invånare den 31 december"),
        "%",
        1,
        "percent",
        _KOLADA,
        "published",
        published=(Published("kolada", "N02926"),),
    ),
    Indicator(
        "post_secondary",
        N_("Eftergymnasialt utbildade, 16–74 år"),
        "Post-secondary education, ages 16–74",
        N_("Antal 16–74 år med eftergymnasial utbildning / antal 16–74 år"),
        "%",
        1,
        "percent",
        N_("SCB, befolkningens utbildning"),
        "published",
        published=(Published("indicators_published", "post_secondary_share_16-74"),),
    ),
    Indicator(
        "post_secondary_25_64",
        N_("Eftergymnasialt utbildade, 25–64 år"),
        "Post-secondary education, ages 25–64",
        N_("Antal 25–64 år med eftergymnasial utbildning / antal 25–64 år"),
        "%",
        1,
        "percent",
        _KOLADA,
        "published",
        published=(Published("kolada", "N01982"),),
    ),
    Indicator(
        "employment",
        N_("Sysselsättningsgrad, 20–64 år"),
        "Employment rate, ages 20–64",
        N_("Antal sysselsatta 20–64 år / antal invånare 20–64 år"),
        "%",
        1,
        "percent",
        N_("SCB, befolkningens arbetsmarknadsstatus; Kolada för län och riket"),
        "published",
        published=(
            Published("indicators_published", "employment_rate_20-64"),
            Published("kolada", "N02267"),
        ),
    ),
    Indicator(
        "unemployment",
        N_("Arbetslöshet, 20–64 år"),
        "Unemployment rate, ages 20–64",
        N_("Andel arbetslösa 20–64 år som SCB publicerar den"),
        "%",
        1,
        "percent",
        N_("SCB, befolkningens arbetsmarknadsstatus"),
        "published",
        published=(Published("indicators_published", "unemployment_rate_20-64"),),
    ),
    Indicator(
        "median_income",
        N_("Medianinkomst"),
        "Median income",
        N_("Sammanräknad förvärvsinkomst, median, i löpande priser"),
        "tkr",
        1,
        "kronor",
        N_("SCB, inkomster och skatter"),
        "published",
        published=(Published("indicators_published", "median_income_tkr_nominal"),),
        note=N_("Löpande priser: en ökning är inte rensad från inflation."),
    ),
    Indicator(
        "median_income_20_64",
        N_("Medianinkomst, 20–64 år"),
        "Median income, ages 20–64",
        N_("Sammanräknad förvärvsinkomst 20–64 år, median, i löpande priser"),
        "tkr",
        1,
        "kronor",
        _KOLADA,
        "published",
        published=(Published("kolada", "N00906", scale=0.001),),
        note=N_("Löpande priser: en ökning är inte rensad från inflation."),
    ),
    Indicator(
        "tax_base",
        N_("Skattekraft"),
        "Tax base per inhabitant",
        N_("Beskattningsbar förvärvsinkomst / antal invånare, enligt taxeringen året före"),
        N_("kr per invånare"),
        0,
        "kronor",
        _KOLADA,
        "published",
        published=(Published("kolada", "N00903"),),
        note=N_("Avser inkomster två år före det angivna året, i löpande priser."),
    ),
)

INDICATORS: dict[str, Indicator] = {indicator.id: indicator for indicator in _ALL}
