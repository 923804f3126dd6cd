"""Kolada v3 as the contract describes it: key figures by id, municipality and year, in pages."""

import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.stub.demography import FIRST, demography
from tests.stub.figures import flow
from tests.stub.places import R312

__all__ = ["LAST", "answer", "definition", "figure"]

LAST = 2024
"""Newest year with figures."""
_AT = {code: at for at, code in enumerate(R312)}
_GROUPS = {
    "N01951": range(101),
    "N01952": range(6),
    "N01953": range(6, 16),
    "N01954": range(16, 20),
    "N01955": range(20, 65),
    "N01956": range(65, 80),
    "N01817": range(1),
    "N01926": range(1, 6),
    "N01927": range(13, 19),
    "N02832": range(20, 45),
    "N02833": range(45, 65),
}
_FLOWS = {"N01801": "in", "N01802": "out", "N01806": "net_abroad", "N01964": "net_dom"}


@lru_cache(maxsize=8)
def _moves(kpi: str, last: int) -> NDArray[np.int64]:
    """Moves [year, region, sex] of all ages."""
    return np.asarray(flow(demography(last), _FLOWS[kpi]).sum(axis=3))


def figure(kpi: str, municipality: str, year: int, gender: str, last: int = 2025) -> float | None:
    """Return the value of a key figure; None where Kolada has none."""
    region = {"0000": "00"}.get(municipality, municipality)
    region = region[2:] if region.startswith("00") and region != "00" else region
    if region not in _AT or not 1994 <= year <= min(LAST, last):
        return None
    data, at = demography(last), (year - FIRST, _AT[region])
    sexes = {"T": [0, 1], "K": [0], "M": [1]}[gender]
    if kpi in _GROUPS:
        return float(data.population[at][np.ix_(sexes, list(_GROUPS[kpi]))].sum())
    if kpi == "N01804":
        return float(data.births[at][sexes].sum())
    if kpi == "N01805":
        return float(data.deaths[at][sexes].sum())
    if kpi in _FLOWS:
        return float(_moves(kpi, last)[at][sexes].sum())
    seed = zlib.crc32(f"{kpi} {municipality} {year} {gender}".encode())
    return None if seed % 17 == 0 else round(seed % 100_000 / 1000, 1)


def definition(kpi: str) -> dict[str, Any]:
    """Title and definition of a key figure."""
    return {
        "id": kpi,
        "title": f"Nyckeltal {kpi}",
        "description": f"Så räknas {kpi}. Källa: SCB.",
        "is_divided_by_gender": 1,
        "municipality_type": "K",
    }


def answer(path: str, query: Mapping[str, Sequence[str]], url: str, last: int) -> Any:
    """Answer ``/v3/data/kpi/…/municipality/…/year/…``; None for any other address."""
    parts = path.removeprefix("/v3/").strip("/").split("/")
    if len(parts) == 2 and parts[0] == "kpi":
        return {"values": [definition(kpi) for kpi in parts[1].split(",")], "next_url": None}
    if len(parts) < 5 or parts[:2] != ["data", "kpi"] or parts[3] != "municipality":
        return None
    kpis, places = parts[2].split(","), parts[4].split(",")
    years = parts[6].split(",") if len(parts) > 6 else [str(y) for y in range(1994, last + 1)]
    if max(len(kpis), len(places), len(years)) > 25:
        return None
    cells = [(kpi, place, int(year)) for kpi in kpis for place in places for year in years]
    size = min(int(query.get("per_page", ["100"])[0]), 5000)
    page = int(query.get("page", ["1"])[0])
    values = []
    for kpi, place, year in cells[(page - 1) * size : page * size]:
        found = []
        for gender in "TKM":
            value = figure(kpi, place, year, gender, last)
            status = "" if value is not None else "Missing"
            entry = {"gender": gender, "value": value, "status": status}
            found.append({**entry, "count": 1, "isdeleted": False})
        values.append({"kpi": kpi, "municipality": place, "period": year, "values": found})
    more = page * size < len(cells)
    following = f"{url}{path}?per_page={size}&page={page + 1}" if more else None
    return {"count": len(values), "values": values, "next_url": following}
