"""What a place's ages demand of its services: users and places, and staff as an example.

The counting is that of :mod:`demografi.needs`, as on the screen Insatser. There a reader may put
in shares and staff of their own; a report has the shares that are published for the place, and
says which services have none. Staff is counted with the nation's published numbers, as an example
that says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi import findings, needs
from demografi.charts.lines import history_and_range, small_ranges
from demografi.findings import FAR_YEAR, NEAR_YEAR
from demografi.needs import SERVICES, Course, PublishedValue, Service
from demografi.report import native
from demografi.report.basis import Basis
from demografi.report.columns import range_columns
from demografi.report.model import Column, Figure, Table
from demografi.series import missing_years
from demografi.text import _, demands
from demografi.text import needs as needs_words
from demografi.text.columns import BASIS, BEFORE, CALCULATED, OBSERVED, history_columns
from demografi.text.numbers import MISSING, interval, whole
from demografi.text.sources import source_line
from demografi.text.years import gaps_note

__all__ = [
    "Demand",
    "assumptions",
    "of_place",
    "paragraphs",
    "service_line",
    "staff",
    "users",
    "users_by_year",
]

YEARS = (2030, NEAR_YEAR, FAR_YEAR)
"""Years that the tables of the text show."""
_SERVICE = {"service": Column(_("Verksamhet"), kind="text")}
# Children in preschool are calculated with an assumed share, also backwards: no statistics.
_COLUMNS = _SERVICE | history_columns(before=BEFORE) | {"basis": Column(BASIS, kind="text")}


@dataclass(frozen=True)
class Demand:
    """A service at a place: its known users, the coming ones, where they turn.

    Attributes
    ----------
    service : Service
        Which.
    share : float
        Per cent of its ages that use it.
    published : PublishedValue or None
        Where that share comes from; None where everybody counts or it is an assumption.
    before : DataFrame
        Columns year, value, label.
    counted : array [draw, year]
        Users in every projected year, the jump-off year first.
    course : Course
        How they go until :data:`NEAR_YEAR`.
    """

    service: Service
    share: float
    published: PublishedValue | None
    before: pd.DataFrame
    counted: NDArray[np.float64]
    course: Course

    @property
    def name(self) -> str:
        """Heading: ``Förskola, 1–5 år``."""
        return _(self.service.name)

    @property
    def before_is(self) -> str:
        """What its known users are called."""
        return CALCULATED if self.service.assumed else OBSERVED


def _demand(basis: Basis, code: str, chosen: Service) -> Demand | None:
    data, drawn = basis.dataset, basis.trajectories
    published = None
    if chosen.everyone:
        share = 100.0
    elif chosen.kolada:
        published = needs.published_value(data, code, chosen.kolada, chosen.ages)
        if published is None:
            return None
        # As Insatser fills it in, so that both count the same.
        share = round(published.value, 1)
    elif chosen.share is not None:
        share = chosen.share.value
    else:
        return None
    counted = needs.users(drawn, basis.members(code), chosen, share)
    before = needs.users_before(data, code, chosen, share)
    upto = drawn.at(NEAR_YEAR) + 1
    course = needs.course(
        counted[:, :upto], drawn.years[:upto], needs.newest(before), assumed=chosen.assumed
    )
    return Demand(chosen, share, published, before, counted, course)


def of_place(basis: Basis, code: str) -> dict[str, Demand]:
    """Services of a place by their key; those without a published share are left out."""

    def found() -> dict[str, Demand]:
        every = {key: _demand(basis, code, one) for key, one in SERVICES.items()}
        return {key: one for key, one in every.items() if one is not None}

    return basis.kept(("demands", code), found)


def _ahead(basis: Basis, numbers: NDArray[np.floating]) -> pd.DataFrame:
    return findings.range_of(numbers, basis.trajectories.years)


def _source(basis: Basis, chosen: Mapping[str, Demand]) -> str:
    """Tables of the ages and Kolada's shares, with the years they are from."""
    known = chosen.values()
    labels = {label for one in known for label in one.before["label"]}
    labels |= {f"Kolada {one.service.kolada}" for one in known if one.published}
    years = {int(year) for one in known for year in one.before["year"]}
    return f"{source_line(basis.dataset, sorted(labels), years)} {basis.projection_line}"


