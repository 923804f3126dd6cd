"""Reading a dataset directory: Parquet tables, regions, boundaries, manifest.

The manifest carries a checksum per file. Files that match it were checked when it was written;
a file that does not is examined rule by rule so that the error can say what is wrong where.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from demografi.dataset.added import with_added_columns
from demografi.dataset.consistency import check_dataset, check_rules
from demografi.dataset.keys import row_keys
from demografi.dataset.manifest import BOUNDARIES, MANIFEST, REGIONS, describe, sha256, stands_in
from demografi.dataset.schema import SCHEMA_VERSION, TABLES, Source, Table
from demografi.errors import DatasetError, DemografiError, RequestError
from demografi.regions import Regions

__all__ = [
    "SNAPSHOT",
    "Dataset",
    "fingerprint",
    "read_boundaries",
    "read_directory",
    "read_manifest",
    "read_table",
    "typed",
]

SNAPSHOT = Path(__file__).resolve().parents[3] / "data"
"""The figures shipped with the product."""

ESSENTIAL = ("population",)
"""Tables without which there is nothing to evaluate or project."""
SCREENS = ("population", "population_total", "components")
"""Tables without which no screen can be drawn."""


@dataclass(frozen=True)
class Dataset:
    """A whole, checked set of tables.

    Attributes
    ----------
    tables : mapping of str to DataFrame
        Tables by name, columns as in :data:`demografi.dataset.schema.TABLES`.
    regions : Regions
        Municipalities, counties, groups.
    manifest : dict
        What each file holds and where it came from.
    path : Path
        The directory it was read from.
    origin : {'snapshot', 'local', 'directory'}
        Shipped with the product, fetched by an update on this computer, or given by path.
    notice : DemografiError or None
        Why the local dataset, which would have been preferred, is not the one in use.
    """

    tables: Mapping[str, pd.DataFrame] = field(repr=False)
    regions: Regions
    manifest: Mapping[str, Any] = field(repr=False)
    path: Path
    origin: Literal["snapshot", "local", "directory"] = "directory"
    notice: DemografiError | None = None

    @cached_property
    def _positions(self) -> dict[str, dict[str, "np.ndarray[Any, np.dtype[np.intp]]"]]:
        return {}

    @cached_property
    def memo(self) -> dict[Any, Any]:
        """What floors above have derived from these figures, kept as long as the figures are.

        Keys begin with the name of the module that owns the entry.
        """
        return {}

    def table(self, name: str) -> pd.DataFrame:
        """Return a whole table.

        Raises
        ------
        RequestError
            There is no such table, or this dataset lacks it.
        """
        if name not in self.tables:
            raise RequestError(
                "unknown_table",
                f"Unknown table '{name}'.",
                f"Choose one of: {', '.join(self.tables)}.",
                table=name,
            )
        return self.tables[name]

    def rows(self, name: str, regions: str | Iterable[str]) -> pd.DataFrame:
        """Return the rows of one or several regions, by an index made on first use."""
        frame = self.table(name)
        if name not in self._positions:
            found = frame.groupby("region").indices
            self._positions[name] = {str(code): np.asarray(at) for code, at in found.items()}
        wanted = [regions] if isinstance(regions, str) else list(regions)
        at = [self._positions[name][code] for code in wanted if code in self._positions[name]]
        return frame.iloc[np.concatenate(at) if at else []]

    @cached_property
    def boundaries(self) -> dict[str, Any]:
        """Municipal boundaries as GeoJSON (WGS 84), ``id`` of each feature = SCB code."""
        collection = read_boundaries(self.path / BOUNDARIES)
        for feature in collection["features"]:
            feature["id"] = feature["properties"]["code"]
        return collection

    @property
    def newest_year(self) -> int:
        """The newest year with a population total, or with ages where there are no totals."""
        table = "population_total" if "population_total" in self.tables else "population"
        return int(self.table(table)["year"].max())

    @property
    def version(self) -> str:
        """Short fingerprint of the figures, recorded in exports."""
        return fingerprint(self.manifest)

    def sources(
        self, name: str, years: Iterable[int] = (), rows: Sequence[str] = ()
    ) -> list[Source]:
        """Return the sources behind a table's rows.

        Parameters
        ----------
        name : str
            Table.
        years : iterable of int
            Reference years shown; empty for all.
        rows : sequence of str
            Values of the ``source`` column shown, where the table has one; empty for all.
        """
        chosen = []
        span = list(years)
        for source in TABLES[name].sources:
            first, last = source.years
            if span and not any(first <= year <= last for year in span):
                continue
            if rows and source.match and not any(row.startswith(source.match) for row in rows):
                continue
            if not rows and not stands_in(source, self.tables[name]):
                continue
            chosen.append(source)
        return chosen


def fingerprint(manifest: Mapping[str, Any]) -> str:
    """Short fingerprint of the files a manifest names."""
    digests = sorted(str(entry["sha256"]) for entry in manifest["files"].values())
    return hashlib.sha256("".join(digests).encode()).hexdigest()[:10]


def typed(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Give columns their storage types; call after the checks have passed."""
    kinds = {"text": "str", "int": "int32", "number": "float64", "flag": "bool"}
    stored = frame[table.names].astype({c.name: kinds[c.kind] for c in table.columns})
    return stored.iloc[np.argsort(row_keys(stored, table.key), kind="stable")].reset_index(
        drop=True
    )


