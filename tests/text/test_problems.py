"""Every error a reader can meet is said in Swedish, whatever is known about it."""

import ast
import logging
import re
from pathlib import Path
from typing import Any

import pytest

import demografi
from demografi.errors import DatasetError, RequestError, SourceError
from demografi.text.problems import _templates, in_swedish

SOURCE = Path(demografi.__file__).parent
DATASET = SOURCE / "dataset"
RAISING = {
    "DatasetError",
    "RequestError",
    "SourceError",
    "UpdateError",
    "fail",
    "_error",
    "_changed",
    "_found",
}
FACTS: dict[str, Any] = {
    "length": 1001,
    "template": "bok",
    "section": "väder",
    "fewest": 2,
    "minutes": 10,
    "source": "SCB",
    "title": "Non-existent value",
    "share": 7.5,
    "table": "births",
    "column": "value",
    "row": 3,
    "value": -1,
    "allowed": "0 to 9",
    "region": "2480",
    "year": 2024,
    "age": 7,
    "summed": 1,
    "kind": "Nya bostäder",
    "parameter": "Bostäder",
    "place": "Region 8",
    "field": "name",
    "low": "1",
    "high": "9",
    "first": 2026,
    "last": 2050,
    "count": 21,
    "most": 20,
    "total": 2,
    "path": "/data/x",
    "found": 9,
    "expected": 1,
}


def raised(directory: Path) -> set[str]:
    """Codes of all errors raised in a directory: first words of errors and of ``fail``."""
    found = set()
    for path in directory.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                if name in RAISING and node.args:
                    # A code, or one of two: "disk_full" if full else "place_unwritable".
                    first = node.args[0]
                    either = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                    found |= {str(n.value) for n in either if isinstance(n, ast.Constant)}
    return found


def test_every_fault_of_a_dataset_has_a_wording() -> None:
    codes = raised(DATASET) - {"unknown_table", "unwritable"}  # asked wrongly, not damaged
    assert len(codes) > 15, "the search finds them"
    assert codes - _templates().keys() == set()


def test_every_fault_of_an_update_has_a_wording() -> None:
    codes = raised(SOURCE / "sources") | raised(SOURCE / "update")
    assert len(codes) > 20, "the search finds them"
    assert codes - _templates().keys() - {"usage", "no_regions"} == set()


def test_no_wording_is_left_over() -> None:
    assert _templates().keys() - raised(SOURCE) == set()


@pytest.mark.parametrize("code", sorted(_templates()))
def test_wording_with_all_facts_with_none_and_with_empty_ones(code: str) -> None:
    told = in_swedish(DatasetError(code, "English.", **FACTS))
    assert "–" not in told, "every fact asked for is one that errors carry"
    for facts in ({}, dict.fromkeys(FACTS), dict.fromkeys(FACTS, "")):  # type: dict[str, Any]
        told = in_swedish(DatasetError(code, "English.", **facts))
        assert "English" not in told
        assert not re.search(r"[{}]|None", told)
        assert told.endswith(".")


def test_unknown_problem_is_told_with_its_code_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        told = in_swedish(DatasetError("brand_new", "Details for the log.", code_of="x"))
    assert told.startswith("Något stämmer inte (brand_new).")
    assert "Details for the log." in caplog.text


def test_kolada_has_key_figures_and_no_tables() -> None:
    gone = SourceError("table_gone", "", source="Kolada", table="Kolada")
    assert in_swedish(gone).startswith("Kolada har inte längre nyckeltalen, eller")
    slow = SourceError("too_slow", "", source="SCB", table="TAB637")
    assert in_swedish(slow).startswith("Svaret från SCB om tabellen TAB637 kom inte")


def test_only_a_damaged_dataset_is_to_be_restored() -> None:
    assert "Återställ" in in_swedish(DatasetError("duplicate_rows", "", table="births", row=2))
    assert in_swedish(RequestError("unknown_region", "", region="9999")) == (
        "Regionen 9999 finns inte."
    )


def test_values_are_written_without_python_around_them() -> None:
    import numpy as np  # noqa: PLC0415 - only here

    error = DatasetError("wrong_type", "", table="births", column="value", row=1, value=np.int64(3))
    assert "står 3." in in_swedish(error)
