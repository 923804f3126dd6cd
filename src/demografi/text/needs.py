"""Sentences about what a population demands, each with its range in the same breath."""

from collections.abc import Mapping, Sequence

from demografi.findings import Outlook
from demografi.needs import Course, PublishedValue, Service
from demografi.regions import COUNTY, NATION, Regions
from demografi.text import _
from demografi.text.numbers import capital, decimal, interval, join, percent, signed, whole

__all__ = [
    "basis",
    "cost_heading",
    "costs_alt",
    "costs_finding",
    "costs_title",
    "course_sentence",
    "lender_name",
    "newest_figure",
    "services_alt",
    "services_conclusion",
    "services_title",
    "share_source",
    "staff_sentence",
    "staff_without_example",
    "turn_title",
    "workforce_conclusion",
]

_OUTCOMES = _("8 av 10 utfall")


def _span(low: float, high: float) -> str:
    return interval(low, high)


def _years(course: Course) -> str:
    """Say when a turn comes: one year, or the years between which it does in 8 of 10 outcomes."""
    if course.earliest == course.latest:
        return str(course.year)
    return _("omkring {year} (mellan {first} och {last} i {outcomes})").format(
        year=course.year, first=course.earliest, last=course.latest, outcomes=_OUTCOMES
    )


def course_sentence(subject: str, course: Course) -> str:
    r"""Say how a number goes, claiming a turn only when the draws do.

    A start that is calculated is said to be, beside the newest outcome.

    Parameters
    ----------
    subject : str
        What, as in ``"antalet elever"``.
    course : Course
        What the draws support.

    >>> rising = Course(
    ...     "rise", 2025, 2035, 100, None, None, None, 110, 120, 130, 110, 120, 130, (2025, 100)
    ... )
    >>> course_sentence("antalet äldre", rising)
    'antalet äldre väntas öka till 2035, från 100 till 110–130 (8 av 10 utfall)'
    """
    end = _span(course.low, course.high)
    if course.shape in ("peak", "trough"):
        wording = (
            _(
                "{subject} väntas fram till {last} vara störst {when}, då {turn}, och {last} ha "
                "minskat till {end} ({outcomes})"
            )
            if course.shape == "peak"
            else _(
                "{subject} väntas fram till {last} vara minst {when}, då {turn}, och {last} ha "
                "ökat till {end} ({outcomes})"
            )
        )
        return wording.format(
            subject=subject,
            when=_years(course),
            turn=_span(course.turn_low, course.turn_high),
            end=end,
            last=course.last,
            outcomes=_OUTCOMES,
        )
    # The year stands apart from the numbers: "306 år 2035" would be read as an age.
    wording = {
        "rise": _("{subject} väntas öka till {last}, från {start} till {end} ({outcomes})"),
        "fall": _("{subject} väntas minska till {last}, från {start} till {end} ({outcomes})"),
        "unclear": _(
            "{subject} kan både öka och minska till {last}, från {start} till {end} ({outcomes})"
        ),
    }[course.shape]
    return wording.format(
        subject=subject, start=_start(course), end=end, last=course.last, outcomes=_OUTCOMES
    )


def _start(course: Course) -> str:
    """Say where a number starts, and whether that is published."""
    start = whole(course.start)
    if not course.calculated:
        return start
    told = _("beräknade {start} för {first}").format(start=start, first=course.first)
    if course.newest is None or course.newest[0] == course.first:
        return told
    year, value = course.newest
    return _("{told} (år {year} var de {value})").format(told=told, year=year, value=whole(value))


def services_conclusion(name: str, pupils: Course, oldest: Course) -> str:
    """Open the screen: pupils and the oldest, where their numbers are going."""
    return _("{name}: {pupils}. {oldest}.").format(
        name=name,
        pupils=course_sentence(_("antalet elever i grundskoleåldern"), pupils),
        oldest=capital(course_sentence(_("antalet invånare som är 80 år och äldre"), oldest)),
    )


def turn_title(course: Course) -> str:
    """Say in a few words how a number goes, and until when it was looked at."""
    return {
        "peak": _("flest {year}, sedan färre till {last}"),
        "trough": _("färst {year}, sedan fler till {last}"),
        "rise": _("fler {last}"),
        "fall": _("färre {last}"),
        "unclear": _("fler eller färre {last}"),
    }[course.shape].format(year=course.year, last=course.last)


