"""The kinds of report, and how an order becomes one."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from demografi.comparison import MOST, distinct
from demografi.dataset import Dataset
from demografi.errors import RequestError
from demografi.notes import Note
from demografi.regions import COUNTY, NATION, NORTH
from demografi.report.annex import annex, dialogue, facts
from demografi.report.appendix import appendix
from demografi.report.basis import Basis
from demografi.report.model import Report, Section, Table, plain
from demografi.report.sections import COMPARISON_MEASURES, compare_section, place_sections
from demografi.report.tables import places_now
from demografi.report.what_if import what_if_sections, what_if_table
from demografi.scenario import Scenario, to_link
from demografi.text import _, reports
from demografi.text.numbers import join
from demografi.text.scenario import scenario_title

__all__ = [
    "LEVELS",
    "TEMPLATES",
    "Order",
    "Template",
    "check_order",
    "compose",
    "offered_places",
]

LEVELS = (COUNTY, NORTH, NATION)
"""What a place is compared with unless the reader chooses."""
MANY = 4
"""Places beyond which the workbook leaves one-year ages out."""


@dataclass(frozen=True)
class Template:
    """A kind of report.

    Attributes
    ----------
    key : str
        As in links.
    contents : tuple of str
        Sections to choose from, in their order.
    places : tuple of int
        Fewest and most places.
    default : tuple of str
        Places when none are chosen.
    """

    key: str
    contents: tuple[str, ...]
    places: tuple[int, int]
    default: tuple[str, ...]


TEMPLATES = {
    template.key: template
    for template in (
        Template(
            "rus",
            ("sammanfattning", "historia", "framtid", "kommuner", "aldrar", "arbetskraft", "laget"),
            (1, 1),
            (COUNTY,),
        ),
        Template(
            "kommunbild",
            ("sammanfattning", "historia", "framtid", "aldrar", "arbetskraft", "laget"),
            (1, 16),
            ("2480",),
        ),
        Template("jamforelse", tuple(COMPARISON_MEASURES), (2, MOST), ("2480", "2482", COUNTY)),
        Template("scenario", ("antaganden", "utfall", "aldrar"), (1, 1), (COUNTY,)),
    )
}
"""Kinds of report, by their name in links."""


@dataclass(frozen=True)
class Order:
    """What a reader has asked for.

    Attributes
    ----------
    template : str
        Key of :data:`TEMPLATES`.
    places : tuple of str
        Codes; empty for the template's own.
    levels : tuple of str
        What a place is compared with.
    contents : tuple of str
        Sections; empty for all.
    scenario : Scenario, optional
        What-if, for the template of that name.
    notes : bool
        With what has been written in the dialogue about its places.
    """

    template: str
    places: tuple[str, ...] = ()
    levels: tuple[str, ...] = LEVELS
    contents: tuple[str, ...] = ()
    scenario: Scenario | None = None
    notes: bool = False


def check_order(dataset: Dataset, order: Order) -> Order:
    """Fill in what was left out and refuse what cannot be made.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    order : Order
        What was asked for.

    Raises
    ------
    RequestError
        The template, a section or a place is unknown, the number of places is wrong, a place is
        outside the projection, or the scenario is missing.
    """
    template = TEMPLATES.get(order.template)
    if template is None:
        raise RequestError(
            "unknown_template",
            f"There is no template '{order.template}'.",
            f"Choose one of: {', '.join(TEMPLATES)}.",
            template=order.template,
        )
    places = tuple(distinct(*order.places)) or template.default
    fewest, most = template.places
    if not fewest <= len(places) <= most:
        wanted = f"{fewest}" if fewest == most else f"{fewest} to {most}"
        raise RequestError(
            "wrong_number_of_places",
            f"The template '{template.key}' takes {wanted} place(s), not {len(places)}.",
            "Give as many places as it takes.",
            template=template.key,
            fewest=fewest,
            most=most,
        )
    for code in (*places, *order.levels):
        dataset.regions.place(code)  # raises for a place that does not exist
    if template.key != "jamforelse":
        outside = next((code for code in places if not _projected(dataset, code)), None)
        if outside is not None:
            raise RequestError(
                "not_projected",
                f"Region {outside} is not part of the projection.",
                "Choose municipalities of the county, the county, or groups within it.",
                region=outside,
            )
    if template.key == "scenario" and (order.scenario is None or order.scenario.neutral):
        raise RequestError(
            "no_scenario",
            "The template 'scenario' needs a scenario that changes something.",
            "Give one made on the screen Scenarier.",
        )
    unknown = [key for key in order.contents if key not in template.contents]
    if unknown:
        raise RequestError(
            "unknown_section",
            f"The template '{template.key}' has no section '{unknown[0]}'.",
            f"Choose among: {', '.join(template.contents)}.",
            section=unknown[0],
        )
    contents = tuple(key for key in template.contents if key in order.contents)
    return replace(order, places=places, contents=contents or template.contents)


def _projected(dataset: Dataset, code: str) -> bool:
    """Whether a place consists of the county's municipalities, which are the ones projected."""
    members = dataset.regions.place(code).members
    return bool(members) and set(dataset.regions.municipalities()).issuperset(members)


