"""Conclusions in words, each made from figures and nothing else."""

from demografi.findings import Peak
from demografi.text import _
from demografi.text.numbers import about, percent, whole

__all__ = ["components_finding", "history", "number_word"]

_WORDS = (
    "noll",
    "en",
    "två",
    "tre",
    "fyra",
    "fem",
    "sex",
    "sju",
    "åtta",
    "nio",
    "tio",
    "elva",
    "tolv",
    "tretton",
    "fjorton",
    "femton",
)


def number_word(count: int) -> str:
    """Write small counts as words, as in running text.

    >>> number_word(12), number_word(44)
    ('tolv', '44')
    """
    return _(_WORDS[count]) if 0 <= count < len(_WORDS) else whole(count)


def history(name: str, peak: Peak) -> str:
    """Tell the long history of a place in one or two sentences."""
    if peak.year == peak.last_year:
        return _(
            "{name} har {last} invånare {last_year}, fler än något annat år sedan {first_year}."
        ).format(
            name=name,
            last=about(peak.last),
            last_year=peak.last_year,
            first_year=peak.first_year,
        )
    loss = (1 - peak.last / peak.value) * 100
    lost = percent(loss, 0 if loss >= 1 else 1)
    return _(
        "{name} hade som mest {peak} invånare, {peak_year}. År {last_year} är de {last}: "
        "{lost} färre."
    ).format(
        name=name,
        peak=about(peak.value),
        peak_year=peak.year,
        last_year=peak.last_year,
        last=about(peak.last),
        lost=lost,
    )


def components_finding(frame_years: int, natural: float, migration: float) -> str:
    """Title for components of change: what has carried the population in recent years.

    Parameters
    ----------
    frame_years : int
        Number of years the sums cover.
    natural, migration : float
        Births minus deaths and net migration over those years.
    """
    if natural >= 0 and migration >= 0:
        text = _("Både födelsenetto och flyttnetto har gett tillskott de senaste {years} åren")
    elif natural < 0 and migration < 0:
        text = _("Fler dör än föds och fler flyttar ut än in, sett till de senaste {years} åren")
    elif natural < 0:
        text = _("Inflyttning väger emot att fler dör än föds, sett till de senaste {years} åren")
    else:
        text = _("Fler föds än dör, men fler flyttar ut än in, sett till de senaste {years} åren")
    return text.format(years=number_word(frame_years))
