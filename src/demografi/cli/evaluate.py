"""``demografi evaluate``: forecasts made from past years, beside what came."""

import argparse
import importlib
import json
import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from demografi.cli.arguments import Commands, Parser, codes, read
from demografi.cli.output import unwritable, write_csv, writing
from demografi.dataset import Dataset, disagreements, read_directory
from demografi.dataset.manifest import MANIFEST
from demografi.errors import RequestError

__all__ = ["add"]

PATIENCE = 10.0
"""Seconds to wait for a scheduler."""
COLUMNS = ["contender", "region", "year", "group", "forecast", "low80", "high80", "actual"]


def add(commands: Commands, where: Parser) -> None:
    """Register the command."""
    evaluate = commands(
        "evaluate",
        parents=[where],
        help="forecast from a past year with ours and simple rules and score against what came",
    )
    evaluate.add_argument(
        "--origin", type=int, required=True, metavar="YEAR", help="last year the forecasts see"
    )
    evaluate.add_argument("--horizon", type=int, default=5, metavar="N", help="years ahead")
    evaluate.add_argument(
        "--regions",
        metavar="CODES",
        help="such as 2480,2482 or 24* (municipalities), 24 (the county itself), region8; "
        "every municipality with ages if left out",
    )
    evaluate.add_argument(
        "--contenders",
        metavar="NAMES",
        help="of no_change, lin_exp, hamilton_perry, cohort_component, demografi, official; all "
        "if left out",
    )
    evaluate.add_argument("--draws", type=int, default=500, metavar="N", help="of each forecast")
    evaluate.add_argument("--seed", type=int, default=1, metavar="N", help="same seed, same result")
    evaluate.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="DIR",
        help="directory for scores.json and rows.csv",
    )
    evaluate.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="run on a Dask cluster, such as tcp://host:8786 (needs the package distributed)",
    )
    evaluate.set_defaults(run=_evaluate)


@contextmanager
def _executor(address: str | None) -> Iterator[Executor | None]:
    """Yield the executor asked for; None lets the library choose its own."""
    if address is None:
        yield None
        return
    try:
        # Imported here: optional, and without types.
        distributed: Any = importlib.import_module("distributed")
    except ImportError as reason:
        raise RequestError(
            "no_distributed",
            "A Dask cluster needs the package distributed, which is not installed.",
            "Install it with 'pip install distributed', or leave out --scheduler.",
        ) from reason
    try:
        client = distributed.Client(address, timeout=PATIENCE)
    except (OSError, ValueError) as reason:
        raise RequestError(
            "no_scheduler",
            f"No Dask scheduler answers at {address} ({reason}).",
            "Start one with 'dask scheduler', or leave out --scheduler.",
            address=address,
        ) from reason
    with client:
        yield client.get_executor()


def _listed(text: str) -> list[str]:
    """Split names, each once; what none of them means is for the evaluation to say."""
    return list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def _dataset(arguments: argparse.Namespace) -> Dataset:
    """Read the dataset; figures that do not agree with each other are told, not refused.

    What came later decides no forecast, so it need not agree with anything.
    """
    if arguments.data is None:
        return read(arguments)
    dataset = read_directory(arguments.data, strict=False)
    if not (dataset.path / MANIFEST).exists():
        for found in disagreements(dataset.tables, dataset.regions.frame):
            told = str(found.error("They are used as they are."))
            print(f"demografi: note: {told}", file=sys.stderr)
    return dataset


def _evaluate(arguments: argparse.Namespace) -> None:
    dataset = _dataset(arguments)
    out: Path = arguments.out
    try:
        out.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as reason:
        raise unwritable(out, reason, "directory") from reason
    # Opened first: an unwritable file is found out before the long computation.
    with (
        writing(str(out / "scores.json")) as for_scores,
        writing(str(out / "rows.csv")) as for_rows,
        _executor(arguments.scheduler) as executor,
    ):
        # Imported here: the models take a second to load.
        from demografi.evaluation import CONTENDERS, evaluate, scores  # noqa: PLC0415

        names, regions = arguments.contenders, arguments.regions
        found = evaluate(
            dataset,
            origin=arguments.origin,
            horizon=arguments.horizon,
            regions=() if regions is None else codes(regions),
            contenders=list(CONTENDERS) if names is None else _listed(names),
            draws=arguments.draws,
            seed=arguments.seed,
            executor=executor,
        )
        result = scores(found)
        json.dump(result, for_scores, ensure_ascii=False, indent=1)
        for_scores.write("\n")
        rows = found.rows.assign(year=found.rows["year"].astype(int))
        write_csv(rows[COLUMNS].round(2), for_rows)
    _tell(result, len(rows), out)


def _tell(result: dict[str, Any], rows: int, out: Path) -> None:
    """Print a short table: the total at the last year that has outcomes, and what was not done."""
    print(f"{rows} rows, written to {out}")
    for name, groups in result["contenders"].items():
        total = groups["total"]
        if not total["n"]:
            print(f"{name:18}no forecasts with outcomes")
            continue
        ahead = max(total["by_horizon"], key=int)
        at = total["by_horizon"][ahead]
        inside = "" if at["coverage80"] is None else f", {at['coverage80']:.0%} inside 80 %"
        print(
            f"{name:18}total after {ahead} years: MAPE {at['mape']:.2f} %, "
            f"mean {at['malpe']:+.2f} %{inside} ({at['n']} regions)"
        )
    for note in result["notes"]:
        print(f"note: {note}")