def offered_places(dataset: Dataset, template: str, codes: Sequence[str]) -> list[str]:
    """Places among some that a template can be made for."""
    if template == "jamforelse":
        return list(codes)
    return [code for code in codes if _projected(dataset, code)]


def _chapters(basis: Basis, order: Order) -> tuple[Section, ...]:
    """One chapter per place; a single place's sections stand by themselves."""
    if len(order.places) == 1:
        return tuple(place_sections(basis, order.places[0], order.levels, order.contents))
    found: list[Section] = []
    for code in order.places:
        found.append(Section("kapitel", basis.name(code)))
        inner = place_sections(basis, code, order.levels, order.contents)
        found += [replace(section, level=2) for section in inner]
    return tuple(found)


def _title(basis: Basis, order: Order) -> str:
    names = [basis.name(code) for code in order.places]
    if order.template == "rus":
        return _("{place}s demografi: underlag till den regionala utvecklingsstrategin").format(
            place=names[0]
        )
    if order.template == "scenario" and order.scenario is not None:
        title = plain(scenario_title(order.scenario, basis.dataset.regions))
        return _("Scenario för {place}: {title}").format(place=names[0], title=title)
    if order.template == "jamforelse":
        return _("Jämförelse: {places}").format(places=join(names))
    if len(names) == 1:
        level = basis.dataset.regions.place(order.places[0]).level
        title = _("Kommunbild: {place}") if level == "municipality" else _("Lägesbild: {place}")
        return title.format(place=names[0])
    return _("Kommunbilder: {places}").format(
        places=join(names) if len(names) <= 4 else _("{n} platser").format(n=len(names))
    )


def _long_tables(basis: Basis, order: Order) -> tuple[Table, ...]:
    found = appendix(basis, order.places, single_ages=len(order.places) <= MANY)
    if order.scenario is not None and order.template == "scenario":
        return (what_if_table(basis, order.places[0], order.scenario), *found)
    return found


def compose(
    basis: Basis, order: Order, *, made: datetime.date, notes: Sequence[Note] = ()
) -> Report:
    """Compute a report.

    Parameters
    ----------
    basis : Basis
        Dataset and projection.
    order : Order
        What was asked for.
    made : date
        The day it is made.
    notes : sequence of Note
        From the dialogue; shown when the order asks for them.

    Raises
    ------
    RequestError
        The template, a section or a place is unknown, the number of places is wrong, or a place
        is outside the projection.
    """
    order = check_order(basis.dataset, order)
    if order.template == "jamforelse":
        made_of = [compare_section(basis, key, order.places) for key in order.contents]
        table = places_now(basis, order.places)
        sections = (replace(made_of[0], items=(*made_of[0].items, table)), *made_of[1:])
    elif order.scenario is not None and order.template == "scenario":
        sections = what_if_sections(basis, order.places[0], order.scenario, order.contents)
    else:
        sections = _chapters(basis, order)
    names = [basis.name(code) for code in order.places]
    horizon = int(basis.trajectories.years[-1])
    about = {
        _("Rapport"): reports.template_name(order.template),
        _("Platser"): ", ".join(
            f"{name} ({code})" for name, code in zip(names, order.places, strict=True)
        ),
        _("Jämförs med"): ", ".join(map(basis.name, order.levels)),
        _("Innehåll"): ", ".join(map(reports.section_title, order.contents)),
        **facts(basis),
        _("Rapporten gjord"): made.isoformat(),
    }
    if order.scenario is not None and order.template == "scenario":
        about[_("Scenario")] = to_link(order.scenario)
    return Report(
        order.template,
        _title(basis, order),
        reports.subtitle(names, basis.dataset.newest_year, horizon),
        sections,
        (*dialogue(basis, notes if order.notes else ()), *annex(basis, order.places)),
        lambda: _long_tables(basis, order),
        about,
        made,
        _("RUS-underlag {place}").format(place=names[0]) if order.template == "rus" else "",
    )
