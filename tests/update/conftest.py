"""One whole update from the stub, made once, and quick ways to make small ones."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from demografi import update
from demografi.dataset import SNAPSHOT, Dataset, read_directory
from demografi.dataset.local import Pointer, datasets, load, read_pointer, write_pointer
from demografi.sources import Patience
from demografi.update.swap import Unfinished
from tests.sources.metadata import REGIONS
from tests.stub import kolada
from tests.stub.demography import demography
from tests.stub.other import Dimension, OtherServer, serving_other
from tests.stub.server import Stub, serving
from tests.stub.tables import published, tables

SOME = ("00", "22", "24", "25", "2321", "2401", "2480", "2482", "2584")
QUICK = Patience(
    connect=2.0, read=8.0, answer=8.0, attempts=3, first_pause=0.02, longest_pause=0.1, total=20.0
)


@pytest.fixture(scope="session")
def served() -> Iterator[Stub]:
    demography(2025)
    demography(2026)  # made before anyone waits for it
    # No test waits for places: the limiter has tests of its own.
    with serving(Stub(calls=10_000, window=0.1)) as stub:
        yield stub


@pytest.fixture
def stub(served: Stub) -> Iterator[Stub]:
    yield served
    fresh = Stub()
    served.faults.clear()
    served.log.clear()
    served.shift.clear()
    served.stamps.clear()
    for name in ("last", "max_cells", "sparse", "index_list", "pause"):
        setattr(served, name, getattr(fresh, name))


@pytest.fixture
def options(stub: Stub, tmp_path: Path) -> update.Options:
    """Small: one table of SCB's in an empty place; the stub's history is not the snapshot's."""
    return update.Options(
        api=stub.api,
        kolada=stub.kolada,
        tables=("TAB637",),
        root=tmp_path / "place",
        accept_revisions=True,
        patience=QUICK,
    )


@pytest.fixture(scope="session")
def whole(served: Stub, tmp_path_factory: pytest.TempPathFactory) -> update.Outcome:
    """Outcome of a whole update; its place must not be changed."""
    root = tmp_path_factory.mktemp("whole")
    chosen = update.Options(api=served.api, kolada=served.kolada, root=root, accept_revisions=True)
    outcome = update.run(chosen)
    served.log.clear()
    return outcome


@pytest.fixture(scope="session")
def updated(whole: update.Outcome) -> Dataset:
    return load(root=whole.path.parent.parent)


def pared(root: Path) -> None:
    """Put a dataset into use that lacks the large tables' older years: quick to read and write."""
    shipped = read_directory(SNAPSHOT)
    large = ("population", "deaths", "births", "mean_population", "population_groups")
    tables = {
        name: frame[frame["year"] >= 2018] if name in large else frame
        for name, frame in shipped.tables.items()
    }
    root.mkdir()
    Unfinished(root, shipped, "pared").take_into_use(
        tables, note="", date="2026-01-01", facts={"snapshot": shipped.version}
    )


@pytest.fixture(scope="session")
def small(served: Stub, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place that has been updated with a few small tables."""
    root = tmp_path_factory.mktemp("small") / "place"
    pared(root)
    chosen = update.Options(
        api=served.api,
        kolada=served.kolada,
        tables=("TAB637", "TAB628", "TAB4823"),
        root=root,
        accept_revisions=True,
    )
    update.run(chosen)
    pointer = read_pointer(root)
    write_pointer(root, Pointer(pointer.current))  # the figures before are the shipped ones
    shutil.rmtree(datasets(root) / pointer.previous)
    served.log.clear()
    return root


@pytest.fixture
def ready(options: update.Options, small: Path, tmp_path: Path) -> update.Options:
    """A place that has been updated before; nothing in it is shared."""
    root = tmp_path / "ready"
    shutil.copytree(small, root)
    return replace(options, root=root, accept_revisions=False)


@dataclass(frozen=True)
class World:
    """A server, what it published and the dataset an update made of some or all regions."""

    name: str
    regions: tuple[str, ...]
    dataset: Dataset
    published: Callable[..., NDArray[np.float64]]
    figure: Callable[[str, str, int, str], float | None]

    def order(self, table: str) -> list[str]:
        """Variables in the order of the axes of what is published."""
        return [variable.code for variable in tables(2025)[table].variables]


@pytest.fixture(scope="session")
def others(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Figures that agree with nothing, from a server with other ways of answering.

    Some regions of every level do: that all are asked for is seen at the first server.
    """
    structure = {
        name: [Dimension(v.code, tuple(v.codes), v.elimination, v.total) for v in table.variables]
        for name, table in tables(2025).items()
    }
    root = tmp_path_factory.mktemp("other")
    with serving_other(OtherServer(structure)) as served:
        chosen = update.Options(
            api=served.api,
            kolada=served.kolada,
            root=root,
            regions=SOME,
            accept_revisions=True,
        )
        outcome = update.run(chosen)
    assert {warning.code for warning in outcome.warnings} == {
        "ages_do_not_sum",
        "births_do_not_sum",
        "change_does_not_sum",
        "county_does_not_sum",
        "deaths_do_not_sum",
        "flows_do_not_sum",
        "sexes_do_not_sum",
    }
    return World("other", SOME, load(root=root), served.published, served.figure)


@pytest.fixture(params=["stub", "other"])
def world(request: pytest.FixtureRequest) -> World:
    """Each server in turn."""
    if request.param == "other":
        other: World = request.getfixturevalue("others")
        return other
    return World("stub", REGIONS, request.getfixturevalue("updated"), published, kolada.figure)
