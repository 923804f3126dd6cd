"""The back-test a screen shows: computed once by ``demografi backtest``, read many times.

Two files stand beside the dataset's tables but are none of them, so that the dataset's version
is that of its figures: ``backtest.parquet`` with rows that have an outcome, and
``backtest.json``, which says on which figures, by which version, with which seed and by which
command they were made.
"""

import hashlib
import io
import json
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd

from demografi.dataset import SNAPSHOT, Dataset
from demografi.errors import DatasetError
from demografi.evaluation.rolling import rolling, studies
from demografi.regions import COUNTY

__all__ = ["COLUMNS", "Backtest", "compute", "read", "write"]

_ROWS, _FACTS = "backtest.parquet", "backtest.json"
_TEXT = ["study", "contender", "region", "group", "size"]
_WHOLE = ["origin", "year", "ahead"]
_PERSONS = ["forecast", "low80", "high80", "low95", "high95", "actual"]
COLUMNS = [*_TEXT, *_WHOLE, *_PERSONS]


@dataclass(frozen=True)
class Backtest:
    """Forecasts of earlier years beside what came.

    Attributes
    ----------
    rows : DataFrame
        Columns study, contender, region, group, size, origin, year, ahead, forecast, low80,
        high80, low95, high95, actual; whole persons, NaN where there is no range.
    facts : mapping
        dataset (version, date), program, draws, seed, command, notes.
    """

    rows: pd.DataFrame = field(repr=False)
    facts: Mapping[str, Any]


def compute(
    dataset: Dataset, *, draws: int, seed: int, command: str, executor: Executor | None = None
) -> Backtest:
    """Evaluate everything the dataset allows and keep the rows that have an outcome."""
    rows, evaluations = rolling(
        dataset, studies(dataset, COUNTY), draws=draws, seed=seed, executor=executor
    )
    rows = rows[np.isfinite(rows["actual"])]
    facts = evaluations[0].facts
    return Backtest(
        _stored(rows),
        {
            "dataset": {name: facts["dataset"][name] for name in ("version", "date")},
            "program": facts["program"],
            "draws": draws,
            "seed": seed,
            "command": command,
            "notes": [note for evaluation in evaluations for note in evaluation.notes],
        },
    )


def _stored(rows: pd.DataFrame) -> pd.DataFrame:
    kinds = dict.fromkeys(_TEXT, "str") | dict.fromkeys(_WHOLE, "int32")
    kinds |= dict.fromkeys(_PERSONS, "float32")
    kept = rows[COLUMNS].astype(kinds)
    kept[_PERSONS] = kept[_PERSONS].round()
    return kept.sort_values([*_TEXT, *_WHOLE], ignore_index=True)


def write(backtest: Backtest, directory: Path) -> None:
    """Write both files, beside the old ones first: a full disk leaves those as they are.

    Raises
    ------
    OSError
        The directory cannot be written to.
    """
    buffer = io.BytesIO()
    backtest.rows.to_parquet(buffer, index=False, compression="zstd")
    body = buffer.getvalue()
    facts = dict(backtest.facts) | {
        "rows": len(backtest.rows),
        "sha256": hashlib.sha256(body).hexdigest(),
    }
    text = json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
    with TemporaryDirectory(dir=directory, prefix=".backtest-") as beside:
        for name, content in ((_ROWS, body), (_FACTS, text.encode())):
            Path(beside, name).write_bytes(content)
        for name in (_ROWS, _FACTS):
            Path(beside, name).replace(directory / name)


def read(directory: Path = SNAPSHOT) -> Backtest:
    """Read the stored back-test; without a directory the one shipped with the product.

    Raises
    ------
    DatasetError
        It is not there, or not the one that was written.
    """
    try:
        body = (directory / _ROWS).read_bytes()
        facts = json.loads((directory / _FACTS).read_text("utf-8"))
    except (OSError, ValueError) as reason:
        raise _damaged(directory, str(reason)) from reason
    if hashlib.sha256(body).hexdigest() != facts.get("sha256"):
        raise _damaged(directory, "its SHA-256 differs from the one in backtest.json")
    return Backtest(pd.read_parquet(io.BytesIO(body)), facts)


def _damaged(directory: Path, detail: str) -> DatasetError:
    return DatasetError(
        "no_backtest",
        f"The back-test {directory / _ROWS} cannot be read ({detail}).",
        "Make it again with 'demografi backtest'.",
        path=str(directory / _ROWS),
    )
