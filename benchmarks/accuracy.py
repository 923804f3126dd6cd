"""Back-test: what would have been said before, and what came.

A thin caller of :mod:`demografi.evaluation`: every contender sees figures up to the base year
only and is scored on the rows that all who reach the horizon and age group have.

- Base years 2019 and 2014 by years ahead and by age group: the tables of ``docs/method.md``.
- Rolling origins over all the years there are (with ``--rolling``): municipalities by age,
  counties by age since 1980, totals since 1960.

Run as ``python -m benchmarks.accuracy [--rolling] [--json] [--into README.md docs/method.md]
[--draws N] [--seed N]``.
"""

import argparse
import json
import multiprocessing
import re
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import demografi
from demografi import Dataset
from demografi.evaluation import CONTENDERS, evaluate, scored, scores
from demografi.evaluation import GROUPS as ALL_GROUPS
from demografi.evaluation.rolling import rolling, studies
from demografi.regions import COUNTY, NORTH

HORIZON = 5
TESTS = ((2019, COUNTY), (2014, COUNTY), (2014, NORTH))
"""Base years and the places whose municipalities are projected."""
GROUPS = ("total", "0-5", "1-5", "6-15", "16-19", "20-44", "45-64", "65-79", "80+")
"""The groups of the official projection, and 0–5 which needs next year's births as well."""
ALL = "all"
NAMES = {
    "demografi": "ours",
    "no_change": "no change",
    "lin_exp": "LIN/EXP",
    "hamilton_perry": "Hamilton–Perry",
    "cohort_component": "plain cohort-component",
    "official": "official",
}
_CELL = ["region", "year", "group"]


