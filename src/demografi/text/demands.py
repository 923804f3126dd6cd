"""Words of what ages demand of services, in reports and Mötesläge: users, shares, staff."""

from collections.abc import Mapping, Sequence

from demografi.needs import Course, PublishedValue, Service
from demografi.regions import Regions
from demografi.text import _
from demografi.text.age_groups import ages
from demografi.text.numbers import decimal, interval, join, percent, whole

__all__ = [
    "how_to_read",
    "left_out",
    "places_message",
    "service_message",
    "shares",
    "short_name",
    "staff_example",
    "staff_note",
    "staff_source",
]


def short_name(service: Service) -> str:
    """Name a service in running text: ``hemtjänst``."""
    return _(service.name).partition(",")[0].lower()


def how_to_read() -> str:
    """Say what the lines and the field of a small figure are."""
    return _(
        "Hel svart linje är statistik, streckad svart linje åldrar gånger en antagen andel, grön "
        "linje prognosens mitt, det ljusa fältet 8 av 10 utfall."
    )


def shares(
    used: Mapping[str, tuple[Service, float, PublishedValue | None]], regions: Regions
) -> str:
    """Say which share of its ages each service is counted with, and whose number that is.

    Parameters
    ----------
    used : mapping
        Service, per cent and where it is published, by any key.
    regions : Regions
        For the names of municipalities that lack a value.
    """
    every = [short_name(service) for service, _share, _value in used.values() if service.everyone]
    parts = [
        _("{name} {share} av dem som är {ages} ({source})").format(
            name=short_name(service),
            share=percent(share, 0 if share == round(share) else 1),
            ages=ages(service.ages),
            source=_origin(service, value, regions),
        )
        for service, share, value in used.values()
        if not service.everyone
    ]
    said = []
    if parts:
        said.append(_("Andel som räknas använda verksamheten: {parts}.").format(parts=join(parts)))
    if every:
        said.append(_("I {names} räknas alla i åldern.").format(names=join(every)))
    return " ".join(said)


def _origin(service: Service, value: PublishedValue | None, regions: Regions) -> str:
    if value is None:
        assumed = _(service.share.source) if service.share else ""
        return _("antagande, även bakåt: {source}").format(source=assumed)
    source = _("Kolada {indicator}, {year}").format(indicator=value.indicator, year=value.year)
    if value.basis == "published":
        return source
    if value.lacking:
        names = join([regions.name(code) for code in value.lacking])
        return _("{source}, vägt medel av kommunerna utom {names}").format(
            source=source, names=names
        )
    return _("{source}, vägt medel av kommunerna").format(source=source)


def left_out(services: Sequence[Service], place: str) -> str:
    """Say which services are not shown, and why; nothing when all are.

    >>> left_out([], "Malå")
    ''
    """
    if not services:
        return ""
    return _(
        "Visas inte: {names}. Kolada har inget aktuellt värde för {place}; på skärmen Insatser går "
        "det att välja ett."
    ).format(names=join([short_name(one) for one in services]), place=place)


def staff_example(place: str, positions: Mapping[str, Mapping[str, float]], year: int) -> str:
    """Say how many positions the services need, counted with the nation's numbers.

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
        _("{range} i {name}").format(name=name, range=interval(row["p10"], row["p90"]))
        for name, row in positions.items()
    ]
    return _(
        "Räkneexempel för {place} {year} med rikets personaltäthet, heltidstjänster: {parts} (8 av "
        "10 utfall)"
    ).format(place=place, year=year, parts=join(parts))


def places_message(place: str, places: Mapping[str, Mapping[str, float]], year: int) -> str:
    """Say how many places some services need: children and old people each have one.

    Parameters
    ----------
    place : str
        Name of the place.
    places : mapping of str to mapping
        p10, p90 by name of service.
    year : int
        The year.
    """
    parts = [
        _("{range} platser i {name}").format(name=name, range=interval(row["p10"], row["p90"]))
        for name, row in places.items()
    ]
    return _("{place} behöver år {year}: {parts} (8 av 10 utfall)").format(
        place=place, year=year, parts=join(parts)
    )


def staff_note(counted: Sequence[Service], without: Sequence[Service]) -> str:
    """Say what the example of staff is counted with, and for which services there is none."""
    said = [
        _(
            "Räkneexempel, inte statistik: {parts}. Kommunens egna tal går att ange på skärmen "
            "Insatser."
        ).format(parts=join([staff_source(one) for one in counted]))
    ]
    if without:
        said.append(
            _("För {names} finns inget tal med källa att räkna med.").format(
                names=join([short_name(one) for one in without])
            )
        )
    return " ".join(said)


def staff_source(service: Service) -> str:
    """Say how many users there are per full-time position, and who says so."""
    example = service.per_full_time
    if example is None:
        return ""
    return _("{name} {value} per heltidstjänst ({source})").format(
        name=short_name(service), value=decimal(example.value, 1), source=_(example.source)
    )


def service_message(
    place: str, service: Service, course: Course, positions: Mapping[str, float] | None
) -> str:
    """Say in one breath how many use a service now and later, and what staff that takes.

    Parameters
    ----------
    place : str
        Name of the place.
    service : Service
        Which.
    course : Course
        How its users go.
    positions : mapping of str to float, optional
        Full-time positions in the course's last year: p10, p90, and ``now`` in its first.
    """
    year, number = course.newest or (course.first, course.start)
    now = _("nu") if year == course.first else _("({year})").format(year=year)
    # "98 år 2022" would be read as an age.
    told = _(
        "{users} i {place}: {number} {now}, och {last} väntas {range} (8 av 10 utfall)"
    ).format(
        users=_(service.users).capitalize(),
        place=place,
        number=_("beräknat {number}").format(number=whole(number))
        if course.assumed
        else whole(number),
        now=now,
        range=interval(course.low, course.high),
        last=course.last,
    )
    if positions is None:
        return told
    return _("{told}. Det tar {range} heltidstjänster, {now} nu, med rikets täthet").format(
        told=told,
        range=interval(positions["p10"], positions["p90"]),
        now=whole(positions["now"]),
    )
