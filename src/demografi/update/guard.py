"""What an update may not do to the figures, beyond the rules every dataset obeys."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from demografi.dataset import Disagreement, disagreements
from demografi.errors import UpdateError
from demografi.update.assemble import Change

__all__ = [
    "REFUSALS",
    "REVISION_LIMIT",
    "STEP_LIMIT",
    "check_agreement",
    "check_losses",
    "check_odd",
    "check_revisions",
    "check_steps",
]

REFUSALS = ("history_revised", "implausible_step", "odd_values", "figures_disagree")
"""Codes of what a person may accept after having been shown it."""
ACCEPT = (
    "The figures are as before. If that is right, run the update again with --accept-revisions; "
    "nothing is fetched twice."
)
SUPPRESSED = ("indicators_published",)
"""Tables with figures that SCB leaves out where they rest on few persons."""

REVISION_LIMIT = 0.01
"""Share of a table's history that may change without anyone being asked."""
STEP_LIMIT = 0.2
"""Largest change of a region's population from one year to a newly published one that is
believed without anyone being asked. Municipalities change by a few per cent at most."""


def check_losses(changes: Sequence[Change], *, accepted: bool = False) -> None:
    """Check that no year and no region disappears.

    An indicator that SCB suppresses for a whole region (too few births, for example) may pass
    when that is accepted; counts may not.

    Raises
    ------
    UpdateError
        ``years_lost`` or ``regions_lost``.
    """
    for change in changes:
        if accepted and change.table in SUPPRESSED:
            continue
        may = "; if SCB has suppressed it, run again with --accept-revisions"
        remedy = (
            "The figures are as before. Look at the table in SCB's own database"
            f"{may if change.table in SUPPRESSED else ''}."
        )
        if change.lost_years:
            item, year = change.lost_years[0]
            raise UpdateError(
                "years_lost",
                f"Table {change.table}{f', {item}' if item else ''}: the year {year} would be "
                f"lost; SCB no longer publishes it.",
                remedy,
                table=change.table,
                year=year,
            )
        if change.lost_regions:
            item, region = change.lost_regions[0]
            raise UpdateError(
                "regions_lost",
                f"Table {change.table}{f', {item}' if item else ''}: region {region} would be "
                f"lost; SCB no longer publishes it.",
                remedy,
                table=change.table,
                region=region,
            )


def check_revisions(changes: Sequence[Change], *, accepted: bool) -> None:
    """Check that no more of the history changes than usual, unless that is accepted.

    Raises
    ------
    UpdateError
        ``history_revised``.
    """
    over = [change for change in changes if change.share > REVISION_LIMIT]
    if accepted or not over:
        return
    worst = max(over, key=lambda change: change.share)
    told = "; ".join(
        f"{change.table} {100 * change.share:.1f} % of {change.compared} (such as "
        f"{change.examples[0]})"
        for change in over
    )
    raise UpdateError(
        "history_revised",
        f"More of the history would change than the {100 * REVISION_LIMIT:g} % that pass "
        f"without asking: {told}.",
        "The figures are as before. If SCB has announced a revision, run the update again with "
        "--accept-revisions; nothing is fetched twice.",
        table=worst.table,
        share=round(100 * worst.share, 1),
        examples=list(map(str, worst.examples)),
        changes=tuple(over),
    )


def check_steps(totals: pd.DataFrame, changes: Sequence[Change], *, accepted: bool) -> None:
    """Check that populations of newly published years follow from the year before.

    Raises
    ------
    UpdateError
        ``implausible_step``.
    """
    new = {year for c in changes if c.table == "population_total" for year in c.new_years}
    if accepted or not new:
        return
    wide = totals.pivot(index="region", columns="year", values="value").astype(float)
    for year in sorted(new):
        if year - 1 not in wide:
            continue
        step = wide[year] / wide[year - 1] - 1
        if (step.abs() > STEP_LIMIT).any():
            region = str(step.index[int(np.nanargmax(step.abs().to_numpy()))])
            raise UpdateError(
                "implausible_step",
                f"The population of region {region} would change by "
                f"{100 * step[region]:+.0f} % in {year}.",
                ACCEPT,
                region=region,
                year=year,
            )


def check_odd(changes: Sequence[Change], *, accepted: bool) -> None:
    """Check that new and revised figures are of the size the catalogue expects.

    Raises
    ------
    UpdateError
        ``odd_values``.
    """
    if accepted:
        return
    for change in changes:
        if change.odd_example is not None:
            raise UpdateError(
                "odd_values",
                f"{change.odd} figures of table {change.table} are not of the size expected "
                f"(such as {change.odd_example}).",
                ACCEPT,
                table=change.table,
                count=change.odd,
                region=str(change.odd_example.where.get("region", "")),
                year=change.odd_example.where.get("year"),
                value=change.odd_example.now,
            )


def check_agreement(
    tables: Mapping[str, pd.DataFrame],
    before: Mapping[str, pd.DataFrame],
    regions: pd.DataFrame,
    *,
    accepted: bool,
) -> tuple[Disagreement, ...]:
    """Check that figures published side by side agree as they did before.

    Returns
    -------
    tuple of Disagreement
        What does not agree, accepted now or earlier.

    Raises
    ------
    UpdateError
        ``figures_disagree``: figures that agreed before, or are new, do not.
    """
    found = disagreements(tables, regions)
    if not found:
        return ()
    known = {old.code: old.places for old in disagreements(before, regions)}
    fresh: list[Disagreement] = [
        one for one in found if one.places - known.get(one.code, frozenset())
    ]
    if fresh and not accepted:
        first = fresh[0]
        others = f"; {len(fresh) - 1} more kinds of disagreement" if len(fresh) > 1 else ""
        raise UpdateError(
            "figures_disagree",
            f"Figures fetched do not agree with each other: {first.problem}"
            f" ({len(first.places)} regions and years{others}).",
            ACCEPT,
            table=first.table,
            count=len(first.places),
            **first.facts,
        )
    return tuple(found)
