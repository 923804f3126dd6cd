"""How an indicator is spoken of and how its values are written."""

from collections.abc import Iterable

import pandas as pd

from demografi.indicators import INDICATORS, Indicator
from demografi.text import _
from demografi.text.numbers import decimal, interval

__all__ = [
    "axis_unit",
    "definite",
    "range_text",
    "set_name",
    "unbroken",
    "value_text",
    "valued",
    "with_unit",
    "year_span",
]


def definite(key: str) -> str:
    """Name an indicator inside a sentence: ``försörjningskvoten``.

    >>> definite("share_80")
    'andelen 80 år och äldre'
    """
    return unbroken(_definite(key))


def unbroken(text: str) -> str:
    r"""Keep numbers in wording on one line.

    >>> unbroken("per 1 000 invånare")
    'per 1\xa0000 invånare'
    """
    return text.replace("1 000", "1\u00a0000")


def _definite(key: str) -> str:
    return {
        "population": _("folkmängden"),
        "change_5y": _("befolkningsförändringen på fem år"),
        "mean_age": _("medelåldern"),
        "dependency_ratio": _("försörjningskvoten"),
        "youth_ratio": _("antalet unga per 100 i arbetsför ålder"),
        "old_age_ratio": _("antalet äldre per 100 i arbetsför ålder"),
        "share_65": _("andelen 65 år och äldre"),
        "share_80": _("andelen 80 år och äldre"),
        "labour_entry_exit": _("in- och utträdeskvoten"),
        "women_per_men_20_39": _("antalet kvinnor per 100 män i åldern 20–39 år"),
        "natural_change": _("födelsenettot"),
        "natural_change_per_1000": _("födelsenettot per 1 000 invånare"),
        "net_migration": _("flyttnettot"),
        "net_migration_per_1000": _("flyttnettot per 1 000 invånare"),
        "net_domestic": _("det inrikes flyttnettot"),
        "net_domestic_per_1000": _("det inrikes flyttnettot per 1 000 invånare"),
        "net_international": _("det utrikes flyttnettot"),
        "net_international_per_1000": _("det utrikes flyttnettot per 1 000 invånare"),
        "tfr": _("den summerade fruktsamheten"),
        "tfr_5y": _("den summerade fruktsamheten över fem år"),
        "life_expectancy_women": _("kvinnornas medellivslängd"),
        "life_expectancy_men": _("männens medellivslängd"),
        "life_expectancy_women_shrunk": _("kvinnornas medellivslängd, utjämnad mot länet,"),
        "life_expectancy_men_shrunk": _("männens medellivslängd, utjämnad mot länet,"),
        "children_0_5": _("antalet barn 0–5 år"),
        "preschool_1_5": _("antalet i förskoleåldrarna 1–5 år"),
        "school_6_15": _("antalet i grundskoleåldrarna 6–15 år"),
        "upper_secondary_16_18": _("antalet i gymnasieåldrarna 16–18 år"),
        "ages_16_19": _("antalet unga 16–19 år"),
        "working_age_20_64": _("antalet i arbetsför ålder 20–64 år"),
        "working_age_20_66": _("antalet i arbetsför ålder 20–66 år"),
        "older_65": _("antalet 65 år och äldre"),
        "older_65_79": _("antalet 65–79 år"),
        "older_67_79": _("antalet 67–79 år"),
        "older_80": _("antalet 80 år och äldre"),
        "foreign_born": _("andelen utrikes födda"),
        "post_secondary": _("andelen eftergymnasialt utbildade 16–74 år"),
        "post_secondary_25_64": _("andelen eftergymnasialt utbildade 25–64 år"),
        "employment": _("sysselsättningsgraden"),
        "unemployment": _("arbetslösheten"),
        "median_income": _("medianinkomsten"),
        "median_income_20_64": _("medianinkomsten i åldern 20–64 år"),
        "tax_base": _("skattekraften"),
    }[key]


def set_name(key: str) -> str:
    """Name a set of indicators.

    >>> set_name("service")
    'Service och välfärd'
    """
    return {
        "alder": _("Ålder och försörjning"),
        "forandring": _("Förändring"),
        "arbete": _("Arbete och utbildning"),
        "service": _("Service och välfärd"),
        "alla": _("Alla mått"),
    }[key]


def value_text(key: str, value: float | None) -> str:
    """Write a value with the indicator's decimals, without its unit.

    >>> value_text("mean_age", 45.24), value_text("older_80", 317.0)
    ('45,2', '317')
    """
    return decimal(value, INDICATORS[key].decimals)


def range_text(key: str, low: float, high: float) -> str:
    """Write a range; with ``till`` when a minus sign would meet the dash.

    >>> range_text("mean_age", 45.2, 47.1), range_text("net_migration_per_1000", -5.2, 1.0)
    ('45,2–47,1', '−5,2 till 1,0')
    """
    digits = INDICATORS[key].decimals
    if low < 0:
        return _("{low} till {high}").format(low=decimal(low, digits), high=decimal(high, digits))
    return interval(low, high, digits) if high > low else decimal(low, digits)


def with_unit(key: str, text: str) -> str:
    r"""Add the unit to a written value where a sentence needs it.

    >>> with_unit("share_80", "8,1"), with_unit("dependency_ratio", "104,2")
    ('8,1\xa0%', '104,2')
    """
    chosen: Indicator = INDICATORS[key]
    if chosen.kind in ("percent", "years", "children", "kronor"):
        return f"{text}\u00a0{_(chosen.unit)}"
    return text


def axis_unit(key: str) -> str:
    """Unit as it stands at an axis or in a column's heading."""
    return unbroken(_(INDICATORS[key].unit))


def valued(key: str, value: float) -> str:
    r"""Write a value with its unit where a sentence needs it.

    >>> valued("mean_age", 45.24)
    '45,2\xa0år'
    """
    return with_unit(key, value_text(key, value))


def year_span(years: Iterable[int | float | None], none: str) -> str:
    """Write the years values are from, as one year or from first to last.

    Parameters
    ----------
    years : iterable
        Years; missing ones are left out.
    none : str
        What to write when there is none.

    >>> year_span([2010, 2007, None], "-"), year_span([2010], "-"), year_span([], "-")
    ('2007–2010', '2010', '-')
    """
    known = sorted({int(year) for year in years if not pd.isna(year)})
    if not known:
        return none
    return str(known[0]) if len(known) == 1 else f"{known[0]}–{known[-1]}"
