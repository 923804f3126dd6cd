"""Findings against figures looked up in the raw tables: years."""

import pandas as pd
import pytest

from demografi import findings
from demografi.errors import RequestError

UMEA, SKELLEFTEA, BJURHOLM, COUNTY = "2480", "2482", "2403", "24"


def test_in_year() -> None:
    frame = pd.DataFrame({"year": [2024, 2025], "name": ["a", "b"], "value": [1, 2]})
    assert findings.in_year(frame, 2025) == {"year": 2025, "value": 2}
    with pytest.raises(RequestError, match="2024-2025") as error:
        findings.in_year(frame, 2026)
    assert error.value.code == "year_missing"
