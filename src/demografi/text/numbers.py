"""Numbers as Swedish readers write them: 1 234,5 and −2,1 %.

Babel knows the locale's separators and the real minus sign; spaces are no-break so that a
number never splits over two lines.
"""

import functools
import math
from collections.abc import Sequence

from babel.numbers import format_decimal, get_minus_sign_symbol

from demografi.text import LANGUAGE, _

__all__ = [
    "MISSING",
    "about",
    "capital",
    "decimal",
    "interval",
    "join",
    "percent",
    "signed",
    "signed_interval",
    "whole",
]

MISSING = "–"
"""Shown where there is no figure."""


def decimal(value: float | None, digits: int = 1) -> str:
    r"""Format with a fixed number of decimals.

    >>> decimal(1234.56), decimal(-2.04, 1), decimal(None)
    ('1\xa0234,6', '−2,0', '–')
    """
    if value is None or math.isnan(value):
        return MISSING
    return _formatted(round(float(value), digits) + 0.0, digits)  # + 0.0 turns −0.0 into 0.0


@functools.lru_cache(maxsize=65_536)
def _formatted(rounded: float, digits: int) -> str:
    """Format a rounded number; tables write the same ones for every reader and every rerun."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    text = str(format_decimal(rounded, format=pattern, locale=LANGUAGE))
    # Babel leaves the hyphen of a pattern of our own; the locale has a real minus sign.
    return text.replace("-", get_minus_sign_symbol(LANGUAGE))


def whole(value: float | None) -> str:
    r"""Format as a whole number.

    >>> whole(134249)
    '134\xa0249'
    """
    return decimal(value, 0)


def signed(value: float | None, digits: int = 0) -> str:
    """Format with its sign, plus included; zero has none.

    >>> signed(12), signed(-3.25, 1), signed(0)
    ('+12', '−3,2', '0')
    """
    text = decimal(value, digits)
    return "+" + text if value is not None and round(value, digits) > 0 else text


def percent(value: float | None, digits: int = 1, *, sign: bool = False) -> str:
    r"""Format a value that already is in per cent.

    >>> percent(-2.1), percent(3.0, 0, sign=True)
    ('−2,1\xa0%', '+3\xa0%')
    """
    text = signed(value, digits) if sign else decimal(value, digits)
    return text if text == MISSING else f"{text}\u00a0%"


def _magnitude(size: float) -> int:
    return math.floor(math.log10(size)) if size >= 1 else 0


def about(value: float) -> str:
    r"""Say a count rounded, with the word that tells on which side of it the value is.

    Two significant digits below 100 000 and three above, as people say it.

    >>> about(2294), about(2310), about(2300)
    ('knappt 2\xa0300', 'drygt 2\xa0300', '2\xa0300')
    >>> about(134249), about(279024), about(2451), about(46)
    ('drygt 134\xa0000', '279\xa0000', 'omkring 2\xa0500', '46')
    """
    size = abs(value)
    step = 10.0 ** max(0, _magnitude(size) - (2 if size >= 100_000 else 1))
    rounded = round(value / step) * step
    if abs(value - rounded) < step * 0.05:
        return whole(rounded)
    if abs(value - rounded) > step * 0.35:
        return _("omkring {number}").format(number=whole(rounded))
    word = _("knappt {number}") if size < abs(rounded) else _("drygt {number}")
    return word.format(number=whole(rounded))


def interval(low: float, high: float, digits: int = 0) -> str:
    r"""Format a range, coarser the wider it is, so that it promises no false precision.

    The step is that of the second digit of its width, so that the width itself stays right
    within a tenth and a range never says less than a table of its parts. Ends that are written
    alike are written once; a minus sign never meets the dash.

    >>> interval(272915, 295019), interval(2101, 2388), interval(81.2, 90.7, 1)
    ('273\xa0000–295\xa0000', '2\xa0100–2\xa0390', '81,2–90,7')
    >>> interval(7.1, 7.2), interval(-12, 4)
    ('7', '−12 till 4')
    """
    if digits:
        first, last = decimal(low, digits), decimal(high, digits)
    else:
        step = 10.0 ** max(0, _magnitude(high - low) - 1)
        first, last = whole(round(low / step) * step), whole(round(high / step) * step)
    if first == last:
        return first
    if low < 0:
        return _("{low} till {high}").format(low=first, high=last)
    return f"{first}–{last}"


def signed_interval(low: float, high: float) -> str:
    """Format a range of change with signs; in decimals where an end is near zero but not at it.

    >>> signed_interval(-12.2, 3.1), signed_interval(-12.2, -0.3), signed_interval(0, 4.4)
    ('−12 till +3', '−12,2 till −0,3', '0 till +4')
    """
    near = any(end != 0 and round(end) == 0 for end in (low, high))
    first, last = (signed(end, 1 if near else 0) for end in (low, high))
    return _("{low} till {high}").format(low=first, high=last)


def capital(text: str) -> str:
    """Begin a sentence or a heading with it.

    >>> capital("medelåldern i Umeå"), capital("")
    ('Medelåldern i Umeå', '')
    """
    return text[:1].upper() + text[1:]


def join(names: Sequence[str]) -> str:
    """Join names as in running text.

    >>> join(["Umeå"]), join(["Umeå", "Vännäs", "Åsele"])
    ('Umeå', 'Umeå, Vännäs och Åsele')
    """
    if len(names) < 2:
        return "".join(names)
    return _("{first} och {last}").format(first=", ".join(names[:-1]), last=names[-1])