def _unreadable(path: Path, reason: Exception) -> DatasetError:
    detail = str(reason).splitlines()[0] if str(reason) else type(reason).__name__
    return DatasetError(
        "unreadable",
        f"table {path.stem}: {path} cannot be read ({detail}).",
        "Restore the file from a clean copy or import the dataset again.",
        table=path.stem,
        path=str(path),
    )


def read_table(path: Path) -> pd.DataFrame:
    """Read a table's file as it is; nothing is checked but that it can be read.

    Raises
    ------
    DatasetError
        ``unreadable``.
    """
    try:
        if path.suffix == ".csv":
            text = {c.name: "str" for c in TABLES[path.stem].columns if c.kind == "text"}
            return with_added_columns(path.stem, pd.read_csv(path, dtype=text))
        return with_added_columns(path.stem, pd.read_parquet(path))
    except (OSError, ValueError, ImportError, pd.errors.ParserError) as reason:
        raise _unreadable(path, reason) from reason


def _read_regions(directory: Path) -> pd.DataFrame:
    path = directory / REGIONS
    try:
        frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    except (OSError, ValueError, pd.errors.ParserError) as reason:
        raise _unreadable(path, reason) from reason
    needed = {"code", "name", "level", "parent"}
    if missing := needed - set(frame.columns):
        raise DatasetError(
            "missing_column",
            f"table regions, column {min(missing)}: the column is missing.",
            "Restore regions.csv from a clean copy.",
            table="regions",
            column=min(missing),
            row=None,
        )
    return frame


def _find_tables(directory: Path) -> dict[str, Path]:
    found = {}
    for name in TABLES:
        for suffix in (".parquet", ".csv"):
            path = directory / f"{name}{suffix}"
            if path.exists():
                found[name] = path
                break
    return found


def read_directory(directory: Path, *, verify: bool = True, strict: bool = True) -> Dataset:
    """Read a dataset directory, whole or not at all.

    Parameters
    ----------
    directory : Path
        With a manifest: every file it names must be there, unchanged. Without one: any of the
        schema's tables as Parquet or CSV, each checked by every rule.
    verify : bool
        Check files against the manifest's checksums.
    strict : bool
        Without a manifest, refuse tables without rows and figures that do not agree with each
        other. If not, such tables are left out, and what disagrees is for the caller to tell.

    Raises
    ------
    DatasetError
        A file is missing, unreadable, changed, or breaks a rule.
    """
    if not directory.is_dir():
        raise DatasetError(
            "no_directory",
            f"There is no dataset directory {directory}.",
            "Give the path of a directory with the tables of the schema.",
            path=str(directory),
        )
    manifest_path = directory / MANIFEST
    manifest = read_manifest(manifest_path) if manifest_path.exists() else None
    regions = _read_regions(directory)
    if manifest is None:
        raw = {name: read_table(path) for name, path in _find_tables(directory).items()}
        raw = {name: _only_schema_columns(name, frame) for name, frame in raw.items()}
        raw = {name: frame for name, frame in raw.items() if strict or len(frame)}
        if not raw:
            raise DatasetError(
                "no_tables",
                f"{directory} holds none of the tables of the schema.",
                f"Expected files such as population.parquet; tables: {', '.join(TABLES)}.",
                path=str(directory),
            )
        (check_dataset if strict else check_rules)(raw, regions)
        tables = {name: typed(TABLES[name], frame) for name, frame in raw.items()}
        return Dataset(tables, Regions(regions), describe(directory, tables, regions), directory)
    return _read_with_manifest(directory, manifest, regions, verify=verify)


