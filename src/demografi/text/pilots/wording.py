"""Forms that the pilots' sentences share."""

import math
from collections.abc import Sequence

from demografi.needs import Span
from demografi.text import _
from demografi.text.numbers import interval, join, signed, whole
from demografi.text.sentences import number_word

__all__ = ["change_range", "counted", "listed", "signed_range", "span_text"]


def change_range(low: float, high: float) -> str:
    r"""Write a range of changes in per cent; with a decimal where an end would become zero.

    >>> change_range(-38.4, -21.0), change_range(-2.3, -0.2)
    ('−38 till −21\xa0%', '−2,3 till −0,2\xa0%')
    """
    digits = 1 if 0 < min(abs(low), abs(high)) < 0.5 else 0
    return _("{low} till {high}\u00a0%").format(low=signed(low, digits), high=signed(high, digits))


def _step(low: float, high: float) -> float:
    """Step that leaves two digits of half the range."""
    half = (high - low) / 2
    return float(10 ** max(0, math.floor(math.log10(half)) - 1)) if half >= 1 else 1.0


def signed_range(low: float, high: float) -> str:
    r"""Write a range of differences with their signs, coarser the wider it is.

    >>> signed_range(-1143.2, 841.0), signed_range(12.3, 80.2)
    ('−1\xa0140 till +840', '+12 till +80')
    """
    step = _step(low, high)
    first, last = (signed(round(value / step) * step) for value in (low, high))
    return first if first == last else _("{low} till {high}").format(low=first, high=last)


def span_text(span: Span, digits: int = 0) -> str:
    r"""Write a range of numbers, coarser the wider it is.

    >>> span_text(Span(136.1, 243.0, 348.9)), span_text(Span(-3.4, 9.5, 21.5))
    ('140–350', '−3 till 22')
    """
    if digits:
        return interval(span.low, span.high, digits)
    step = _step(span.low, span.high)
    first, last = (whole(round(value / step) * step) for value in (span.low, span.high))
    if first == last:
        return first
    template = _("{low} till {high}") if span.low < 0 else "{low}–{high}"
    return template.format(low=first, high=last)


def counted(some: int, of: int) -> str:
    """Say how many of how many.

    >>> counted(13, 15), counted(15, 15), counted(0, 15)
    ('tretton av femton kommuner', 'alla femton kommuner', 'ingen av de femton kommunerna')
    """
    if some == of:
        return _("alla {all} kommuner").format(all=number_word(of))
    if some == 0:
        return _("ingen av de {all} kommunerna").format(all=number_word(of))
    return _("{some} av {all} kommuner").format(some=number_word(some), all=number_word(of))


def listed(names: Sequence[str], most: int = 3) -> str:
    """Name some, or say how many there are.

    >>> listed(["Umeå", "Vännäs"]), listed(["a", "b", "c", "d"])
    ('Umeå och Vännäs', 'fyra kommuner')
    """
    if len(names) <= most:
        return join(list(names))
    return _("{count} kommuner").format(count=number_word(len(names)))
