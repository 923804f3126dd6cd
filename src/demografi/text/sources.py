"""The line under every figure: which table, which year, what kind of figure."""

from collections.abc import Iterable

from demografi.dataset import CKM_YEAR, Dataset
from demografi.series import join_labels, source_labels
from demografi.text import _

__all__ = ["dataset_date", "licence", "observed_line", "projected_line", "source_line"]


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
    parts = [
        _("Källa: {sources}").format(sources=named),
        str(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1]}",
    ]
    if span[-1] >= CKM_YEAR and "SCB" in named:
        parts.append(_("från {year} med SCB:s skyddsbrus (CKM)").format(year=CKM_YEAR))
    if date := dataset_date(dataset):
        parts.append(_("hämtat {date}").format(date=date))
    return ", ".join(parts) + "."


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