def _only_schema_columns(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out columns the schema does not know; foreign files may carry more than we need."""
    if not set(frame.columns) & set(TABLES[name].names):
        first = ", ".join(map(str, frame.columns))[:80]
        raise DatasetError(
            "missing_column",
            f"table {name}: none of its columns is there; the first line is '{first}'.",
            f"Begin the file with the names of the columns, separated by commas: "
            f"{','.join(TABLES[name].names)}.",
            table=name,
            column=TABLES[name].names[0],
            row=None,
        )
    return frame[[column for column in TABLES[name].names if column in frame.columns]]


def read_manifest(path: Path, needed: Sequence[str] = ESSENTIAL) -> dict[str, Any]:
    """Read the manifest and make sure it has the parts the rest relies on.

    Parameters
    ----------
    path : Path
        The file.
    needed : sequence of str
        Tables it must name.

    Raises
    ------
    DatasetError
        It is not a manifest, of another schema, or lacks a table.
    """
    try:
        manifest: dict[str, Any] = json.loads(path.read_text("utf-8"))
        version = manifest["schema_version"]
        digests = {str(name): entry["sha256"] for name, entry in manifest["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as reason:
        raise _unreadable(path, reason) from reason
    if version != SCHEMA_VERSION:
        raise DatasetError(
            "schema_version",
            f"{path} has schema version {version}, this program reads {SCHEMA_VERSION}.",
            "Import the dataset again with this version of the program.",
            found=version,
            expected=SCHEMA_VERSION,
        )
    named = {Path(name).stem for name in digests if Path(name).suffix != ".json"}
    if absent := [name for name in needed if name not in named]:
        raise DatasetError(
            "missing_file",
            f"table {absent[0]}: the manifest does not name it.",
            "Restore the dataset from a clean copy or import it again.",
            table=absent[0],
            path=str(path.parent),
        )
    return manifest


def _read_with_manifest(
    directory: Path, manifest: dict[str, Any], regions: pd.DataFrame, *, verify: bool
) -> Dataset:
    changed = []
    for name, entry in manifest["files"].items():
        path = directory / name
        if not path.is_file():
            raise DatasetError(
                "missing_file",
                f"table {path.stem}: the file {path} is missing.",
                "Restore the file from a clean copy or import the dataset again.",
                table=path.stem,
                path=str(path),
            )
        if verify and sha256(path) != entry["sha256"]:
            changed.append(path)
    names = [name for name in manifest["files"] if Path(name).stem in TABLES]
    tables = {Path(name).stem: read_table(directory / name) for name in names}
    if changed:
        check_dataset(tables, regions)  # says what is wrong where, if a rule can tell
        raise DatasetError(
            "checksum",
            f"table {changed[0].stem}: {changed[0]} is not the file that was checked when the "
            "dataset was written (its SHA-256 differs from the manifest).",
            "Restore the file from a clean copy or import the dataset again.",
            table=changed[0].stem,
            path=str(changed[0]),
        )
    return Dataset(tables, Regions(regions), manifest, directory)


def read_boundaries(path: Path) -> dict[str, Any]:
    """Read boundaries as GeoJSON."""
    try:
        collection: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as reason:
        raise _unreadable(path, reason) from reason
    return collection
