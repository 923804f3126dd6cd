"""The commands evaluate and backtest, as they are typed."""

import json
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from demografi.cli import main
from demografi.dataset import SNAPSHOT, load
from demografi.evaluation import CONTENDERS, GROUPS, evaluate
from demografi.evaluation.stored import read, write

COLUMNS = ["contender", "region", "year", "group", "forecast", "low80", "high80", "actual"]


def test_writes_scores_and_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "place"
    names = "no_change,official"
    options = ["--origin", "2019", "--regions", "2480,2403", "--contenders", names]
    assert main(["evaluate", *options, "--horizon", "7", "--draws", "20", "--out", str(out)]) == 0
    rows = pd.read_csv(out / "rows.csv", dtype={"region": "str"})
    assert list(rows.columns) == COLUMNS
    still = rows[rows["contender"] == "no_change"]
    assert len(still) == 2 * 7 * len(GROUPS)
    assert still.loc[still["year"] == 2026, "actual"].isna().all()
    umea = still[(still["region"] == "2480") & (still["group"] == "total")]
    assert umea.set_index("year")["actual"][2024] == 134_249
    told = json.loads((out / "scores.json").read_text("utf-8"))
    error = (umea["forecast"] / umea["actual"] - 1).abs()[umea["year"] == 2024].iloc[0] * 100
    by_size = told["contenders"]["no_change"]["total"]["by_size"]
    assert by_size[">20000"]["by_horizon"]["5"]["mape"] == pytest.approx(error)
    assert set(told["contenders"]) == {"no_change", "official"}
    said = capsys.readouterr().out
    assert "no_change" in said
    assert "MAPE" in said


def test_all_contenders_take_part_unless_told(tmp_path: Path) -> None:
    options = ["--origin", "2014", "--horizon", "1", "--regions", "24*", "--draws", "5"]
    assert main(["evaluate", *options, "--out", str(tmp_path)]) == 0
    told = json.loads((tmp_path / "scores.json").read_text("utf-8"))
    assert set(told["contenders"]) == set(CONTENDERS)
    assert told["diagnostics"]["demografi"], "how the fits went is told"
    assert told["contenders"]["demografi"]["total"]["n"] == 15


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--contenders", "oracle"], "There is no contender 'oracle'"),
        (["--contenders", ","], "There is no contender ''"),
        (["--regions", "9999"], "Unknown region '9999'"),
        (["--regions", ""], "No region is given"),
        (["--data", "/nowhere"], "There is no dataset directory"),
        (["--scheduler", "tcp://127.0.0.1:1"], "No Dask scheduler answers"),
        (["--horizon", "0"], "The horizon 0"),
        (["--origin", "2030"], "The origin 2030 is after 2025"),
    ],
)
def test_refusals_leave_nothing_behind(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    more: list[str],
    said: str,
) -> None:
    monkeypatch.setattr("demografi.cli.evaluate.PATIENCE", 0.2)
    options = ["--origin", "2014", "--draws", "5", "--out", str(tmp_path)]
    assert main(["evaluate", *options, *more]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_back_test_is_made_again_as_it_stands() -> None:
    """A small part of the stored file, computed anew: the rows without chance of their own."""
    kept = read().rows
    chosen = {"origin": 2014, "contenders": ["no_change", "hamilton_perry", "official"]}
    again = evaluate(
        load(SNAPSHOT),
        regions=["2480", "2403"],
        horizon=10,
        draws=2,
        **chosen,  # type: ignore[arg-type]
    ).rows
    key = ["contender", "region", "year", "group"]
    same = kept[kept["study"] == "ages"].merge(
        again[[*key, "origin", "forecast", "actual"]], on=[*key, "origin"], suffixes=("", "_again")
    )
    assert len(same) == again["actual"].notna().sum() > 300
    assert (same["forecast"] - same["forecast_again"]).abs().max() < 0.6
    assert (same["actual"] == same["actual_again"]).all()


def test_backtest_is_whole_or_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read(SNAPSHOT)
    write(before, tmp_path)
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(kept) == {"backtest.parquet", "backtest.json"}
    real = Path.write_bytes

    def full(path: Path, body: bytes) -> int:
        if path.suffix == ".json":
            raise OSError(28, "No space left on device")
        return real(path, body)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        write(replace(before, rows=before.rows.head(5)), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == kept


def test_backtest_whose_process_is_ended_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def ended(*_: object, **__: object) -> None:
        raise BrokenProcessPool("A process was terminated abruptly.")

    monkeypatch.setattr("demografi.evaluation.stored.compute", ended)
    assert main(["backtest", "--out", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "ended from outside" in told
    assert told.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
