"""Words for figures that do not agree with each other but are published so."""

from collections.abc import Callable

import pandas as pd

from demografi.dataset import Dataset
from demografi.text import _, ngettext
from demografi.text.coverage import table_name
from demografi.text.numbers import signed, whole

__all__ = ["alt", "figures", "note", "rows", "title"]

_MOST_SHOWN = 200
"""Rows on screen; more cannot be looked through, and a file holds them all."""


def _rule(code: str) -> str:
    """What is compared with what."""
    return {
        "ages_do_not_sum": _("åldrarna mot folkmängden"),
        "county_does_not_sum": _("kommunerna mot länet, i någon ålder"),
        "births_do_not_sum": _("födda efter moderns ålder mot alla födda"),
        "deaths_do_not_sum": _("döda efter ålder mot alla döda"),
        "flows_do_not_sum": _("flyttningar efter ålder mot alla flyttningar"),
        "sexes_do_not_sum": _("kvinnor och män mot båda"),
        "change_does_not_sum": _("födda, döda och flyttnetto mot folkmängden"),
    }.get(code, code)


def title(found: pd.DataFrame) -> str:
    """Say how many figures do not agree."""
    return ngettext(
        "{count} siffra stämmer inte med andra siffror",
        "{count} siffror stämmer inte med andra siffror",
        len(found),
    ).format(count=whole(len(found)))


def figures(found: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Name rules, tables, places and columns, with the figures as numbers.

    Parameters
    ----------
    found : DataFrame
        As from :func:`demografi.coverage.disagreements`.
    dataset : Dataset
        For names of places.
    """
    return pd.DataFrame(
        {
            _("Tabell"): [table_name(table) for table in found["table"]],
            _("Vad som jämförs"): [_rule(code) for code in found["rule"]],
            _("Plats"): [dataset.regions.name(code) for code in found["region"]],
            _("År"): found["year"].to_numpy(),
            _("Delarnas summa"): found["summed"].to_numpy(),
            _("Publicerad helhet"): found["total"].to_numpy(),
            _("Skillnad"): found["difference"].to_numpy(),
        }
    )


def rows(found: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Write the figures as read on screen, those furthest apart first."""
    shown = figures(found.head(_MOST_SHOWN), dataset)
    written: dict[str, Callable[[float], str]] = {_("År"): str, _("Skillnad"): signed}
    written |= dict.fromkeys((_("Delarnas summa"), _("Publicerad helhet")), whole)
    return shown.assign(
        **{name: [write(value) for value in shown[name]] for name, write in written.items()}
    )


def note(found: pd.DataFrame) -> str:
    """Say what the rows mean, and how many more there are."""
    parts = [
        _(
            "Siffrorna används som de är publicerade: uppdateringen godkändes fast de inte går "
            "ihop. Från 2025 räknas bara skillnader större än SCB:s skyddsbrus."
        )
    ]
    if len(found) > _MOST_SHOWN:
        parts.append(
            _("De {shown} största visas; filen att ladda ner har alla.").format(
                shown=whole(_MOST_SHOWN)
            )
        )
    return " ".join(parts)


def alt(found: pd.DataFrame) -> str:
    """Text alternative of the table."""
    return _("{title}: tabell, plats, år, delarnas summa, publicerad helhet och skillnad.").format(
        title=title(found)
    )
