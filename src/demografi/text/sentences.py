"""Conclusions in words, each made from figures and nothing else."""

from demografi.findings import Peak, RecentChange
from demografi.text import _
from demografi.text.numbers import about, percent, whole

__all__ = ["components_finding", "history", "number_word", "period"]

_WORDS = (
    _("noll"),
    _("en"),
    _("två"),
    _("tre"),
    _("fyra"),
    _("fem"),
    _("sex"),
    _("sju"),
    _("åtta"),
    _("nio"),
    _("tio"),
    _("elva"),
    _("tolv"),
    _("tretton"),
    _("fjorton"),
    _("femton"),
)


def number_word(count: int, *, neuter: bool = False) -> str:
    """Write small counts as words, as in running text.

    Parameters
    ----------
    count : int
        How many.
    neuter : bool
        What is counted is neuter in Swedish: one year is ``ett år``.

    >>> number_word(12), number_word(44)
    ('tolv', '44')
    >>> number_word(1), number_word(1, neuter=True)
    ('en', 'ett')
    """
    if neuter and count == 1:
        return _("ett")
    return _WORDS[count] if 0 <= count < len(_WORDS) else whole(count)


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


def period(recent: RecentChange, newest: int) -> str:
    """Name the years of recent change; by their numbers when they are not the newest.

    >>> period(RecentChange(2021, 2025, 0, 0), 2025), period(RecentChange(2018, 2022, 0, 0), 2025)
    ('de senaste fem åren', 'åren 2018–2022')
    """
    if recent.first == recent.last:
        return _("året {year}").format(year=recent.last)
    if recent.last != newest:
        return _("åren {first}–{last}").format(first=recent.first, last=recent.last)
    years = recent.last - recent.first + 1
    return _("de senaste {years} åren").format(years=number_word(years))


def components_finding(recent: RecentChange, newest: int) -> str:
    """Title for components of change: what has carried the population in recent years.

    Parameters
    ----------
    recent : RecentChange
        Sums over those years.
    newest : int
        The newest year there is.
    """
    grown, moved_in = recent.natural_change >= 0, recent.net_migration >= 0
    if grown and moved_in:
        text = _("Både födelsenetto och flyttnetto har gett tillskott {period}")
    elif not grown and not moved_in:
        text = _("Fler dör än föds och fler flyttar ut än in, sett till {period}")
    elif moved_in:
        # Only the whole persons that are published can weigh evenly.
        left = round(recent.natural_change + recent.net_migration)
        if left > 0:
            text = _("Inflyttning väger mer än upp att fler dör än föds, sett till {period}")
        elif left == 0:
            text = _("Inflyttning väger precis upp att fler dör än föds, sett till {period}")
        else:
            text = _("Inflyttning väger upp en del av att fler dör än föds, sett till {period}")
    else:
        text = _("Fler föds än dör, men fler flyttar ut än in, sett till {period}")
    return text.format(period=period(recent, newest))
