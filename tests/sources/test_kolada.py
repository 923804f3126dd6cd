"""Kolada's pages, whatever they name the next by, and what of an answer is believed."""

from typing import Any

import pytest

from demografi.errors import SourceError
from demografi.sources import KoladaClient
from demografi.sources.kolada import (
    Definitions,
    Page,
    definitions,
    pages,
    to_definitions,
    to_rows,
)

PAGE = Page("components", ("N01804", "N01964"), ("2480", "00"), (2020, 2021))


def entry(value: object, *, kpi: str = "N01804", gender: str = "T", **more: Any) -> dict[str, Any]:
    values = [{"gender": gender, "value": value, "status": "", **more}]
    return {"kpi": kpi, "municipality": "0000", "period": 2021, "values": values}


@pytest.fixture
def client() -> KoladaClient:
    return KoladaClient("https://example.org/a/v3")


@pytest.mark.parametrize(
    "following",
    [
        "https://example.org/a/v3/data/kpi/N1?page=2",
        "http://inside:80/a/v3/data/kpi/N1?page=2",
        "/a/v3/data/kpi/N1?page=2",
        "?page=2",
    ],
)
def test_the_next_page_is_below_our_own_address(client: KoladaClient, following: str) -> None:
    assert client._below("/data/kpi/N1", following) == "/data/kpi/N1?page=2"


def test_a_page_elsewhere_is_not_followed(client: KoladaClient) -> None:
    with pytest.raises(SourceError, match="leads elsewhere"):
        client._below("/data/kpi/N1", "https://example.org/other")


def test_requests_obey_the_limit_of_ids() -> None:
    kpis = [f"N{n:05}" for n in range(60)]
    found = pages("kolada", kpis, ["2480"], range(1994, 2025))
    assert len(found) == 3 * 2
    assert max(len(page.kpis) for page in found) <= 25
    assert sum(len(page.kpis) for page in definitions(kpis)) == 60


def test_values_become_rows() -> None:
    rows = to_rows(PAGE, [entry(7, gender="K"), entry(None, gender="M"), entry(9, isdeleted=True)])
    (row,) = rows.to_dict("records")
    assert (row["region"], row["year"], row["sex"]) == ("00", 2021, "F")
    assert (row["component"], row["source"], row["value"]) == ("births", "Kolada N01804", 7.0)
    assert row["ckm"] is False


def test_net_flows_may_be_negative_and_events_may_not() -> None:
    assert to_rows(PAGE, [entry(-5, kpi="N01964")])["value"].tolist() == [-5]
    for value in (-5, 1e12, "7", True, float("nan")):
        with pytest.raises(SourceError, match="Kolada"):
            to_rows(PAGE, [entry(value)])


def test_definitions() -> None:
    asked = Definitions(("N01804",))
    given: list[dict[str, Any]] = [
        {"id": "N01804", "title": "Födda", "description": None},
        {"id": "N9", "title": "x"},
    ]
    assert to_definitions(asked, given).values.tolist() == [["N01804", "Födda", ""]]
    with pytest.raises(SourceError, match="an entry reads"):
        to_definitions(asked, [{"id": "N01804"}])
