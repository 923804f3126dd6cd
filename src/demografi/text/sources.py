"""The line under every figure: which table, which year, what kind of figure."""

import re
from collections.abc import Iterable, Sequence

from demografi.dataset import CKM_YEAR, Dataset
from demografi.series import join_labels, source_labels
from demografi.text import _
from demografi.text.years import first_to_last

__all__ = ["dataset_date", "licence", "observed_line", "projected_line", "source_line"]

_SPANNED = re.compile(r"(.+) (\d{4})–(\d{4})")
"""A table named with the years it covers."""


def dataset_date(dataset: Dataset) -> str:
    """When the figures were compiled, as the manifest says; empty if it does not."""
    return str(dataset.manifest.get("date", ""))


def observed_line(dataset: Dataset, table: str, years: Iterable[int]) -> str:
    """Name source, years and date of figures from a table whose source follows the calendar.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    table : str
        Table of the dataset the figures stand in.
    years : iterable of int
        Years shown.
    """
    labels = source_labels(dataset, table, years)
    return source_line(dataset, labels.values(), labels)


def source_line(dataset: Dataset, labels: Iterable[str], years: Iterable[int]) -> str:
    """Name tables, years and date of observed figures.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    labels : iterable of str
        The sources of the values shown (``"SCB TAB638"``), as their frames name them.
    years : iterable of int
        Their years.
    """
    named = join_labels(label for label in labels if label)
    span = sorted({int(year) for year in years})
    if not named or not span:
        return _("Källa: inga observerade värden visas.")
    parts = [_("Källa: {sources}").format(sources=_with_years(named, span))]
    if span[-1] >= CKM_YEAR and "SCB" in named:
        parts.append(_("från {year} med SCB:s skyddsbrus (CKM)").format(year=CKM_YEAR))
    if date := dataset_date(dataset):
        parts.append(_("hämtat {date}").format(date=date))
    return ", ".join(parts) + "."


def _with_years(named: str, years: Sequence[int]) -> str:
    """Put the years shown after the sources, each year once.

    A source that has its span in its name keeps it, as far as it is shown, and comes first.

    >>> _with_years("SCB TAB638, folkmängd 1950–1967", range(1960, 2025))
    'SCB folkmängd 1960–1967; SCB TAB638, 1968–2024'
    >>> _with_years("SCB folkmängd 1950–1967", [1950]), _with_years("SCB TAB638", [2001, 2003])
    ('SCB folkmängd 1950', 'SCB TAB638, 2001–2003')
    """
    own: dict[str, set[int]] = {}
    others: list[str] = []
    for part in named.split("; "):
        provider, _space, tables = part.partition(" ")
        for table in tables.split(", "):
            if found := _SPANNED.fullmatch(table):
                name = f"{provider} {found[1]}"
                spanned = range(int(found[2]), int(found[3]) + 1)
                own.setdefault(name, set()).update(set(spanned) & set(years))
            else:
                others.append(f"{provider} {table}".strip())
    others += [name for name, shown in own.items() if not shown]
    own = {name: shown for name, shown in own.items() if shown}
    left = sorted(set(years).difference(*own.values()))
    if bool(others) != bool(left):
        # The years cannot be shared out among the sources.
        return f"{join_labels([*others, *own])}, {first_to_last(years)}"
    told = [f"{name} {first_to_last(sorted(shown))}" for name, shown in sorted(own.items())]
    if others:
        told.append(f"{join_labels(others)}, {first_to_last(left)}")
    return "; ".join(told)


def projected_line(dataset: Dataset, jump_off: int, *, draws: int) -> str:
    """Say that figures are our own projection, from when, and of which figures."""
    edition = dataset.version
    if date := dataset_date(dataset):
        edition = _("{version} hämtade {date}").format(version=edition, date=date)
    return _(
        "Prognos: egen beräkning från {year} års folkmängd (SCB), {draws} simuleringar, "
        "data {edition}."
    ).format(year=jump_off, draws=draws, edition=edition)


def licence(source: str) -> str:
    """Say how figures may be used, from the providers that their source line names."""
    terms = {
        "SCB": _("SCB:s statistik: CC0. Ange SCB som källa."),
        "Kolada": _("Koladas statistik får användas fritt. Ange Kolada som källa."),
    }
    return " ".join(text for provider, text in terms.items() if provider in source)
