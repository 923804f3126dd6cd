"""The server: PxWebApi v2 below ``/api/v2``, Kolada v3 below ``/v3``, and faults on demand.

Answers and errors have the forms of the contract: JSON problems for 400, plain text and
``Retry-After`` for 429, an empty 500 for a code given twice, 404 for addresses that are too
long, regions in the order of the request.
"""

import json
import math
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import numpy as np

from tests.stub import kolada
from tests.stub.tables import Table, Variable, published, tables

__all__ = ["Fault", "Stub", "serving"]

LONGEST_ADDRESS = 2100
_WRONG = {"negative": -40.0, "absurd": 3e9, "high": 940.0, "null": math.nan}
"""What a fault makes of one cell."""


@dataclass
class Fault:
    """Something that goes wrong.

    Attributes
    ----------
    kind : str
        ``429`` (with Retry-After), ``429-bare``, ``503``, ``500``, ``400``, ``403``, ``404``,
        ``hang``, ``drip``, ``drip-head``, ``moved``, ``reset``, ``truncate``, ``cut-json``,
        ``wrong-size``, ``nan``, ``negative``, ``absurd``, ``high``, ``null``, ``rename-code``,
        ``rename-variable``, ``no-year``, ``year-layout``.
    where : str
        Regular expression on the path.
    times : int
        How often; 0 or less for ever.
    after : int
        Matching calls that go well first.
    """

    kind: str
    where: str = "/data"
    times: int = 1
    after: int = 0
    seen: int = 0

    def strikes(self, path: str) -> bool:
        if not re.search(self.where, path):
            return False
        self.seen += 1
        return self.seen > self.after and (self.times <= 0 or self.seen <= self.after + self.times)


@dataclass
class Call:
    """One call as the server saw it: when it came, and what it asked for."""

    at: float
    method: str
    path: str
    body: Any = None
    status: int = 200


@dataclass
class Stub:
    """State of a server.

    Attributes
    ----------
    last : int
        Newest year published.
    max_cells, calls, window : int, int, float
        Limits told in ``/config``; the rate is enforced where ``enforce`` is true.
    sparse, index_list, dict_status : bool
        Other forms JSON-stat allows.
    shift : dict of str to float
        Added to every count of a table: a revision.
    stamps : dict of str to str
        ``updated`` of a table, where it is not the table's own.
    hang : float
        Seconds that the fault of this name holds a caller, if nobody lets go before.
    """

    last: int = 2025
    max_cells: int = 150_000
    calls: int = 30
    window: float = 10.0
    enforce: bool = False
    sparse: bool = False
    index_list: bool = False
    pause: float = 0.0
    faults: list[Fault] = field(default_factory=list)
    log: list[Call] = field(default_factory=list)
    shift: dict[str, float] = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)
    url: str = ""
    hang: float = 3.0
    released: threading.Event = field(default_factory=threading.Event, repr=False)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    arrivals: deque[float] = field(default_factory=deque, repr=False)

    @property
    def api(self) -> str:
        return f"{self.url}/api/v2"

    @property
    def kolada(self) -> str:
        return f"{self.url}/v3"

    def data_calls(self) -> list[Call]:
        return [c for c in self.log if "/api/" in c.path and "/data" in c.path and c.status == 200]

    def release(self) -> None:
        """Let go of the callers that the fault ``hang`` holds, and hold nobody any more."""
        self.released.set()

    def data_seen(self) -> bool:
        """Whether anybody has asked for data, answered or not."""
        return any("/api/" in call.path and "/data" in call.path for call in self.log)

    def fault(self, path: str) -> str:
        with self.lock:
            return next((fault.kind for fault in self.faults if fault.strikes(path)), "")

    def too_many(self) -> bool:
        if not self.enforce:
            return False
        with self.lock:
            now = time.monotonic()
            while self.arrivals and now - self.arrivals[0] >= self.window:
                self.arrivals.popleft()
            if len(self.arrivals) >= self.calls:
                return True
            self.arrivals.append(now)
            return False