def _note(basis: Basis, chosen: Mapping[str, Demand]) -> str:
    """Say which shares of their ages use the services."""
    used = {key: (one.service, one.share, one.published) for key, one in chosen.items()}
    return demands.shares(used, basis.dataset.regions)


def _absent(chosen: Mapping[str, Demand]) -> list[Service]:
    """Services that no share is published for."""
    return [one for key, one in SERVICES.items() if key not in chosen]


def assumptions(basis: Basis, code: str) -> str:
    """Say what the services of a place are counted with: shares, and staff as an example."""
    chosen = of_place(basis, code)
    counted = [one.service for one in chosen.values() if one.service.per_full_time]
    without = [one for one in SERVICES.values() if one not in counted]
    return " ".join(
        filter(
            None,
            (
                _note(basis, chosen),
                demands.left_out(_absent(chosen), basis.name(code)),
                demands.staff_note(counted, without),
            ),
        )
    )


def _long(basis: Basis, chosen: Mapping[str, Demand]) -> pd.DataFrame:
    parts = [
        findings.history_then_range(
            one.before[["year", "value"]], _ahead(basis, one.counted)
        ).assign(service=one.name, basis=needs_words.basis(one.service))
        for one in chosen.values()
    ]
    return pd.concat(parts, ignore_index=True)


def users(basis: Basis, code: str) -> Figure:
    """Users of every service over time, each with its range."""
    name, chosen = basis.name(code), of_place(basis, code)
    panels = {
        one.name: (one.before[["year", "value"]], _ahead(basis, one.counted))
        for one in chosen.values()
    }
    title = _("Barn, elever och brukare i verksamheterna i {place}").format(place=name)
    return Figure(
        f"verksamheter-{code}",
        title,
        needs_words.services_title(
            name,
            {demands.short_name(one.service): one.course for one in chosen.values()},
            NEAR_YEAR,
        ),
        # Without their ages the headings have room beside each other on a phone.
        lambda colours: small_ranges(
            {part.partition(",")[0]: panel for part, panel in panels.items()},
            colours,
            columns=2,
            height=220,
            calculated={
                one.name.partition(",")[0] for one in chosen.values() if one.service.assumed
            },
        ),
        tuple(
            native.ranges(
                *panels[one.name],
                title=one.name,
                before=one.before_is,
            )
            for one in chosen.values()
        ),
        Table(
            f"verksamheter-{code}",
            title,
            _long(basis, chosen),
            _COLUMNS,
            _source(basis, chosen),
            unit=_("personer den 31 december"),
            note=" ".join(
                filter(
                    None,
                    (
                        demands.how_to_read(),
                        _note(basis, chosen),
                        demands.left_out(_absent(chosen), name),
                        gaps_note({part: missing_years(*panel) for part, panel in panels.items()}),
                    ),
                )
            ),
        ),
        " ".join(needs_words.services_alt(one.service, one.course) for one in chosen.values()),
    )


def users_by_year(basis: Basis, code: str) -> Table:
    """Places that the services need: one per child, pupil and user, newest known and ahead."""
    name, chosen = basis.name(code), of_place(basis, code)
    written = []
    for one in chosen.values():
        newest = needs.newest(one.before)
        written.append(
            {
                _("Verksamhet"): one.name,
                _("Senast (år)"): MISSING
                if newest is None
                else _("{number} ({year}, beräknat)").format(
                    number=whole(newest[1]), year=newest[0]
                )
                if one.service.assumed
                else f"{whole(newest[1])} ({newest[0]})",
                **_spans(_ahead(basis, one.counted)),
            }
        )
    return Table(
        f"platser-{code}",
        _("Platser som verksamheterna i {place} behöver").format(place=name),
        _long(basis, chosen),
        _COLUMNS,
        _source(basis, chosen),
        unit=_("personer den 31 december"),
        note=" ".join(
            [
                _(
                    "En plats per barn, elev och brukare, med samma andelar som i figuren. "
                    "Kommande år är 8 av 10 utfall."
                ),
                demands.left_out(_absent(chosen), name),
            ]
        ).strip(),
        shown=pd.DataFrame(written),
        message=_places_told(basis, code),
    )


