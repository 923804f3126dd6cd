"""Headings for what is known and for what is projected, chosen once for screens and files.

What computing calls the 10th percentile (p10) is here called what it is to a reader: the lowest
of the eight outcomes in ten that lie in the middle. Files keep the short names beside it, and
say what they mean.
"""

from collections.abc import Iterable

from demografi.text import _

__all__ = ["MIDDLE", "OBSERVED", "PROJECTED", "RANGE", "ends", "explained"]

OBSERVED = _("Statistik")
"""What has been counted; "utfall" is kept for what may come."""
PROJECTED = _("Prognos")
RANGE = _("8 av 10 utfall")
MIDDLE = _("mitten")

_ENDS = {"p10": _("lägst i 8 av 10"), "p50": MIDDLE, "p90": _("högst i 8 av 10")}

_MEANINGS = {
    "p10": _("p10 (10:e percentilen): lägst i 8 av 10 utfall, en av tio framtider hamnar lägre."),
    "p50": _("p50 (medianen): mitten, hälften av framtiderna hamnar lägre och hälften högre."),
    "p90": _("p90 (90:e percentilen): högst i 8 av 10 utfall, en av tio framtider hamnar högre."),
}


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
