"""Kolada v3: key figures by id, municipality and year, a page at a time."""

import math
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin, urlsplit

import pandas as pd

from demografi.dataset import TABLES
from demografi.dataset.added import noisy
from demografi.errors import SourceError
from demografi.regions import NATION
from demografi.sources.client import KOLADA_URL, Client, Patience
from demografi.sources.jsonstat import read_json
from demografi.sources.limiter import shared_limiter

__all__ = [
    "KEY_FIGURES",
    "Definitions",
    "KeyFigures",
    "KoladaClient",
    "Page",
    "definitions",
    "pages",
    "to_definitions",
    "to_rows",
]

FIRST_YEAR = 1994
"""First year the product has figures of."""
SEGMENT = 25
"""Most ids in one part of an address."""
PER_PAGE = 5000
# Kolada states no limit; this is what a considerate reader does.
_CALLS, _WINDOW = 10, 2.0
_SEXES = {"T": "T", "K": "F", "M": "M"}


@dataclass(frozen=True)
class KeyFigures:
    """Key figures that go to one table of the dataset.

    Attributes
    ----------
    target : str
        Table of the dataset.
    items : mapping of str to str
        KPI id → what it is there (component, age group).
    """

    target: str
    items: Mapping[str, str]


KEY_FIGURES: tuple[KeyFigures, ...] = (
    KeyFigures(
        "components",
        {
            "N01801": "in_migration",
            "N01802": "out_migration",
            "N01804": "births",
            "N01805": "deaths",
            "N01806": "net_international",
            "N01964": "net_domestic",
        },
    ),
    KeyFigures(
        "population_groups",
        {
            "N01951": "total",
            "N01952": "0-5",
            "N01953": "6-15",
            "N01954": "16-19",
            "N01955": "20-64",
            "N01956": "65-79",
            "N01817": "0",
            "N01926": "1-5",
            "N01927": "13-18",
            "N02832": "20-44",
            "N02833": "45-64",
        },
    ),
)
"""Key figures that complete tables of SCB's. Those of the table ``kolada`` are the ones named
in ``kolada_definitions``."""


