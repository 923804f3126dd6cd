"""``demografi project --scenario``: the numbers of the screen, from the file the screen saves."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from demografi import Dataset
from demografi.cli import main
from demografi.projection import project
from demografi.scenario import Made, Measure, Scenario, run, write

MINE = Scenario(
    "Gruva",
    (Measure.of("employer", "2421", {"jobs": 300, "from": 2028, "to": 2034}),),
)


def saved(path: Path, dataset: Dataset, *, version: str = "") -> Path:
    file = path / "scenario.json"
    made = Made(version or dataset.version, 2036, 60, 3)
    file.write_text(write(MINE, made), encoding="utf-8")
    return file


def test_the_file_gives_the_numbers_it_was_saved_with(
    dataset: Dataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = saved(tmp_path, dataset), tmp_path / "out.csv"
    arguments = ["project", "--scenario", str(file), "--regions", "2421,24", "--out", str(out)]
    assert main([*arguments, "--json"]) == 0
    said = capsys.readouterr()
    assert not said.err
    summary = json.loads(said.out)
    assert (summary["to"], summary["draws"], summary["seed"]) == (2036, 60, 3)
    link = "1__namn_Gruva__jobb_2421_n300_f2028_t2034"
    assert summary["scenario"] == {"name": "Gruva", "link": link}
    changed = run(dataset, project(dataset, to=2036, draws=60, seed=3), MINE)
    expected = changed.table({"2421": ["2421"], "24": dataset.regions.place("24").members})
    written = pd.read_csv(out, dtype={"region": str, "age": str})
    pd.testing.assert_frame_equal(
        written, expected.round(4), check_dtype=False, check_categorical=False
    )
    totals = changed.group(["2421"], 0, 100)
    last = summary["regions"]["2421"]["population"]["2036"]
    assert last["p90"] == pytest.approx(np.quantile(totals[:, -1], 0.9), abs=0.1)


def test_what_is_asked_for_goes_before_the_file_and_other_figures_are_told(
    dataset: Dataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = saved(tmp_path, dataset, version="0000")
    line = ["project", "--scenario", str(file), "--regions", "2421", "--json", "--draws", "8"]
    assert main([*line, "--to", "2030"]) == 0
    said = capsys.readouterr()
    summary = json.loads(said.out)
    assert (summary["to"], summary["draws"], summary["seed"]) == (2030, 8, 3)
    assert "made with data 0000" in said.err
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "Cannot read"),
        ("{", "not JSON"),
        (write(Scenario("", (Measure("fertility", "2380", (("change", 5.0),)),))), "2380"),
    ],
)
def test_a_file_that_is_no_scenario_is_one_line_on_standard_error(
    content: str | None, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "scenario.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    line = ["project", "--scenario", str(file), "--json", "--draws", "4", "--to", "2028"]
    assert main(line) == 2
    said = capsys.readouterr()
    assert not said.out
    assert complaint in said.err
    assert len(said.err.splitlines()) == 1
