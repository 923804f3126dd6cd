"""A second server, which shares the contract with the first and as little else as can be.

Its figures are drawn cell by cell and agree with nothing: ages do not sum to totals, nor women
and men to both. Its answers have the forms of JSON-stat that the first does not use: dimensions
in another order, positions by code in no order, values by position, a size-one dimension for
what was left out, compressed and without a length. It tells one limit only, refuses anything
but GET for metadata and POST for data, and does not keep connections. Kolada's pages are small
and name the next by its path alone.
"""

import gzip
import json
import math
import threading
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
from numpy.typing import NDArray

__all__ = ["Dimension", "OtherServer", "Structure", "serving_other"]

Values = NDArray[np.float64]
MANY = 2**32


@dataclass(frozen=True)
class Dimension:
    """A variable: its codes, whether it may be left out, and what then stands for it."""

    code: str
    codes: tuple[str, ...]
    elimination: bool = False
    total: str = ""


Structure = Mapping[str, Sequence[Dimension]]
"""Variables by table."""

_NET = {f"BE0101{c}" for c in ("AZ", "A1", "A4", "C5", "C6", "C9")} | {
    "00000868",
    "0000086A",
    "0000086C",
}
_NET_CHANGES = {"230", "260", "240", "250", "135"}
_DECIMALS = {
    "TAB637": 1,
    "TAB4642": 1,
    "TAB4805": 2,
    "TAB4394": 2,
    "TAB628": 2,
    "TAB3200": 1,
    "TAB3554": 1,
}
_SUPPRESSING = {"TAB4805", "TAB4394", "TAB3554"}


def _drawn(table: str, lists: Sequence[Sequence[str]], seed: int) -> NDArray[np.int64]:
    """A number below 2³² for every cell, from its codes alone, whatever is asked beside it."""
    total = np.zeros([len(codes) for codes in lists], dtype=np.uint64)
    for axis, codes in enumerate(lists):
        own = [zlib.crc32(f"{seed}/{table}/{axis}/{code}".encode()) for code in codes]
        shape = [-1 if at == axis else 1 for at in range(len(lists))]
        part = np.array(own, dtype=np.uint64).reshape(shape)
        total = (total * np.uint64(2654435761) + part * np.uint64(40503)) % np.uint64(MANY)
        total ^= total >> np.uint64(15)
    return total.astype(np.int64)


@dataclass
class OtherServer:
    """What is served.

    Attributes
    ----------
    structure : Structure
        Tables and their variables, in the order a selection is answered for.
    seed : int
        Other figures with another seed.
    """

    structure: Structure
    seed: int = 1
    max_cells: int = 150_000
    calls: int = 10_000
    log: list[str] = field(default_factory=list)
    url: str = ""

    @property
    def api(self) -> str:
        return f"{self.url}/pxweb/api/v2/"

    @property
    def kolada(self) -> str:
        return f"{self.url}/kolada/v3"

    def published(self, table: str, **chosen: Sequence[str]) -> Values:
        """Figures of a product of codes, axes in the order of the structure's variables."""
        dimensions = self.structure[table]
        lists = [
            list(chosen.get(d.code) or ([d.total] if d.total else d.codes)) for d in dimensions
        ]
        drawn = _drawn(table, lists, self.seed)
        values = (drawn % 90_000).astype(float) / (10 ** _DECIMALS.get(table, 0) * 100)
        values = np.round(values, _DECIMALS.get(table, 0))
        for axis, dimension in enumerate(dimensions):
            net = _NET if dimension.code == "ContentsCode" else _NET_CHANGES
            shape = [-1 if at == axis else 1 for at in range(len(lists))]
            if dimension.code in ("ContentsCode", "Forandringar"):
                below = np.array([450.0 if code in net else 0.0 for code in lists[axis]])
                values = values - below.reshape(shape)
        if table in _SUPPRESSING:
            values[drawn % 41 == 0] = np.nan
        for axis, dimension in enumerate(dimensions):
            if dimension.code not in chosen and not dimension.total:
                values = values.sum(axis=axis, keepdims=True)
        return np.asarray(values)

    def figure(self, kpi: str, municipality: str, year: int, gender: str) -> float | None:
        """Kolada's value; None where there is none."""
        drawn = zlib.crc32(f"{self.seed} {kpi}{municipality}{year}{gender}".encode())
        return None if drawn % 11 == 0 else drawn % 5000 / 4

    def document(self, table: str, chosen: Mapping[str, Sequence[str]] | None) -> dict[str, Any]:
        """JSON-stat of the metadata (nothing chosen) or of figures."""
        dimensions = list(self.structure[table])
        lists = [
            list(d.codes if chosen is None else chosen.get(d.code) or [d.total or "sum"])
            for d in dimensions
        ]
        order = range(len(dimensions) - 1, -1, -1)
        described: dict[str, Any] = {}
        for at in order:
            positions = {code: n for n, code in enumerate(lists[at])}
            by_length = sorted(positions, key=lambda code: (len(code), code[::-1]))
            category: dict[str, Any] = {"index": {code: positions[code] for code in by_length}}
            if len(positions) == 1:
                category = {"label": {lists[at][0]: "the only one"}}  # the index may be left out
            described[dimensions[at].code] = {"category": category}
            if dimensions[at].elimination:
                described[dimensions[at].code]["extension"] = {"elimination": True}
        document: dict[str, Any] = {
            "class": "dataset",
            "version": "2.0",
            "id": [dimensions[at].code for at in order],
            "size": [len(lists[at]) for at in order],
            "dimension": described,
            "updated": "2026-02-24T07:00:00Z" if chosen is None else "2026-02-24 08:00",
        }
        if chosen is None:
            return document | {"value": {}, "label": f"Table {table}"}
        values = self.published(table, **chosen).transpose(list(order)).ravel()
        missing = np.isnan(values)
        document["value"] = {
            str(at): float(values[at]) if values[at] % 1 else int(values[at])
            for at in np.flatnonzero(~missing)
        }
        if missing.any():
            document["status"] = {str(at): ".." for at in np.flatnonzero(missing)}
        return document