class _AnswerError(Exception):
    """An answer that is not 200."""

    def __init__(self, status: int, title: str) -> None:
        super().__init__(title)
        self.status = status
        self.title = title


def _expand(variable: Variable, wanted: Sequence[str]) -> list[str]:
    """Codes behind value expressions; a plain code is itself."""
    codes = list(variable.codes)
    found: list[str] = []
    for text in wanted:
        if text in codes:
            found.append(text)
        elif match := re.fullmatch(r"(top|bottom)\((\d+)\)", text, re.I):
            n = int(match[2])
            found += codes[-n:] if match[1].lower() == "top" else codes[:n]
        elif match := re.fullmatch(r"from\((.+)\)", text, re.I):
            found += codes[codes.index(match[1]) :]
        elif match := re.fullmatch(r"to\((.+)\)", text, re.I):
            found += codes[: codes.index(match[1]) + 1]
        elif match := re.fullmatch(r"range\((.+),(.+)\)", text, re.I):
            found += codes[codes.index(match[1]) : codes.index(match[2]) + 1]
        elif "*" in text or "?" in text:
            pattern = re.escape(text).replace(r"\*", ".*").replace(r"\?", ".")
            found += [code for code in codes if re.fullmatch(pattern, code)]
        else:
            raise _AnswerError(400, "Non-existent value")
    return found


def _select(stub: Stub, table: Table, wanted: dict[str, list[str]]) -> dict[str, list[str]]:
    """Check a selection as the real server does, in its order of complaints."""
    if unknown := set(wanted) - {variable.code for variable in table.variables}:
        raise _AnswerError(400, f"Non-existent variable {min(unknown)}")
    chosen = {}
    for variable in table.variables:
        if variable.code not in wanted:
            if not variable.elimination:
                raise _AnswerError(400, "Missing selection for mandantory variable")
            continue
        codes = _expand(variable, wanted[variable.code])
        if not codes:
            raise _AnswerError(400, "Missing selection for mandantory variable")
        if len(set(codes)) < len(codes):
            raise _AnswerError(500, "")
        chosen[variable.code] = codes
    if math.prod(len(codes) for codes in chosen.values()) > stub.max_cells:
        raise _AnswerError(400, "Too many cells selected")
    return chosen