def same_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Scored rows of one base year that everyone reaching that year and group has."""
    there = scored(rows)
    reach = there.groupby(["ahead", "group"])["contender"].transform("nunique")
    have = there.groupby(_CELL)["contender"].transform("nunique")
    return there[have == reach]


def errors(rows: pd.DataFrame) -> pd.DataFrame:
    """Scores by group, years ahead and contender, from :func:`same_rows`."""
    return (
        rows.assign(size_of=rows["error"].abs())
        .groupby(["group", "ahead", "contender"], as_index=False)
        .agg(
            rows=("error", "size"),
            mape=("size_of", "mean"),
            median_ape=("size_of", "median"),
            mean_error=("error", "mean"),
            inside_80=("inside80", "mean"),
        )
    )


def coverage(rows: pd.DataFrame) -> pd.DataFrame:
    """Share of outcomes of all years ahead inside our 80 % range, by group and size class."""
    ours = scored(rows[rows["contender"] == "demografi"])
    both = pd.concat([ours.assign(size=ALL), ours])
    return both.groupby(["group", "size"], as_index=False, sort=False).agg(
        rows=("inside80", "size"), inside_80=("inside80", "mean")
    )


def measure(
    draws: int, seed: int, dataset: Dataset | None = None, executor: Executor | None = None
) -> dict[str, Any]:
    """Score every contender at every base year."""
    figures = dataset or demografi.load()
    found, held = [], []
    for base, place in TESTS:
        said = evaluate(
            figures,
            origin=base,
            horizon=HORIZON,
            regions=figures.regions.place(place).members,
            draws=draws,
            seed=seed,
            executor=executor,
        )
        found.append(errors(same_rows(said.rows)).assign(base=base, place=place))
        held.append(coverage(said.rows).assign(base=base, place=place))
    return {
        "draws": draws,
        "seed": seed,
        "scores": pd.concat(found, ignore_index=True).to_dict("records"),
        "coverage": pd.concat(held, ignore_index=True).to_dict("records"),
    }


def _label(base: int, place: str) -> str:
    return f"{base}, {'the 15' if place == COUNTY else 'the 44'}"


def written_row(cells: Sequence[str]) -> str:
    """Write a line of a Markdown table."""
    return "| " + " | ".join(cells) + " |"


def written_best(values: Sequence[float]) -> list[str]:
    """Numbers with the smallest in bold; a dash where there is none.

    >>> written_best([10.66, 9.98, float("nan")])
    ['10.66', '**9.98**', '–']
    """
    smallest = f"{np.nanmin(values):.2f}"
    written = [f"{value:.2f}" if np.isfinite(value) else "–" for value in values]
    return [f"**{text}**" if text == smallest else text for text in written]


def _table(head: str, frame: pd.DataFrame, by: str, columns: Sequence[Any]) -> list[str]:
    """Lines of a table: errors of every contender and our coverage, per base year and place.

    Parameters
    ----------
    head : str
        What the errors are of.
    frame : DataFrame
        Rows of :func:`errors`, one per base, place, contender and value of ``by``.
    by : str
        Column of ``frame`` that goes across.
    columns : sequence
        Its values.
    """
    ahead = [f"{name} y" if by == "ahead" else str(name) for name in columns]
    lines = [written_row([head, "contender", *ahead]), "|---" * (len(columns) + 2) + "|"]
    for base, place in TESTS:
        here = frame[(frame["base"] == base) & (frame["place"] == place)]
        wide = here.pivot(index="contender", columns=by, values="mape")
        wide = wide.reindex(index=list(NAMES), columns=list(columns))
        written = np.array([written_best(wide[name].to_list()) for name in columns]).T
        for name, cells in zip(NAMES, written, strict=True):
            lines.append(written_row([_label(base, place), NAMES[name], *cells]))
        ours = here[here["contender"] == "demografi"].set_index(by)["inside_80"]
        shares = [f"{ours[name]:.0%}" for name in columns]
        lines.append(written_row([_label(base, place), "inside our 80 % range", *shares]))
    return lines


def _coverage_table(frame: pd.DataFrame) -> list[str]:
    """Lines of a table: share of outcomes of all years ahead inside our range."""
    lines = [
        written_row(["1-5 years ahead", "municipalities", *GROUPS]),
        "|---" * (len(GROUPS) + 2) + "|",
    ]
    for base, place in TESTS:
        here = frame[(frame["base"] == base) & (frame["place"] == place)]
        wide = here.pivot(index="size", columns="group", values="inside_80")
        for size in dict.fromkeys(here["size"]):
            shares = [f"{wide.loc[size, group]:.0%}" for group in GROUPS]
            lines.append(written_row([_label(base, place), str(size), *shares]))
    return lines


def tables(found: dict[str, Any]) -> str:
    """Write the tables in Markdown, and where the official projection wins in words."""
    frame = pd.DataFrame(found["scores"])
    total = frame[frame["group"] == "total"]
    last = frame[frame["ahead"] == HORIZON]
    ours = last[(last["contender"] == "demografi") & (last["group"] == "total")]
    bias = ours.set_index(["base", "place"])["mean_error"]
    return "\n".join(
        [
            *_table("total, base", total, "ahead", range(1, HORIZON + 1)),
            "",
            *_table("five years ahead", last, "group", GROUPS[1:]),
            "",
            *_coverage_table(pd.DataFrame(found["coverage"])),
            "",
            *(
                f"Mean error of our total after {HORIZON} years, {_label(base, place)}: "
                f"{bias[base, place]:+.2f} %."
                for base, place in TESTS
            ),
            *verdicts(frame),
        ]
    )


def verdicts(frame: pd.DataFrame) -> list[str]:
    """Say in words where the official projection has been closer than ours."""
    said = []
    wide = frame.pivot_table(
        index=["base", "place", "group", "ahead"], columns="contender", values="mape", sort=False
    )
    both = wide.dropna(subset=["official"]).reset_index()
    for _, rows in both.groupby(["base", "place", "group"], sort=False):
        first = rows.iloc[0]
        worse = rows[rows["official"] < rows["demografi"]]["ahead"]
        if len(worse):
            where = f"{_label(first['base'], first['place'])}, {first['group']}"
            years = ", ".join(str(year) for year in worse)
            said.append(
                f"The official projection was closer than ours: {where}, {years} "
                f"{'year' if list(worse) == [1] else 'years'} ahead "
                f"({len(worse)} of {len(rows)} horizons it reaches)."
            )
    return said


def rolled(draws: int, seed: int, executor: Executor) -> dict[str, Any]:
    """Score every contender from every origin there is; seconds taken beside."""
    began = time.perf_counter()
    figures = demografi.load()
    planned = studies(figures, COUNTY)
    _, found = rolling(figures, planned, draws=draws, seed=seed, executor=executor)
    return {
        "studies": {study.name: scores(one) for study, one in zip(planned, found, strict=True)},
        "seconds": round(time.perf_counter() - began, 1),
    }


def rolling_tables(found: dict[str, Any]) -> str:
    """Write the rolling scores of totals and groups, five and ten years ahead."""
    lines = []
    for name, study in found["studies"].items():
        origins = study["origins"]
        head = ["group", "contender", "years", "n", "MAPE", "MedAPE", "MALPE", "MPAD"]
        head += ["inside 80 %", "inside 95 %", "Winkler 80", "CRPS", "skill (95 % range)"]
        span = f"{len(origins)} origins {origins[0]}-{origins[-1]}"
        lines += [f"{name}: {len(study['regions'])} regions, {span}", "", written_row(head)]
        lines += ["|---" * len(head) + "|"]
        for group in ALL_GROUPS:
            for contender in CONTENDERS:
                entry = study["contenders"].get(contender, {}).get(group, {"n": 0})
                for ahead in ("5", "10"):
                    at = entry.get("by_horizon", {}).get(ahead)
                    if at and at["n"]:
                        lines.append(written_row(_cells(group, contender, ahead, at, entry)))
        lines.append("")
    return "\n".join([*lines, f"{found['seconds']} seconds."])


def _cells(
    group: str, contender: str, ahead: str, at: dict[str, Any], entry: dict[str, Any]
) -> list[str]:
    def number(value: float | None, form: str = ".2f") -> str:
        return "–" if value is None else format(value, form)

    gained = entry.get("skill")
    skill = "–"
    if gained:
        skill = f"{gained['value']:+.2f}"
        if gained["low95"] is not None:
            skill += f" ({gained['low95']:+.2f} to {gained['high95']:+.2f})"
    return [
        group,
        NAMES[contender],
        ahead,
        str(at["n"]),
        *(number(at[name]) for name in ("mape", "medape", "malpe", "mpad")),
        *(number(at[name], ".0%") for name in ("coverage80", "coverage95")),
        *(number(at[name]) for name in ("winkler80", "crps")),
        skill,
    ]


def by_name(text: str) -> dict[str, str]:
    """Split the text of :func:`tables` into what documents have: all tables, or that of totals."""
    whole = [part for part in text.split("\n\n") if part.startswith("|")]
    return {"all": "\n\n".join(whole), "totals": whole[0]}


def put_into(document: Path, texts: Mapping[str, str]) -> None:
    """Replace tables of a document by these.

    Parameters
    ----------
    document : Path
        Has ``<!-- accuracy: NAME -->`` before the tables of a name and ``<!-- /accuracy -->``
        after.
    texts : mapping of str to str
        By name.

    Raises
    ------
    ValueError
        The document has no such comments.
    """
    written, places = re.subn(
        rf"(<!-- accuracy: ({'|'.join(texts)}) -->\n).*?(\n<!-- /accuracy -->)",
        lambda found: f"{found[1]}{texts[found[2]]}{found[3]}",
        document.read_text("utf-8"),
        flags=re.DOTALL,
    )
    if not places:
        raise ValueError(f"{document} has no place for the tables")
    document.write_text(written, "utf-8")


def main() -> None:
    """Print the tables or everything as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--rolling", action="store_true", help="every origin there is (minutes)")
    parser.add_argument(
        "--into", type=Path, nargs="+", default=[], metavar="FILE", help="replace its tables"
    )
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as processes:
        if chosen.rolling:
            found = rolled(chosen.draws, chosen.seed, processes)
            text = rolling_tables(found)
        else:
            found = measure(chosen.draws, chosen.seed, executor=processes)
            text = tables(found)
    for document in chosen.into:
        put_into(document, by_name(text))
    print(json.dumps(found, indent=1) if chosen.json else text)


if __name__ == "__main__":
    main()
