"""SCB's PxWebApi v2: limits, metadata and data."""

import logging
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from demografi.errors import SourceError
from demografi.sources.client import SCB_URL, Client, Patience
from demografi.sources.jsonstat import Cube, parse, read_json
from demografi.sources.limiter import RateLimiter, shared_limiter

__all__ = ["Config", "ScbClient"]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Config:
    """Limits of a PxWebApi server."""

    max_cells: int = 150_000
    calls: int = 30
    window: float = 10.0


class ScbClient(Client):
    """PxWebApi v2."""

    def __init__(
        self,
        url: str = SCB_URL,
        *,
        patience: Patience | None = None,
        cancel: threading.Event | None = None,
        limiter: RateLimiter | None = None,
    ) -> None:
        safe = Config()
        limiter = limiter or shared_limiter(urlsplit(url).netloc, safe.calls, safe.window)
        super().__init__(url, "SCB", limiter, patience=patience, cancel=cancel)

    def config(self) -> Config:
        """Read the server's limits; what it does not say, or says absurdly, is as documented."""
        found: Any = None
        try:
            found = self.ask(
                "GET", "/config", "config", check=lambda body: read_json(body, "config")
            )
        except SourceError as reason:
            # A server may have no such page; whether it is one will be seen by its tables.
            if reason.code not in ("table_gone", "refused"):
                raise
            log.info("No limits told, as documented instead: %s", reason)
        safe = Config()

        def positive(name: str, fallback: float) -> float:
            value = found.get(name) if isinstance(found, dict) else None
            usable = isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0
            return float(value) if usable and value is not None else fallback

        config = Config(
            max_cells=max(1, int(positive("maxDataCells", safe.max_cells))),
            calls=max(1, int(positive("maxCallsPerTimeWindow", safe.calls))),
            window=positive("timeWindow", safe.window),
        )
        self.limiter.set_limits(config.calls, config.window)
        return config

    def metadata(self, table: str) -> Cube:
        """Read a table's variables and codes."""
        return self._cube("GET", f"/tables/{table}/metadata?lang=sv", table, metadata=True)

    def data(self, table: str, selection: dict[str, list[str]]) -> bytes:
        """Ask for a part of a table; the answer is checked to be whole and returned as it came.

        Parameters
        ----------
        table : str
            Id of the table.
        selection : dict
            Codes per variable.
        """
        wanted = [{"variableCode": name, "valueCodes": codes} for name, codes in selection.items()]

        def whole(body: bytes) -> bytes:
            read_json(body, table)
            return body

        body: bytes = self.ask(
            "POST",
            f"/tables/{table}/data?lang=sv&outputFormat=json-stat2",
            table,
            json={"selection": wanted},
            check=whole,
        )
        return body

    def _cube(self, method: str, path: str, table: str, *, metadata: bool) -> Cube:
        cube: Cube = self.ask(
            method,
            path,
            table,
            check=lambda body: parse(read_json(body, table), table, metadata=metadata),
        )
        return cube
