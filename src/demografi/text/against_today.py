"""Why the projection's curve bends, in words: each part with its range."""

from collections.abc import Mapping

import pandas as pd

from demografi.findings import NET, PARTS, TOGETHER, AsToday, Departure
from demografi.text import _, ngettext
from demografi.text.departures import ends, goes_nowhere, named, step
from demografi.text.numbers import signed, whole

__all__ = ["basis", "finding", "lead", "reasons", "trust", "year_finding"]


def _inhabitants(departure: Departure) -> str:
    """Say what a part gives in inhabitants, more or fewer, with its range."""
    mean, low, high = ends(departure)
    if goes_nowhere(departure):
        return _("{low} till {high} invånare").format(low=low, high=high)
    text = (
        _("{number} invånare fler ({low} till {high})")
        if departure.mean > 0
        else _("{number} invånare färre ({low} till {high})")
    )
    return text.format(number=mean.lstrip("+−"), low=low, high=high)


def basis(today: AsToday, *, inner: bool = False) -> str:
    """What "as today" means, and what of it is estimated.

    Parameters
    ----------
    today : AsToday
        The level.
    inner : bool
        The place has several municipalities, between which people move.

    Examples
    --------
    >>> basis(AsToday(2021, 2025, 2021, 2025, {}, ""))
    'Som i dag: varje år lika många födda, döda, in- och utflyttade som i genomsnitt 2021–2025.'
    """
    if today.estimated:
        told = _(
            "Som i dag: varje år lika många födda och döda och samma flyttnetto som i genomsnitt "
            "{years}. * In- och utflyttade var för sig är kända {moves}; deras nivåer är "
            "uppskattade därifrån så att de ger flyttnettot {years}."
        )
    else:
        told = _(
            "Som i dag: varje år lika många födda, döda, in- och utflyttade som i genomsnitt "
            "{years}."
        )
    if inner:
        told += " " + _("Flyttar mellan kommunerna här räknas som både in- och utflyttning.")
    return told.format(
        years=_years(today.first, today.last), moves=_years(today.moves_first, today.moves_last)
    )


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def lead(place: str, today: AsToday, together: Departure, line: float, target: int) -> str:
    """Say where the straight line ends and how far from it the projection does.

    Parameters
    ----------
    place : str
        Its name.
    today : AsToday
        The level behind the line.
    together : Departure
        All parts up to the target.
    line : float
        Population on the line in that year.
    target : int
        The coming year.
    """
    mean, low, high = ends(together)
    unit = step(together)
    told = _(
        "Med lika många födda, döda och flyttningar som {years} bor {line} personer i {place} år "
        "{target}."
    ).format(
        years=_years(today.first, today.last),
        place=place,
        line=whole(round(line / unit) * unit),
        target=target,
    )
    distance = mean.lstrip("+−")
    if mean == "0":
        way = _("lika många")
    elif together.mean > 0:
        way = _("{distance} fler").format(distance=distance)
    else:
        way = _("{distance} färre").format(distance=distance)
    text = (
        _("Prognosens medel är **{way}** ({low} till {high} i 8 av 10 utfall).")
        if together.sure or "0" in (low, high)
        else _(
            "Prognosens medel är {way}, men utfallen går åt båda hållen ({low} till {high} i 8 av "
            "10): kurvan kan böja både uppåt och nedåt."
        )
    )
    return f"{told} {text.format(way=way, low=low, high=high)}"


def _what(departure: Departure) -> str:
    """Say which way a part goes; ``kan`` when its range does not settle it."""
    if goes_nowhere(departure):
        return {
            "births": _("Ungefär lika många föds"),
            "deaths": _("Ungefär lika många dör"),
            "in_migration": _("Ungefär lika många flyttar in"),
            "out_migration": _("Ungefär lika många flyttar ut"),
            NET: _("Flyttnettot kan bli högre eller lägre"),
        }[departure.part]
    more = departure.mean > 0
    sure = departure.sure
    told = {
        "births": (
            (_("Fler föds"), _("Färre föds")),
            (_("Fler kan födas"), _("Färre kan födas")),
        ),
        "deaths": ((_("Färre dör"), _("Fler dör")), (_("Färre kan dö"), _("Fler kan dö"))),
        "in_migration": (
            (_("Fler flyttar in"), _("Färre flyttar in")),
            (_("Fler kan flytta in"), _("Färre kan flytta in")),
        ),
        "out_migration": (
            (_("Färre flyttar ut"), _("Fler flyttar ut")),
            (_("Färre kan flytta ut"), _("Fler kan flytta ut")),
        ),
        NET: (
            (_("Flyttnettot blir högre"), _("Flyttnettot blir lägre")),
            (_("Flyttnettot kan bli högre"), _("Flyttnettot kan bli lägre")),
        ),
    }[departure.part]
    return told[0 if sure else 1][0 if more else 1]


ENOUGH = 0.5
"""Share of a part that the ages must account for to be called its reason."""
NOTABLE = 0.2
"""Share of it that they must pull the other way to be said to."""


def _reason(departure: Departure, ages: Mapping[str, float]) -> str:
    """Say what the ages of those who live here do to a part; nothing when they do little.

    What has no clear direction itself is given no reason.
    """
    effect = ages.get(departure.part)
    if effect is None or not departure.sure or goes_nowhere(departure):
        return ""
    share = effect / departure.mean
    up = effect > 0
    cause = {
        "births": (
            _("kvinnorna i barnafödande ålder blir fler"),
            _("kvinnorna i barnafödande ålder blir färre"),
        ),
        "deaths": (_("de äldre blir färre"), _("de äldre blir fler")),
        "in_migration": (_("folkmängden ökar"), _("folkmängden minskar")),
        "out_migration": (
            _("färre är i de åldrar då man flyttar"),
            _("fler är i de åldrar då man flyttar"),
        ),
    }[departure.part][0 if up else 1]
    if share >= ENOUGH:
        return _(", för att {cause}").format(cause=cause)
    if share <= -NOTABLE:
        return _(", trots att {cause}").format(cause=cause)
    return ""


