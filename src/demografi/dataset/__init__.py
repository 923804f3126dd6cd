"""The dataset: schema, checks, loading and saving."""

from demografi.dataset.agreement import Case, Disagreement, disagreements
from demografi.dataset.consistency import check_dataset
from demografi.dataset.local import load
from demografi.dataset.schema import AGE_OPEN, CKM_YEAR, TABLES, Column, Source, Table
from demografi.dataset.store import SNAPSHOT, Dataset, read_directory
from demografi.dataset.writing import DatasetWriter, write_directory

__all__ = [
    "AGE_OPEN",
    "CKM_YEAR",
    "SNAPSHOT",
    "TABLES",
    "Case",
    "Column",
    "Dataset",
    "DatasetWriter",
    "Disagreement",
    "Source",
    "Table",
    "check_dataset",
    "disagreements",
    "load",
    "read_directory",
    "write_directory",
]