def _places_told(basis: Basis, code: str) -> str:
    """How many places the services need that have places: preschool and special housing."""
    found = {
        demands.short_name(one.service): findings.in_year(_ahead(basis, one.counted), NEAR_YEAR)
        for key, one in of_place(basis, code).items()
        if key in ("forskola", "boende")
    }
    return demands.places_message(basis.name(code), found, NEAR_YEAR)


def _spans(ahead: pd.DataFrame) -> dict[str, str]:
    """Ranges of the years that the text shows, as written."""
    rows = ahead.set_index("year")
    return {str(year): interval(rows["p10"][year], rows["p90"][year]) for year in YEARS}


def _positions(basis: Basis, chosen: Mapping[str, Demand]) -> dict[str, pd.DataFrame]:
    """Full-time positions by the key of the service, where the nation has a number for it."""
    return {
        key: _ahead(basis, needs.staff(one.counted, example.value))
        for key, one in chosen.items()
        if (example := one.service.per_full_time) is not None
    }


def staff(basis: Basis, code: str) -> Table:
    """Full-time positions that the services need, counted with the nation's numbers."""
    name, chosen = basis.name(code), of_place(basis, code)
    found = _positions(basis, chosen)
    first = basis.trajectories.jump_off
    written = [
        {
            _("Verksamhet"): chosen[key].name,
            str(first): whole(findings.in_year(ahead, first)["p50"]),
            **_spans(ahead),
        }
        for key, ahead in found.items()
    ]
    frame = pd.concat(
        [ahead.assign(service=chosen[key].name) for key, ahead in found.items()], ignore_index=True
    )
    return Table(
        f"personal-{code}",
        _("Heltidstjänster som behövs i {place}, räkneexempel").format(place=name),
        frame,
        _SERVICE | {"year": Column(_("År"), kind="year")} | range_columns(),
        basis.projection_line,
        unit=_("heltidstjänster"),
        note=" ".join(
            [
                demands.staff_note(
                    [chosen[key].service for key in found],
                    [one for key, one in SERVICES.items() if key not in found],
                ),
                _("Kommande år är 8 av 10 utfall."),
            ]
        ),
        shown=pd.DataFrame(written),
        message=_staff_told(basis, code),
    )


def _staff_told(basis: Basis, code: str) -> str:
    chosen = of_place(basis, code)
    found = {
        demands.short_name(chosen[key].service): findings.in_year(ahead, NEAR_YEAR)
        for key, ahead in _positions(basis, chosen).items()
    }
    return demands.staff_example(basis.name(code), found, NEAR_YEAR)


def paragraphs(basis: Basis, code: str) -> list[str]:
    """Say of each service how its users go, and what staff that takes."""
    every = of_place(basis, code).values()
    told = [needs_words.services_alt(one.service, one.course) for one in every]
    return [*told, f"{_staff_told(basis, code)}."]


def service_line(basis: Basis, code: str, key: str) -> Figure | None:
    """One service's users by themselves, with the staff they take; None without a share."""
    chosen = {one: found for one, found in of_place(basis, code).items() if one == key}
    if not chosen:
        return None
    one, name = chosen[key], basis.name(code)
    ahead = _ahead(basis, one.counted)
    observed = one.before[["year", "value"]]
    positions = None
    if found := _positions(basis, chosen):
        first = findings.in_year(found[key], basis.trajectories.jump_off)
        positions = {**findings.in_year(found[key], NEAR_YEAR), "now": first["p50"]}
    title = _("{users} i {place}").format(users=_(one.service.users).capitalize(), place=name)
    gaps = gaps_note({name: missing_years(observed, ahead)})
    note = [_note(basis, chosen), gaps]
    if positions:
        note.append(demands.staff_note([one.service], []))
    return Figure(
        f"{key}-{code}",
        title,
        demands.service_message(name, one.service, one.course, positions),
        lambda colours: history_and_range(
            observed, ahead, colours, unit=_("personer"), calculated=one.service.assumed
        ),
        (native.ranges(observed, ahead, before=one.before_is),),
        Table(
            f"{key}-{code}",
            title,
            findings.history_then_range(observed, ahead),
            history_columns(before=one.before_is),
            _source(basis, chosen),
            unit=_("personer den 31 december"),
            note=" ".join(filter(None, note)),
        ),
        needs_words.services_alt(one.service, one.course),
    )
