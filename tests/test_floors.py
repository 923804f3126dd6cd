"""The house stands: a file imports only from the floors below it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import demografi

SOURCE = Path(demografi.__file__).parent
ROOT = SOURCE.parents[1]

# From the ground up. Rooms on one floor may not know of each other.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("errors",),
    ("regions",),
    ("dataset",),
    ("series",),
    ("sources",),
    ("update",),
    ("indicators",),
    ("rates",),
    ("projection",),
    ("scenario", "evaluation"),
    ("findings",),
    ("needs",),
    ("knowledge", "comparison", "coverage", "notes"),
    ("pilots",),
    ("text",),
    ("charts",),
    ("report",),
    ("export",),
    ("ui",),
)
# The door to the library is open to all; the command line is a roof of its own.
DOORS = {"__init__": ("dataset",), "cli": tuple(room for floor in FLOORS[:-1] for room in floor)}
FILES = {"xlsxwriter", "docx", "pptx", "matplotlib", "lxml"}
SCREEN_ONLY = {"streamlit", "plotly", "kaleido", "choreographer", *FILES}
MAY_USE = {
    "charts": {"plotly"},
    "report": {"plotly"},
    "export": {"plotly", "kaleido", "choreographer", *FILES},
    "ui": {"streamlit", "plotly"},
}


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and name of everything a file imports, also inside functions and for types only."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            if node.module == "demografi":
                yield from ((node.lineno, f"demografi.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, str(node.module)


def files() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def height(room: str) -> int:
    (found,) = [at for at, floor in enumerate(FLOORS) if room in floor]
    return found


def test_every_room_has_its_floor() -> None:
    rooms = {room_of(path) for path in files()}
    assert rooms - set(DOORS) == {room for floor in FLOORS for room in floor}


def test_imports_go_down() -> None:
    wrong = []
    for path in files():
        room = room_of(path)
        for line, name in imported(path):
            parts = name.split(".")
            if parts[0] != "demografi" or len(parts) < 2 or parts[1].startswith("__"):
                continue
            other = parts[1]
            if other == room or (room in DOORS and other in DOORS[room]):
                continue
            if room in DOORS or height(other) >= height(room):
                wrong.append(f"{path.relative_to(SOURCE)}:{line} imports {name}")
    assert wrong == []


def test_only_the_upper_floors_know_of_the_screen() -> None:
    wrong = [
        f"{path.relative_to(SOURCE)}:{line} imports {name}"
        for path in files()
        for line, name in imported(path)
        if (package := name.split(".")[0]) in SCREEN_ONLY
        and package not in MAY_USE.get(room_of(path), set())
    ]
    assert wrong == []


@pytest.mark.parametrize("module", ["demografi", "demografi.projection", "demografi.text.problems"])
def test_library_wakes_nothing_it_does_not_need(module: str) -> None:
    """A notebook that loads the figures pays neither for Streamlit nor for statsmodels."""
    program = (
        f"import sys, {module}; "
        f"print(sorted({SCREEN_ONLY | {'statsmodels', 'requests'}!r} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=60,
    )
    assert run.stdout.strip() == "[]"
