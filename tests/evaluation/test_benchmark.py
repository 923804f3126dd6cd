"""The benchmark's tables: the same rows for all, and what the documents quote."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks import accuracy, record
from demografi import Dataset
from demografi.evaluation import evaluate

ROOT = Path(accuracy.__file__).parents[1]


def test_scores_are_on_the_same_rows(dataset: Dataset) -> None:
    rows = evaluate(
        dataset, origin=2019, regions=["24*"], contenders=["no_change", "official"], draws=2
    ).rows
    gone = (rows["contender"] == "no_change") & (rows["region"] == "2403") & (rows["ahead"] == 3)
    found = accuracy.errors(accuracy.same_rows(rows[~gone]))
    total = found[found["group"] == "total"].set_index(["contender", "ahead"])
    for contender in ("no_change", "official"):
        assert total.loc[contender]["rows"].tolist() == [15, 15, 14, 15, 15]
    # The measure itself, and the published projection's known errors (per cent).
    official = total.loc["official"]["mape"]
    assert official[1] == pytest.approx(0.56, abs=0.01)
    assert official[5] == pytest.approx(2.38, abs=0.01)
    assert total.loc["no_change"]["mape"][5] == pytest.approx(3.83, abs=0.01)


def test_says_where_the_official_projection_was_closer() -> None:
    rows = [
        {"base": 2019, "place": "24", "group": "total", "ahead": ahead, **score}
        for ahead, ours, theirs in ((1, 0.6, 0.5), (2, 0.7, 0.9))
        for score in (
            {"contender": "demografi", "mape": ours},
            {"contender": "official", "mape": theirs},
        )
    ]
    said = accuracy.verdicts(pd.DataFrame(rows))
    assert len(said) == 1
    assert "2019, the 15, total, 1 year ahead (1 of 2" in said[0]


def test_tables_are_put_where_a_document_wants_them(tmp_path: Path) -> None:
    document = tmp_path / "read.md"
    document.write_text(
        "before\n<!-- accuracy: totals -->\nold\n<!-- /accuracy -->\nbetween\n"
        "<!-- accuracy: all -->\nolder\n\nstill\n<!-- /accuracy -->\nafter\n"
    )
    accuracy.put_into(document, accuracy.by_name("| a |\n\n| b |\n\nWords."))
    assert document.read_text() == (
        "before\n<!-- accuracy: totals -->\n| a |\n<!-- /accuracy -->\nbetween\n"
        "<!-- accuracy: all -->\n| a |\n\n| b |\n<!-- /accuracy -->\nafter\n"
    )
    document.write_text("no place")
    with pytest.raises(ValueError, match="no place"):
        accuracy.put_into(document, {"all": "| a |"})


def test_documents_quote_what_the_program_prints(dataset: Dataset) -> None:
    """Rows without chance of their own, so that any processor gives the same."""
    others = [contender for contender in accuracy.NAMES if contender != "demografi"]
    lines = []
    for base, place in accuracy.TESTS:
        said = evaluate(
            dataset,
            origin=base,
            regions=dataset.regions.place(place).members,
            contenders=others,
            draws=2,
        )
        found = accuracy.errors(accuracy.same_rows(said.rows))
        total = found[found["group"] == "total"].set_index(["contender", "ahead"])["mape"]
        label = "the 15" if place == "24" else "the 44"
        for contender in others:
            errors = [total.get((contender, ahead), np.nan) for ahead in range(1, 6)]
            cells = [f"{error:.2f}" if np.isfinite(error) else "–" for error in errors]
            lines.append(f"| {base}, {label} | {accuracy.NAMES[contender]} | {' | '.join(cells)} |")
    for name in ("README.md", "docs/method.md"):
        quoted = (ROOT / name).read_text("utf-8").replace("*", "").splitlines()
        assert [line for line in lines if line not in quoted] == []


def test_documents_quote_the_stored_back_test() -> None:
    misses = "\n".join(record.misses())
    assert misses in (ROOT / "README.md").read_text("utf-8")
    method = (ROOT / "docs/method.md").read_text("utf-8")
    assert misses in method
    assert "\n".join(record.held()) in method