def services_title(place: str, courses: Mapping[str, Course], last: int) -> str:
    """Name the services that are sure to grow and those sure to shrink."""
    growing = [name for name, course in courses.items() if course.shape == "rise"]
    falling = [name for name, course in courses.items() if course.shape == "fall"]
    if growing and falling:
        text = _("{place} till {last}: fler i {growing}, färre i {falling}")
    elif growing:
        text = _("{place} till {last}: fler i {growing}")
    elif falling:
        text = _("{place} till {last}: färre i {falling}")
    else:
        text = _("{place} till {last}: inte säkert att någon verksamhet växer eller krymper")
    return text.format(place=place, last=last, growing=join(growing), falling=join(falling))


def services_alt(chosen: Service, course: Course) -> str:
    """Say what the panel of a service shows."""
    subject = _("antalet {users}").format(users=_(chosen.users))
    return capital(course_sentence(subject, course)) + "."


def newest_figure(service: Service, newest: tuple[int, float] | None) -> str:
    r"""Say beside a coming range how many there were last, and whether that is counted.

    Parameters
    ----------
    service : Service
        Whose users.
    newest : (int, float) or None
        Newest year and number before the projection.
    """
    if newest is None:
        return _OUTCOMES
    wording = (
        _("{outcomes}, beräknat {now} ({year})")
        if service.assumed
        else _("{outcomes}, senast {now} ({year})")
    )
    return wording.format(outcomes=_OUTCOMES, year=newest[0], now=whole(newest[1]))


def basis(service: Service) -> str:
    """Say what the users of a service before the projection are: counted or calculated."""
    if service.everyone:
        return _("statistik: alla i åldern")
    if service.assumed:
        return _("beräknat: åldern gånger antagen andel")
    return _("statistik: åldern gånger Koladas andel")


def staff_sentence(place: str, positions: Mapping[str, Mapping[str, float]], year: int) -> str:
    """Say how many full-time positions each service needs.

    Parameters
    ----------
    place : str
        Name of the place.
    positions : mapping of str to mapping
        p10, p50, p90 by name of service.
    year : int
        The year.
    """
    parts = [
        _("{name} {range}").format(name=name, range=_span(row["p10"], row["p90"]))
        for name, row in positions.items()
    ]
    return _("{place} {year}, heltidstjänster (8 av 10 utfall): {parts}.").format(
        place=place, year=year, parts=join(parts)
    )


def staff_without_example(names: Sequence[str]) -> str:
    """Say for which services no sourced number is at hand, and where to find one."""
    return _(
        "För {names} har vi inget tal med källa, så där fyller knappen inte i något. Dela antalet "
        "brukare med antalet heltidstjänster i kommunens egen personalredovisning. Skolverket har "
        "elever per lärare i gymnasieskolan för varje kommun."
    ).format(names=join(names))


def cost_heading(name: str, course: Course) -> str:
    """Head the panel of a service's cost: what the ages do to it, in per cent of today.

    Parameters
    ----------
    name : str
        The service.
    course : Course
        Of its cost.
    """
    low, high = ((end / course.start - 1) * 100 for end in (course.low, course.high))
    return _("{name}: {low} till {high} % {year}").format(
        name=capital(name), low=signed(low), high=signed(high), year=course.last
    )


def costs_alt(name: str, course: Course) -> str:
    """Say what the panel of a service's cost shows, in million kronor."""
    return _(
        "{name}: {start} miljoner kronor {first}, {range} miljoner {last} (8 av 10 utfall)."
    ).format(
        name=capital(name),
        start=decimal(course.start, 0 if course.start >= 10 else 1),
        first=course.first,
        range=_span(course.low, course.high),
        last=course.last,
    )


def costs_title(place: str, courses: Mapping[str, Course], last: int) -> str:
    """Say for which services the ages raise the cost and for which they lower it."""
    up = [name for name, course in courses.items() if course.low > course.start]
    down = [name for name, course in courses.items() if course.high < course.start]
    if up and down:
        text = _("{place} till {last}: åldrarna höjer kostnaden för {up} och sänker den för {down}")
    elif up:
        text = _("{place} till {last}: åldrarna höjer kostnaden för {up}")
    elif down:
        text = _("{place} till {last}: åldrarna sänker kostnaden för {down}")
    else:
        text = _("{place} till {last}: inte säkert att någon kostnad ändras")
    return text.format(place=place, last=last, up=join(up), down=join(down))


def _level(regions: Regions, code: str) -> str:
    if code == COUNTY:
        return _("länets")
    if code == NATION:
        return _("rikets")
    return regions.name(code)