def _said(today: AsToday) -> tuple[str, ...]:
    return ("births", "deaths", NET) if today.estimated else tuple(PARTS)


def reasons(
    found: Mapping[str, Departure], today: AsToday, ages: pd.DataFrame, target: int
) -> list[str]:
    """Say one thing of each part, the largest first.

    Where in- and out-migration are estimated, their difference is spoken of: it is known.

    Parameters
    ----------
    found : mapping of str to Departure
        Up to the target.
    today : AsToday
        What they are compared with.
    ages : DataFrame
        As from :func:`demografi.findings.from_ages`.
    target : int
        The coming year.
    """
    there = ages[ages["year"] == target]
    by_part = dict(zip(there["part"], there["change"], strict=True))
    return [
        _what(one) + _reason(one, by_part) + _(": ") + _inhabitants(one)
        for one in _ordered(found, today)
    ]


def _ordered(found: Mapping[str, Departure], today: AsToday) -> list[Departure]:
    return sorted((found[part] for part in _said(today)), key=lambda one: -abs(one.mean))


def trust(
    found: Mapping[str, Departure],
    today: AsToday,
    years: tuple[int, int],
    *,
    inner: bool = False,
) -> str:
    """Say what net migration has been, what is reckoned with, and why that is another number.

    The rule behind it (``rates/migration_levels.py``) believes a past level in part only, and
    less where it has been unsteady; what the newest year departs from it fades in a few years.
    Arrivals follow the number of inhabitants, departures their ages.
    Whatever the numbers of a place are, that holds.

    Parameters
    ----------
    found : mapping of str to Departure
        Up to the last of the years.
    today : AsToday
        The level of recent years.
    years : (int, int)
        First and last projected year spoken of.
    inner : bool
        The place has several municipalities, each of which is reckoned by itself.
    """
    first, last = years
    count = last - first + 1
    change = found[NET]
    yearly = Departure(
        NET,
        *(today.net_migration + end / count for end in (change.mean, change.low, change.high)),
    )
    recent, when = signed(today.net_migration), _years(today.first, today.last)
    longer = today.longer
    if longer is None:
        past = _("Flyttnettot var i genomsnitt {recent} {people} om året {when}.")
    elif signed(longer.yearly) == recent:
        past = _("Flyttnettot var i genomsnitt {recent} {people} om året både {when} och {before}.")
    else:
        past = _(
            "Flyttnettot var i genomsnitt {recent} {people} om året {when} och {number} om året "
            "{before}."
        )
    past = past.format(
        recent=recent,
        people=ngettext("person", "personer", abs(round(today.net_migration))),
        when=when,
        number="" if longer is None else signed(longer.yearly),
        before="" if longer is None else _years(longer.first, longer.last),
    )
    mean, low, high = ends(yearly)
    ahead = (
        _("Prognosen räknar i medel med {mean} år {last} ({low} till {high} i 8 av 10 utfall).")
        if count == 1
        else _(
            "Prognosen räknar i medel med {mean} om året {first}–{last} ({low} till {high} i 8 av "
            "10 utfall)."
        )
    ).format(mean=mean, low=low, high=high, first=first, last=last)
    doubt = (
        _(
            "Den litar bara delvis på varje kommuns tidigare flyttnetto, mindre ju ojämnare det "
            "har varit: det säger mindre om kommande år än man kan tro."
        )
        if inner
        else _(
            "Den litar bara delvis på tidigare flyttnetto, mindre ju ojämnare det har varit: det "
            "säger mindre om kommande år än man kan tro."
        )
    )
    follows = _(
        "Inflyttningen följer folkmängden, och utflyttningen hur många som är i de åldrar då man "
        "flyttar."
    )
    told = [past, ahead, doubt, _newest_year(today, count), follows]
    return " ".join(filter(None, told))


NEAR = 3
"""Coming years in which what was particular to the newest one still shows."""


def _newest_year(today: AsToday, count: int) -> str:
    """Say that the newest year weighs in the first ones, where only they are spoken of."""
    if today.newest is None or count > NEAR:
        return ""
    return _("De närmaste åren påverkas också av flyttnettot {last}, som var {newest}.").format(
        last=today.last, newest=signed(today.newest)
    )


def finding(found: Mapping[str, Departure], today: AsToday, target: int) -> str:
    """Title: what each part gives in inhabitants beside the line, the largest first."""
    told = []
    for one in _ordered(found, today):
        name = named(one, today)
        name = name[0].lower() + name[1:]
        told.append(name if goes_nowhere(one) else f"{name} {ends(one)[0]}")
    return _("Invånare {target} jämfört med som i dag: {parts}").format(
        target=target, parts=", ".join(told)
    )


def year_finding(frame: pd.DataFrame, target: int) -> str:
    """Title: what all parts together do in the target year alone."""
    row = frame[(frame["year"] == target) & (frame["part"] == TOGETHER)].iloc[0]
    one = Departure(TOGETHER, row["yearly"], row["yearly_p10"], row["yearly_p90"])
    return _("Enbart år {target} jämfört med som i dag: {inhabitants}").format(
        target=target, inhabitants=_inhabitants(one)
    )