class _RefusedError(Exception):
    def __init__(self, status: int, title: str = "") -> None:
        super().__init__(title)
        self.status = status


def _kolada(server: OtherServer, path: str, query: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    parts = path.strip("/").split("/")
    if parts[0] == "kpi":
        return {
            "values": [
                {"id": kpi, "title": f"Title of {kpi}", "description": f"About\n{kpi}."}
                for kpi in parts[1].split(",")
            ],
            "next_url": None,
        }
    asked = dict(zip(parts[1::2], parts[2::2], strict=True))
    kpis, places, years = (asked[name].split(",") for name in ("kpi", "municipality", "year"))
    if parts[0] != "data" or max(map(len, (kpis, places, years))) > 25:
        raise _RefusedError(404)
    cells = [(kpi, place, year) for year in years for place in places for kpi in kpis]
    page = int(query.get("page", ["1"])[0])
    values = [
        {
            "period": int(year),
            "municipality": place,
            "kpi": kpi,
            "values": [
                {"value": value, "gender": gender, "status": None}
                for gender in "KMT"
                if (value := server.figure(kpi, place, int(year), gender)) is not None
            ],
        }
        for kpi, place, year in cells[(page - 1) * 2000 : page * 2000]
    ]
    answer: dict[str, Any] = {"values": values}
    if page * 2000 < len(cells):
        answer["next_url"] = f"{urlsplit(server.kolada).path}{path}?page={page + 1}"
    return answer


class _Handler(BaseHTTPRequestHandler):
    server_data: OtherServer

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name
        pass

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, body: bytes | None) -> None:
        try:
            payload = gzip.compress(json.dumps(self._content(body)).encode(), 1)
        except _RefusedError as refusal:
            self.send_response(refusal.status)
            self.end_headers()
            if refusal.status != 500:
                self.wfile.write(json.dumps({"title": str(refusal)}).encode())
            return
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()  # HTTP/1.0: the end of the connection is the end of the answer
        self.wfile.write(payload)

    def _content(self, body: bytes | None) -> dict[str, Any]:
        served = self.server_data
        parts = urlsplit(self.path)
        served.log.append(f"{self.command} {parts.path}")
        if parts.path.startswith("/kolada/v3/"):
            below = parts.path.removeprefix("/kolada/v3")
            return _kolada(served, below, parse_qs(parts.query))
        if parts.path == "/pxweb/api/v2/config":
            return {"maxCallsPerTimeWindow": served.calls}
        table, _, what = parts.path.removeprefix("/pxweb/api/v2/tables/").partition("/")
        if table not in served.structure:
            raise _RefusedError(404, "No such page")
        if (what, self.command) == ("metadata", "GET"):
            return served.document(table, None)
        if (what, self.command) != ("data", "POST") or body is None:
            raise _RefusedError(405)
        chosen = {
            part["variableCode"]: part["valueCodes"] for part in json.loads(body)["selection"]
        }
        self._check(served, table, chosen)
        return served.document(table, chosen)

    @staticmethod
    def _check(served: OtherServer, table: str, chosen: Mapping[str, Sequence[str]]) -> None:
        dimensions = {d.code: d for d in served.structure[table]}
        if set(chosen) - set(dimensions):
            raise _RefusedError(400, "Non-existent variable")
        for code, dimension in dimensions.items():
            if code not in chosen and not dimension.elimination:
                raise _RefusedError(400, f"Missing selection for {code}")
            if set(chosen.get(code, ())) - set(dimension.codes):
                raise _RefusedError(400, f"Non-existent value of {code}")
            if len(set(chosen.get(code, ()))) < len(chosen.get(code, ())):
                raise _RefusedError(500)
        if math.prod(map(len, chosen.values())) > served.max_cells:
            raise _RefusedError(400, "Too many cells selected")


@contextmanager
def serving_other(served: OtherServer) -> Iterator[OtherServer]:
    """Serve for the length of a block."""
    handler = type("Handler", (_Handler,), {"server_data": served})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.block_on_close = False
    served.url = f"http://localhost:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
