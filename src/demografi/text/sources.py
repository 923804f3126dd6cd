"""The line under every figure: which table, which year, what kind of figure."""

from collections.abc import Iterable, Sequence

from demografi.dataset import CKM_YEAR, Dataset, Source
from demografi.series import join_labels
from demografi.text import _

__all__ = ["dataset_date", "observed_line", "projected_line", "source_labels", "source_line"]


def source_labels(sources: Iterable[Source]) -> list[str]:
    """Name each source once, in order: ``SCB TAB638``."""
    return list(dict.fromkeys(source.label for source in sources))


def dataset_date(dataset: Dataset) -> str:
    """When the figures were compiled, as the manifest says; empty if it does not."""
    return str(dataset.manifest.get("date", ""))


def _years(years: Sequence[int]) -> str:
    if not years:
        return ""
    low, high = min(years), max(years)
    return str(low) if low == high else f"{low}–{high}"


def observed_line(
    dataset: Dataset, tables: Sequence[str], years: Sequence[int], rows: Sequence[str] = ()
) -> str:
    """Name source tables, years and date of observed figures.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    tables : sequence of str
        Tables of the dataset the figures stand in.
    years : sequence of int
        Years shown.
    rows : sequence of str
        Values of the ``source`` column shown, where the tables have one.
    """
    found = [source for name in tables for source in dataset.sources(name, years, rows)]
    return source_line(dataset, source_labels(found), years)


def source_line(dataset: Dataset, labels: Iterable[str], years: Sequence[int]) -> str:
    """Name sources given as labels (``SCB TAB638``), years and date."""
    named = join_labels(label for label in labels if label)
    parts = [_("Källa: {sources}").format(sources=named), _years(years)]
    if years and max(years) >= CKM_YEAR and "SCB" in named:
        parts.append(_("från {year} med SCB:s skyddsbrus (CKM)").format(year=CKM_YEAR))
    if date := dataset_date(dataset):
        parts.append(_("hämtat {date}").format(date=date))
    return ", ".join(part for part in parts if part) + "."


def projected_line(dataset: Dataset, jump_off: int, *, draws: int, seed: int) -> str:
    """Say that figures are our own projection, from when, and how to repeat them."""
    return _(
        "Prognos: egen beräkning från {year} års folkmängd (SCB), {draws} simuleringar, "
        "frö {seed}, data {version}."
    ).format(year=jump_off, draws=draws, seed=seed, version=dataset.version)
