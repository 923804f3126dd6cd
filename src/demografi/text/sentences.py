"""Conclusions in words, each made from figures and nothing else."""

from collections.abc import Sequence

from demografi.findings import Peak
from demografi.text import _, ngettext
from demografi.text.numbers import about, interval, join, percent, signed, whole

__all__ = ["changed_since_last_year", "direction", "number_word", "overview"]

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


def direction(low: float, high: float, now: float) -> str:
    """Say what a range means against today: up, down, or not to be told.

    >>> direction(90, 98, 100), direction(101, 120, 100), direction(95, 110, 100)
    ('minskar', 'ökar', 'kan både öka och minska')
    """
    if high < now:
        return _("minskar")
    if low > now:
        return _("ökar")
    return _("kan både öka och minska")


def overview(
    name: str,
    now: float,
    low: float,
    high: float,
    *,
    target: int,
    growing: Sequence[str] = (),
    shrinking: int = 0,
    members: int = 1,
) -> str:
    """Open the overview: how many live here, how many may, and where the change is.

    Parameters
    ----------
    name : str
        The place.
    now, low, high : float
        Population today and its 80 % range in the target year.
    target : int
        Year the range is for.
    growing : sequence of str
        Municipalities whose whole range lies above today's population.
    shrinking, members : int
        Municipalities whose whole range lies below; number of municipalities.
    """
    first = _("{name} har {now} invånare. Till {target} väntas {range} (8 av 10 utfall)").format(
        name=name, now=about(now), target=target, range=interval(low, high)
    )
    if members == 1:
        return first + _(" – folkmängden {direction}.").format(direction=direction(low, high, now))
    if growing:
        where = _("en säker ökning finns bara i {names}").format(names=join(growing))
        if len(growing) > 3:
            where = _("{count} kommuner ökar säkert").format(count=number_word(len(growing)))
    else:
        where = _("ingen kommun ökar säkert")
    falling = ngettext(
        "{count} av {members} kommuner minskar",
        "{count} av {members} kommuner minskar",
        shrinking,
    ).format(count=number_word(shrinking), members=number_word(members))
    return f"{first} – {where}, {falling}."


def changed_since_last_year(
    year: int, change: float, natural: float, migration: float, *, international: float | None
) -> str:
    """Tell what moved the population in the newest year.

    Parameters
    ----------
    year : int
        The year told about.
    change, natural, migration : float
        Change of the population, births minus deaths, net migration.
    international : float or None
        Net international migration where it is published.
    """
    word = _("ökade") if change > 0 else _("minskade") if change < 0 else _("var oförändrad")
    text = _(
        "Under {year} {word} folkmängden med {change}: {natural} från födda minus döda och "
        "{migration} från flyttningar."
    ).format(
        year=year,
        word=word,
        change=whole(abs(change)),
        natural=signed(natural),
        migration=signed(migration),
    )
    if international is not None:
        text += _(" Av flyttnettot var {international} utrikes.").format(
            international=signed(international)
        )
    return text


def share_change(now: float, then: float) -> str:
    r"""Write relative change in per cent with its sign.

    >>> share_change(110, 100)
    '+10\xa0%'
    """
    return percent((now / then - 1) * 100, 0, sign=True)


def history(name: str, peak: Peak) -> str:
    """Tell the long history of a place in one or two sentences."""
    if peak.year == peak.last_year:
        return _("{name} har {last} invånare, fler än något annat år sedan {first_year}.").format(
            name=name, last=about(peak.last), first_year=peak.first_year
        )
    lost = percent((1 - peak.last / peak.value) * 100, 0)
    return _(
        "{name} hade som mest {peak} invånare, {peak_year}. {last_year} är de {last}: {lost} färre."
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
