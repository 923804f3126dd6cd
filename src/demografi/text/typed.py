"""Numbers as readers type them: with comma or point, with or without spaces between thousands.

A separator before exactly three figures is read only where it cannot mean thousands: what is
misread by a factor of a thousand, or of ten, gives an answer that looks like any other.
"""

import re

__all__ = ["read_number"]

# No-break, narrow no-break and thin space are what pasted Swedish numbers have between thousands.
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-"})
_NUMBER = re.compile(r"([+-]?(?:\d{1,12}|\d{1,3}(?: \d{3}){1,3}))(?:([.,])(\d{1,9}))?", re.ASCII)


def read_number(typed: str, digits: int = 0) -> float | None:
    r"""Read a number that somebody typed; None where it is none, or could be two.

    Parameters
    ----------
    typed : str
        As typed or pasted.
    digits : int
        Decimals that such a number has.

    >>> read_number("2,5", 1), read_number("2.5", 1), read_number("1\u00a0234,5", 1)
    (2.5, 2.5, 1234.5)
    >>> read_number("304 150"), read_number("−12"), read_number("304.150"), read_number("2 5")
    (304150.0, -12.0, None, None)
    """
    found = _NUMBER.fullmatch(" ".join(typed.translate(_SPACES).split()))
    if found is None:
        return None
    whole, mark, part = found.groups()
    if part is not None and len(part) == 3 and (mark == "." or digits == 0):
        return None
    return float(f"{whole.replace(' ', '')}.{part or 0}")
