"""What the stored back-test says over all base years, in the tables of ``docs/method.md``.

Reads ``data/backtest.parquet`` (``make backtest``), so that it takes a second: misses after five
years by contender, and the share of outcomes inside our 80 % range by size of municipality.

Run as ``python -m benchmarks.record [--into README.md docs/method.md]``.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

import demografi
from benchmarks.accuracy import ALL, GROUPS, HORIZON, NAMES, put_into, written_best, written_row
from demografi.evaluation import scored
from demografi.evaluation.run import SIZE_NAMES
from demografi.evaluation.stored import read
from demografi.regions import COUNTY, NORTH

OURS_AND_RULES = [name for name in NAMES if name != "official"]
PLACES = {"the 15": COUNTY, "the 44": NORTH}


def rows() -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield scored rows up to five years ahead, with whom they are of."""
    dataset = demografi.load()
    stored = read().rows
    # Persons are kept, draws are not: there is no CRPS to tell.
    near = scored(stored[stored["ahead"] <= HORIZON].assign(crps=np.nan))
    for label, place in PLACES.items():
        members = dataset.regions.place(place).members
        here = near[(near["study"] == "ages") & near["region"].isin(members)]
        yield label, here
    counties = near[near["study"] == "counties"]
    yield f"{counties['region'].nunique()} counties", counties


def _span(chosen: pd.DataFrame) -> str:
    bases = chosen.loc[chosen["ahead"] == HORIZON, "origin"]
    return f"{bases.min()}–{bases.max()}"


def misses() -> list[str]:
    """Lines of a table: the total after five years."""
    head = [
        "five years ahead, base years",
        "score of the total",
        *(NAMES[one] for one in OURS_AND_RULES),
    ]
    lines = [written_row(head), "|---" * len(head) + "|"]
    for label, found in rows():
        total = found[(found["ahead"] == HORIZON) & (found["group"] == "total")]
        total = total[total["contender"].isin(OURS_AND_RULES)].assign(ape=total["error"].abs())
        # The rules have no range from the first base year: they have missed nothing yet.
        ranged = total.groupby("origin")["winkler80"].transform(lambda score: score.notna().all())
        for name, column, part in (
            ("MAPE", "ape", total),
            ("Winkler, 80 %", "winkler80", total[ranged]),
        ):
            values = part.groupby("contender")[column].mean().reindex(OURS_AND_RULES)
            cells = [f"{label}, {_span(part)}", name, *written_best(values.to_list())]
            lines.append(written_row(cells))
    return lines


def held() -> list[str]:
    """Lines of a table: share of outcomes one to five years ahead inside our 80 % range."""
    head = ["1–5 years ahead, base years", "size", *GROUPS]
    lines = [written_row(head), "|---" * len(head) + "|"]
    for label, found in rows():
        ours = found[found["contender"] == "demografi"]
        parts = {ALL: ours}
        if ours["size"].nunique() > 1:
            parts |= {size: ours[ours["size"] == size] for size in SIZE_NAMES}
        for size, part in parts.items():
            shares = part.groupby("group")["inside80"].mean()
            cells = [f"{label}, {_span(found)}", size, *(f"{shares[name]:.0%}" for name in GROUPS)]
            lines.append(written_row(cells))
    return lines


def main() -> None:
    """Print the tables, or put them where a document wants them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, nargs="+", default=[], metavar="FILE")
    documents = parser.parse_args().into
    texts = {"misses": "\n".join(misses()), "held": "\n".join(held())}
    for document in documents:
        put_into(document, texts)
    print("\n\n".join(texts.values()))


if __name__ == "__main__":
    main()