@dataclass(frozen=True)
class Page:
    """First page of one request; the following pages are named in the answers."""

    target: str
    kpis: tuple[str, ...]
    regions: tuple[str, ...]
    years: tuple[int, ...]

    @property
    def path(self) -> str:
        """Address below the base."""
        places = ",".join(_their_code(code) for code in self.regions)
        years = ",".join(map(str, self.years))
        return (
            f"/data/kpi/{','.join(self.kpis)}/municipality/{places}/year/{years}"
            f"?per_page={PER_PAGE}"
        )

    @property
    def pages(self) -> int:
        """Answers to expect."""
        return -(-len(self.kpis) * len(self.regions) * len(self.years) // PER_PAGE)


@dataclass(frozen=True)
class Definitions:
    """Request for the titles and definitions of some key figures."""

    kpis: tuple[str, ...]
    target: str = "kolada_definitions"

    @property
    def path(self) -> str:
        """Address below the base."""
        return f"/kpi/{','.join(self.kpis)}?per_page={PER_PAGE}"

    @property
    def pages(self) -> int:
        """Answers to expect."""
        return 1


def _their_code(region: str) -> str:
    """``00`` → ``0000``, ``24`` → ``0024``, ``2480`` stays."""
    return region.zfill(4)


def _our_code(municipality: str) -> str:
    if municipality == "0000":
        return NATION
    return municipality[2:] if municipality.startswith("00") else municipality


def _chunks(values: Sequence[Any], size: int = SEGMENT) -> Iterator[tuple[Any, ...]]:
    """Cut a list into parts of nearly equal length, none longer than ``size``."""
    count = -(-len(values) // size)
    edges = [len(values) * k // count for k in range(count + 1)] if count else [0]
    for low, high in pairwise(edges):
        yield tuple(values[low:high])


def pages(target: str, kpis: Sequence[str], regions: Sequence[str], years: range) -> list[Page]:
    """Requests that cover some key figures, regions and years."""
    return [
        Page(target, some_kpis, some_regions, some_years)
        for some_kpis in _chunks(kpis)
        for some_regions in _chunks(regions)
        for some_years in _chunks(list(years))
    ]


def definitions(kpis: Sequence[str]) -> list[Definitions]:
    """Requests that cover the definitions of some key figures."""
    return [Definitions(some) for some in _chunks(kpis)]


class KoladaClient(Client):
    """Kolada's data."""

    def __init__(
        self,
        url: str = KOLADA_URL,
        *,
        patience: Patience | None = None,
        cancel: threading.Event | None = None,
    ) -> None:
        limiter = shared_limiter(urlsplit(url).netloc + "/kolada", _CALLS, _WINDOW)
        super().__init__(url, "Kolada", limiter, patience=patience, cancel=cancel)

    def entries(
        self, page: Page | Definitions, received: Callable[[], None] = lambda: None
    ) -> list[dict[str, Any]]:
        """Every entry of a request, page after page.

        Parameters
        ----------
        page : Page
            What to ask for.
        received : callable
            Called after every page.

        Raises
        ------
        SourceError
            The answer has another form (``bad_answer``), or as :meth:`Client.ask`.
        """
        found: list[dict[str, Any]] = []
        address = page.path
        seen = set()
        while address:
            if address in seen:
                raise _unknown_form(f"next_url {address} goes in a circle")
            seen.add(address)
            answer = self.ask(
                "GET", address, "Kolada", check=lambda body: read_json(body, "Kolada")
            )
            values = answer.get("values") if isinstance(answer, dict) else None
            if not isinstance(values, list):
                raise _unknown_form("there is no list of values")
            found += values
            following = answer.get("next_url", answer.get("next_page"))
            address = self._below(address, str(following)) if following else ""
            received()
        return found

    def _below(self, address: str, following: str) -> str:
        """Address of the next page below our base, whatever host its name is given with."""
        parts = urlsplit(urljoin(f"{self.url}{address}", following))
        base = urlsplit(self.url).path
        if not parts.path.startswith(f"{base}/"):
            raise _unknown_form(f"next_url {following} leads elsewhere")
        return parts.path.removeprefix(base) + (f"?{parts.query}" if parts.query else "")


def _unknown_form(detail: str) -> SourceError:
    return SourceError(
        "bad_answer",
        f"Kolada: the answer is not as documented ({detail}).",
        "Nothing has been changed. Try again later; if it happens again Kolada has changed its "
        "format and the program must follow.",
        source="Kolada",
        table="Kolada",
        detail=detail,
    )


def to_definitions(page: Definitions, entries: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Make rows of ``kolada_definitions``.

    Raises
    ------
    SourceError
        ``bad_answer``: an entry lacks its id or title.
    """
    rows = {}
    for entry in entries:
        try:
            texts = str(entry["id"]), str(entry["title"]), str(entry.get("description") or "")
        except (KeyError, TypeError, AttributeError) as reason:
            raise _unknown_form(f"an entry reads {str(entry)[:120]}") from reason
        if texts[0] in page.kpis:
            rows[texts[0]] = texts
    frame = pd.DataFrame(rows.values(), columns=TABLES[page.target].names)
    return frame.astype(dict.fromkeys(frame.columns, "str"))


def _plausible(target: str, item: str, value: float) -> bool:
    """Whether a value can be: finite, and not negative where events or persons are counted."""
    column = TABLES[target].column("value")
    counted = target == "components" and not item.startswith("net_")
    low = 0.0 if counted else column.low
    return (-math.inf if low is None else low) <= value <= (column.high or math.inf)


def to_rows(page: Page, entries: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Make tidy rows of the target table.

    Values that Kolada marks as missing or deleted have no row.

    Raises
    ------
    SourceError
        ``bad_answer``: an entry was not asked for or is not a number.
    """
    names = TABLES[page.target].names
    item = next(name for name in ("component", "group", "indicator") if name in names)
    own = next((k.items for k in KEY_FIGURES if k.target == page.target), {})
    wanted = set(page.kpis), set(page.regions), set(page.years)
    rows = []
    for entry in entries:
        try:
            kpi, region, year = (
                str(entry["kpi"]),
                _our_code(str(entry["municipality"])),
                int(entry["period"]),
            )
            cells = [
                (_SEXES[cell["gender"]], cell.get("value"), bool(cell.get("isdeleted")))
                for cell in entry["values"]
            ]
        except (KeyError, TypeError, ValueError) as reason:
            raise _unknown_form(f"an entry reads {str(entry)[:120]}") from reason
        if kpi not in wanted[0] or region not in wanted[1] or year not in wanted[2]:
            raise _unknown_form(f"{kpi} {region} {year} was not asked for")
        for sex, value, deleted in cells:
            if value is None or deleted:
                continue
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise _unknown_form(f"{kpi} {region} {year}: {value!r} is not a number")
            if not _plausible(page.target, own.get(kpi, kpi), value):
                raise _unknown_form(f"{kpi} {region} {year}: {value!r} cannot be right")
            source = "Kolada" if page.target == "kolada" else f"Kolada {kpi}"
            rows.append((region, year, sex, own.get(kpi, kpi), source, float(value)))
    frame = pd.DataFrame(rows, columns=["region", "year", "sex", item, "source", "value"])
    frame = frame.astype({"year": "int64", "source": "str", "value": "float64"})
    if "ckm" in names:
        frame["ckm"] = noisy(page.target, frame)
    return frame[names].assign(odd=False)
