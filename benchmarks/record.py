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

PLACES = {"the 15": COUNTY, "the 44": NORTH}


def rows() -> Iterator[tuple[str, pd.DataFrame]]:
    """Scored rows of each label: up to five years ahead, base years from which all are forecast."""
    dataset = demografi.load()
    stored = read().rows
    # Persons are kept, draws are not: there is no CRPS to tell.
    near = scored(stored[stored["ahead"] <= HORIZON].assign(crps=np.nan))
    for label, place in PLACES.items():
        members = dataset.regions.place(place).members
        here = near[(near["study"] == "ages") & near["region"].isin(members)]
        yield f"{label}, {_span(here)}", here
    counties = near[near["study"] == "counties"]
    yield f"{counties['region'].nunique()} counties, {_span(counties)}", counties


def _span(chosen: pd.DataFrame) -> str:
    bases = chosen.loc[chosen["ahead"] == HORIZON, "origin"]
    return f"{bases.min()}–{bases.max()}"


def misses() -> list[str]:
    """Lines of a table: the total after five years."""
    head = ["five years ahead, base years", "score of the total", *list(NAMES.values())[:-1]]
    lines = [written_row(head), "|---" * len(head) + "|"]
    for label, found in rows():
        total = found[(found["ahead"] == HORIZON) & (found["group"] == "total")]
        by = total.assign(ape=total["error"].abs()).groupby("contender")
        for name, column in (("MAPE", "ape"), ("Winkler, 80 %", "winkler80")):
            values = by[column].mean().reindex(list(NAMES)[:-1])
            lines.append(written_row([label, name, *written_best(values.to_list())]))
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
            lines.append(written_row([label, size, *(f"{shares[name]:.0%}" for name in GROUPS)]))
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