def lender_name(regions: Regions, value: PublishedValue, unit: str = "%", digits: int = 1) -> str:
    """Offer another level's value: ``Använd länets 12,3 %``."""
    shown = (
        percent(value.value, digits) if unit == "%" else f"{decimal(value.value, digits)} {unit}"
    )
    return _("Använd {level} {value}").format(level=_level(regions, value.place), value=shown)


def _provenance(regions: Regions, value: PublishedValue) -> str:
    source = _("Källa: Kolada {indicator}, {year}").format(
        indicator=value.indicator, year=value.year
    )
    if value.basis == "published":
        return source
    mean = _("{source}, vägt medel av kommunerna").format(source=source)
    if value.lacking:
        names = join([regions.name(code) for code in value.lacking])
        return _("{mean} utom {names}, som saknar värde").format(mean=mean, names=names)
    return mean


def share_source(
    regions: Regions,
    code: str,
    used: float | None,
    own: PublishedValue | None,
    lent: Sequence[PublishedValue],
    *,
    assumed: tuple[float, str] | None = None,
    digits: int = 1,
) -> str:
    """Say where the number in use comes from, or that there is none.

    Parameters
    ----------
    regions : Regions
        For names.
    code : str
        The place.
    used : float or None
        The number in use.
    own : PublishedValue or None
        Kolada's for the place.
    lent : sequence of PublishedValue
        Kolada's for its county and the nation.
    assumed : (float, str), optional
        A number from elsewhere with its source.
    digits : int
        Decimals that tell numbers apart.
    """
    known = [] if own is None else [(own.value, _provenance(regions, own))]
    if own is None:
        known += [
            (
                value.value,
                _("{level} värde, inte platsens eget. {source}").format(
                    level=capital(_level(regions, value.place)), source=_provenance(regions, value)
                ),
            )
            for value in lent
        ]
    if assumed is not None:
        known.append((assumed[0], _("Antagande: {source}").format(source=assumed[1])))
    if used is None:
        if own is None and lent:
            return _("Kolada har inget aktuellt värde för {name}.").format(name=regions.name(code))
        return _("Inget värde valt.")
    for value, source in known:
        if round(value, digits) == round(used, digits):
            return source + "."
    if own is None:
        return _("Eget antagande.")
    return _("Eget antagande. Kolada har {value} ({year}).").format(
        value=decimal(own.value, digits), year=own.year
    )


def workforce_conclusion(
    name: str,
    entering: Mapping[str, float],
    leaving: Mapping[str, float],
    *,
    ratio: Outlook,
    working: Course,
    target: int,
) -> str:
    """Open the labour force: who comes and who goes, and what is left of working age.

    Parameters
    ----------
    name : str
        The place.
    entering, leaving : mapping
        p10, p50, p90 of those aged 20–24 and 60–64 in the target year.
    ratio : Outlook
        The former per 100 of the latter, formed in each draw by itself.
    working : Course
        Of ages 20–64.
    target : int
        The year.
    """
    if ratio.high < 100:
        meaning = _("fler står inför pension än inför arbetslivet")
    elif ratio.low > 100:
        meaning = _("fler står inför arbetslivet än inför pension")
    else:
        meaning = _("ungefär lika många står inför arbetslivet som inför pension")
    return _(
        "{name} år {target}: {meaning} – {entering} personer är i åldern 20–24 år och {leaving} i "
        "åldern 60–64 år (8 av 10 utfall). {working}."
    ).format(
        name=name,
        target=target,
        meaning=meaning,
        entering=_span(entering["p10"], entering["p90"]),
        leaving=_span(leaving["p10"], leaving["p90"]),
        working=capital(course_sentence(_("antalet invånare 20–64 år"), working)),
    )


def costs_finding(name: str, course: Course, counted: Sequence[str]) -> str:
    """Say what the ages do to cost, and whose cost it is.

    Parameters
    ----------
    name : str
        The place.
    course : Course
        Of the index.
    counted : sequence of str
        Names of the services whose cost is in it.
    """
    low, high = course.low - 100, course.high - 100
    if low > 0:
        text = _("{name}: åldrarna drar upp kostnaden för {what} med {range} % till {last}")
    elif high < 0:
        text = _("{name}: åldrarna drar ner kostnaden för {what} med {range} % till {last}")
        low, high = -high, -low
    else:
        text = _(
            "{name}: åldrarna kan både höja och sänka kostnaden för {what}, {range} % till {last}"
        )
    return text.format(
        name=name,
        what=join(counted),
        last=course.last,
        range=_span(low, high)
        if low >= 0
        else _("{low} till {high}").format(low=signed(low), high=signed(high)),
    )
