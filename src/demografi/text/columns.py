"""Headings for what is known and for what is projected, chosen once for screens and files.

What computing calls the 10th percentile (p10) is here called what it is to a reader: the lowest
of the eight outcomes in ten that lie in the middle. Files keep the short names beside it, and
say what they mean.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from demografi.text import _

__all__ = [
    "BASIS",
    "BEFORE",
    "CALCULATED",
    "COMPONENTS",
    "ENDS",
    "MIDDLE",
    "OBSERVED",
    "OUTLOOK",
    "PROJECTED",
    "RANGE",
    "RANGE_COLUMNS",
    "Column",
    "component_columns",
    "ends",
    "explained",
    "history_columns",
    "range_columns",
]

OBSERVED = _("Statistik")
"""What has been counted; "utfall" is kept for what may come."""
CALCULATED = _("Beräknat")
"""Years before a projection that are no statistics themselves, but calculated from them."""
BEFORE = _("Statistik eller beräknat")
"""Where some rows are the one and some the other; a column :data:`BASIS` then says which."""
BASIS = _("Underlag bakåt")
PROJECTED = _("Prognos")
RANGE = _("8 av 10 utfall")
MIDDLE = _("mitten")

ENDS = ("p10", "p50", "p90")
OUTLOOK = {"p10": "low", "p50": "middle", "p90": "high"}
"""Columns of an outlook by the end of the range that they hold."""
COMPONENTS = {
    "births": _("Födda"),
    "deaths": _("Döda"),
    "natural_change": _("Födelsenetto"),
    "in_migration": _("Inflyttade"),
    "out_migration": _("Utflyttade"),
    "net_migration": _("Flyttnetto"),
    "change": _("Folkökning"),
}
"""What changes a population in a year, by column, in the order that tables have."""

_ENDS = {"p10": _("lägst i 8 av 10"), "p50": MIDDLE, "p90": _("högst i 8 av 10")}

_MEANINGS = {
    "p10": _("p10 (10:e percentilen): lägst i 8 av 10 utfall, en av tio framtider hamnar lägre."),
    "p50": _("p50 (medianen): mitten, hälften av framtiderna hamnar lägre och hälften högre."),
    "p90": _("p90 (90:e percentilen): högst i 8 av 10 utfall, en av tio framtider hamnar högre."),
}


@dataclass(frozen=True)
class Column:
    """How a column of a table is shown, on screen and in files.

    Attributes
    ----------
    name : str
        Heading.
    digits : int
        Decimals shown of a number.
    kind : {'number', 'year', 'text'}
        What stands in it.
    digits_of : str
        Column of the frame that holds the decimals of each row, where rows are of different
        measures.
    term : str
        What computing calls it (``p10``), for those who read files by programs.
    sign : bool
        Numbers are differences, written with their sign.
    """

    name: str
    digits: int = 0
    kind: Literal["number", "year", "text"] = "number"
    digits_of: str = ""
    term: str = ""
    sign: bool = False

    @property
    def in_files(self) -> str:
        """Heading in Excel and CSV: with the name that programs know it by."""
        return f"{self.name} ({self.term})" if self.term else self.name


def ends(what: str = PROJECTED) -> dict[str, str]:
    """Head the columns of a range by the names that computing has for its ends.

    Parameters
    ----------
    what : str
        What the range is of, such as a year; nothing where the table says it.

    >>> ends("2035")["p10"], ends()["p50"]
    ('2035, lägst i 8 av 10', 'Prognos, mitten')
    >>> ends("")["p90"]
    'Högst i 8 av 10'
    """
    return {
        end: _("{what}, {end}").format(what=what, end=name) if what else name.capitalize()
        for end, name in _ENDS.items()
    }


def range_columns(
    what: str = PROJECTED,
    columns: Mapping[str, str] | Iterable[str] = ENDS,
    digits: int = 0,
    *,
    digits_of: str = "",
) -> dict[str, Column]:
    """Head the columns of a range in plain words; files also name them p10, p50, p90.

    Parameters
    ----------
    what : str
        What the range is of: a year, a measure.
    columns : mapping of str to str, or iterable of str
        Column of the frame by the end of the range; the ends themselves when not a mapping.
    digits, digits_of
        As in :class:`Column`.
    """
    named = columns if isinstance(columns, Mapping) else {end: end for end in columns}
    heads = ends(what)
    return {
        named[end]: Column(heads[end], digits, digits_of=digits_of, term=end)
        for end in ENDS
        if end in named
    }


def history_columns(digits: int = 0, before: str = OBSERVED) -> dict[str, Column]:
    """Head years, what is known of them and the range of what is projected.

    Parameters
    ----------
    digits : int
        Decimals.
    before : str
        What the known years are, :data:`OBSERVED` or :data:`BEFORE`.
    """
    return {
        "year": Column(_("År"), kind="year"),
        "value": Column(before, digits),
        **range_columns(digits=digits),
    }


RANGE_COLUMNS = history_columns()
"""As for whole numbers."""


def component_columns(
    parts: Iterable[str] = COMPONENTS, ranged: Iterable[str] = ()
) -> dict[str, Column]:
    """Head years and components of change; those that have ranges with both ends of them.

    Parameters
    ----------
    parts : iterable of str
        Columns of :data:`COMPONENTS`, shown in its order.
    ranged : iterable of str
        Those that have columns ``_p10`` and ``_p90`` too.

    >>> list(component_columns(["births", "net_migration"], ["net_migration"]))
    ['year', 'births', 'net_migration', 'net_migration_p10', 'net_migration_p90']
    """
    wanted, with_range = set(parts), set(ranged)
    found = {"year": Column(_("År"), kind="year")}
    for part, name in COMPONENTS.items():
        if part in wanted:
            found[part] = Column(name)
        if part in with_range:
            found |= range_columns(name, {end: f"{part}_{end}" for end in ("p10", "p90")})
    return found


def explained(terms: Iterable[str]) -> str:
    """Say what short names of columns mean; nothing when none of them is the end of a range.

    >>> explained(["year", "p50"])
    'p50 (medianen): mitten, hälften av framtiderna hamnar lägre och hälften högre.'
    >>> explained(["year", "value"])
    ''
    """
    used = list(terms)
    return " ".join(
        text
        for end, text in _MEANINGS.items()
        if any(term == end or term.endswith(f"_{end}") for term in used)
    )