def _document(
    stub: Stub, table: Table, chosen: dict[str, list[str]] | None, fault: str
) -> dict[str, Any]:
    """JSON-stat 2.0 of a table's metadata (nothing chosen) or data."""
    dimension: dict[str, Any] = {}
    ids, sizes = [], []
    for variable in table.variables:
        codes = list(variable.codes) if chosen is None else chosen.get(variable.code)
        if codes is None:
            continue
        if fault == "rename-code" and chosen is None and variable.code == "ContentsCode":
            codes = ["X" + code for code in codes]
        if chosen is None and variable.code == "Tid":
            if fault == "no-year":
                codes = codes[:-2] + codes[-1:] if len(codes) > 2 else []
            if fault == "year-layout":
                codes = [code + "K1" for code in codes]
        name = variable.code
        if fault == "rename-variable" and chosen is None and name == "Kon":
            name = "Sex"
        ids.append(name)
        sizes.append(len(codes))
        index: Any = codes if stub.index_list else {code: at for at, code in enumerate(codes)}
        dimension[name] = {
            "label": variable.code.lower(),
            "category": {"index": index, "label": {code: f"text {code}" for code in codes}},
            "extension": {"elimination": variable.elimination, "show": "code"},
        }
    document: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": table.title,
        "source": "SCB",
        "updated": stub.stamps.get(table.id, table.updated),
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "id": ids,
        "size": sizes,
        "dimension": dimension,
        "extension": {"px": {"tableid": table.id, "decimals": 0}, "discontinued": None},
    }
    if table.ckm:
        document["note"] = ["Från och med referensåret 2025 ... Cell Key Method (CKM)"]
    if chosen is None:
        return document | {"value": []}
    values = published(table.id, last=stub.last, **chosen).ravel()
    values = values + stub.shift.get(table.id, 0.0)
    if fault in _WRONG:
        values = values.copy()
        values[len(values) // 3] = _WRONG[fault]
    plain = [None if math.isnan(v) else int(v) if v % 1 == 0 else float(v) for v in values]
    if fault == "wrong-size":
        plain = plain[:-1]
    document["value"] = (
        {str(at): v for at, v in enumerate(plain) if v is not None} if stub.sparse else plain
    )
    if marked := {str(at): ".." for at in np.flatnonzero(np.isnan(values))}:
        document["status"] = marked
    return document


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stub: Stub

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name
        pass

    def do_GET(self) -> None:
        self._serve(None)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self._serve(self.rfile.read(length))

    def _serve(self, body: bytes | None) -> None:
        call = Call(time.monotonic(), self.command, self.path)
        with self.stub.lock:
            self.stub.log.append(call)
        if self.stub.pause:
            time.sleep(self.stub.pause)
        try:
            self._answer(call, body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _answer(self, call: Call, body: bytes | None) -> None:
        fault = self.stub.fault(self.path)
        if "/api/" in self.path and self.stub.too_many():
            fault = "429"
        simple = {
            "429": (429, b"Too many requests", {"Retry-After": "1"}),
            "429-bare": (429, b"Too many requests", {}),
            "503": (503, b"<html>Service Unavailable</html>", {}),
            "500": (500, b"", {}),
        }
        if fault in simple:
            status, text, headers = simple[fault]
            call.status = status
            self._send(status, text, "text/plain", headers)
            return
        if fault == "reset":
            call.status = 0
            self.close_connection = True
            self.connection.shutdown(2)
            return
        if fault == "drip-head":
            call.status = 0
            for letter in "HTTP/1.1 200 OK\r\nX-Long: " + 500 * "x":
                self.wfile.write(letter.encode())
                self.wfile.flush()
                time.sleep(0.02)
            self.close_connection = True
            return
        if fault == "moved":
            call.status = 301
            self._send(301, b"", "text/plain", {"Location": "/api/v2/config"})
            return
        if fault == "hang":
            call.status = 0
            self.stub.released.wait(self.stub.hang)
            self.close_connection = True
            return
        try:
            answer = self._content(call, body, fault)
        except _AnswerError as refusal:
            call.status = refusal.status
            self._refuse(refusal)
            return
        written = json.dumps(answer, ensure_ascii=False)
        if fault == "nan":
            written = re.sub(r'("value": \[)[^,\]]+', r"\1NaN", written)
        payload = written.encode()
        if fault == "cut-json":
            payload = payload[: len(payload) // 2]
        call.status = 200 if not fault else -1
        self._send(200, payload, "application/json; charset=utf-8", {}, fault)

    def _content(self, call: Call, body: bytes | None, fault: str) -> Any:
        if fault in ("400", "403", "404"):
            raise _AnswerError(int(fault), f"Fault {fault}")
        parts = urlsplit(self.path)
        if len(self.path) > LONGEST_ADDRESS:
            raise _AnswerError(404, "")
        if parts.path.startswith("/v3/"):
            answer = kolada.answer(
                unquote(parts.path), parse_qs(parts.query), self.stub.url, self.stub.last
            )
            if answer is None:
                raise _AnswerError(404, "Not found")
            return answer
        call.body = json.loads(body) if body else None
        return self._pxweb(parts.path, parse_qs(parts.query), call.body, fault)

    def _refuse(self, refusal: _AnswerError) -> None:
        if refusal.status == 500:
            self._send(500, b"", "text/plain", {})
            return
        problem = {"type": "Parameter error", "title": refusal.title, "status": refusal.status}
        text = json.dumps(problem, ensure_ascii=False).encode()
        self._send(refusal.status, text, "application/problem+json", {})

    def _send(
        self, status: int, payload: bytes, kind: str, headers: dict[str, str], fault: str = ""
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(payload)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if fault == "truncate":
            self.wfile.write(payload[: len(payload) // 2])
            self.close_connection = True
        elif fault == "drip":
            for at in range(len(payload)):
                self.wfile.write(payload[at : at + 1])
                self.wfile.flush()
                time.sleep(0.05)
        else:
            self.wfile.write(payload)

    def _pxweb(
        self, path: str, query: dict[str, list[str]], body: Any, fault: str
    ) -> dict[str, Any]:
        parts = path.removeprefix("/api/v2").strip("/").split("/")
        known = tables(self.stub.last)
        if parts == ["config"]:
            return {
                "apiVersion": "2.2.0",
                "languages": [{"id": "sv", "label": "Svenska"}],
                "defaultLanguage": "sv",
                "maxDataCells": self.stub.max_cells,
                "maxCallsPerTimeWindow": self.stub.calls,
                "timeWindow": self.stub.window,
                "defaultDataFormat": "json-stat2",
                "dataFormats": ["json-stat2", "csv", "px", "xlsx", "html", "json-px"],
            }
        if parts == ["tables"]:
            listed = [self._listed(table) for table in known.values()]
            words = " ".join(query.get("query", [])).lower()
            chosen = [entry for entry in listed if words in entry["label"].lower()]
            size = int(query.get("pageSize", ["20"])[0])
            page = int(query.get("pageNumber", ["1"])[0])
            return {
                "language": "sv",
                "tables": chosen[(page - 1) * size : page * size],
                "page": {
                    "pageNumber": page,
                    "pageSize": size,
                    "totalElements": len(chosen),
                    "totalPages": -(-len(chosen) // size),
                },
            }
        if parts[0] != "tables" or len(parts) < 2 or parts[1] not in known:
            raise _AnswerError(404, "Non-existent table")
        table = known[parts[1]]
        if parts[2:] == []:
            return self._listed(table)
        if parts[2:] == ["metadata"]:
            return _document(self.stub, table, None, fault)
        if parts[2:] == ["data"]:
            return _document(
                self.stub, table, _select(self.stub, table, _wanted(query, body)), fault
            )
        raise _AnswerError(404, "Non-existent page")

    def _listed(self, table: Table) -> dict[str, Any]:
        time_codes = list(table.variables[-1].codes)
        return {
            "id": table.id,
            "label": table.title,
            "updated": self.stub.stamps.get(table.id, table.updated),
            "firstPeriod": time_codes[0],
            "lastPeriod": time_codes[-1],
            "variableNames": [variable.code for variable in table.variables],
            "source": "SCB",
            "timeUnit": "Annual",
        }


def _wanted(query: dict[str, list[str]], body: Any) -> dict[str, list[str]]:
    if body is not None:
        return {
            str(part["variableCode"]): list(map(str, part.get("valueCodes") or []))
            for part in body.get("selection", [])
        }
    wanted = {}
    for name, values in query.items():
        if found := re.fullmatch(r"valuecodes\[(\w+)\]", name, re.I):
            wanted[found[1]] = values[0].split(",")
    return wanted


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64


def start(stub: Stub, port: int = 0) -> tuple[_Server, Callable[[], None]]:
    """Start serving in a thread; the second value stops it."""
    handler = type("Handler", (_Handler,), {"stub": stub})
    server = _Server(("127.0.0.1", port), handler)
    stub.url = f"http://127.0.0.1:{server.server_address[1]}"
    stub.released.clear()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()

    def stop() -> None:
        stub.release()
        server.shutdown()
        server.server_close()
        thread.join(5)

    return server, stop


@contextmanager
def serving(stub: Stub | None = None) -> Iterator[Stub]:
    """Serve for the length of a block."""
    stub = stub or Stub()
    _, stop = start(stub)
    try:
        yield stub
    finally:
        stop()
