"""Evidence that several tests read, made once."""

import pytest

from demografi import Dataset
from demografi.pilots import MeasuredCase, measured_case


@pytest.fixture(scope="session")
def case(dataset: Dataset) -> MeasuredCase:
    return measured_case(dataset, draws=100)
