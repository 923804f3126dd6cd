"""Sections of the reports, each computed for a place and what it is compared with."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from demografi import comparison, findings, knowledge, series
from demografi.comparison import MOST, Line
from demografi.findings import FAR_YEAR, NEAR_YEAR
from demografi.indicators import INDICATORS
from demografi.regions import COUNTY
from demografi.report import demands, figures, tables
from demografi.report.basis import Basis
from demografi.report.model import Figure, Section, Table
from demografi.text import _, age_groups, measures, outlooks, reports, sentences
from demografi.text import comparison as compared_words
from demografi.text import knowledge as knowledge_words

__all__ = ["COMPARISON_MEASURES", "Maker", "compare_section", "place_sections", "section"]

Maker = Callable[[Basis, str, Sequence[str]], Section]
"""Basis, code of the place and codes it is compared with in; a section out."""

COMPARISON_MEASURES = {
    "folkmangd": "population",
    "forsorjning": "dependency_ratio",
    "aldre": "share_80",
    "arbetskraft": "labour_entry_exit",
    "flyttning": "net_migration_per_1000",
}
"""Measure of each section of a comparison."""
PREFERRED_BASE = 2000


def section(key: str, paragraphs: Sequence[str], items: Sequence[Figure | Table]) -> Section:
    """Make a section under its standing heading."""
    return Section(key, reports.section_title(key), tuple(paragraphs), tuple(items))


def _summary(basis: Basis, code: str, _compared: Sequence[str]) -> Section:
    data, name = basis.dataset, basis.name(code)
    top = findings.peak(data, code)
    groups = series.group_series(data, code, figures.SERVICES.labels)
    ahead = basis.group_ranges(code, figures.SERVICES.labels)
    found = findings.group_outlooks(ahead, groups, NEAR_YEAR)
    total = basis.outlook(code, "population", FAR_YEAR)
    paragraphs = [
        sentences.history(name, top),
        outlooks.total_ahead(name, total),
        f"{outlooks.groups_ahead(age_groups.named(figures.SERVICES, found))}.",
    ]
    members = basis.members(code)
    if code == COUNTY:
        place = outlooks.overview(name, total, basis.outlooks(members, "population", FAR_YEAR))
        paragraphs[1] = place
    made = section("sammanfattning", paragraphs, [tables.key_figures(basis, code)])
    oldest = basis.outlook(code, "older_80", NEAR_YEAR)
    return replace(made, message=reports.summary_message(name, total, oldest))


def _past(basis: Basis, code: str, _compared: Sequence[str]) -> Section:
    data, name = basis.dataset, basis.name(code)
    recent = findings.recent_change(findings.change_components(data, code))
    newest = findings.year_changes(data, [code]).iloc[0]
    return section(
        "historia",
        [
            (
                f"{reports.history_message(name, findings.peak(data, code))}. "
                f"{outlooks.year_change(int(newest['year']), newest)}"
            ),
            f"{sentences.components_finding(recent, data.newest_year)}. "
            + reports.change_paragraph(name, recent, data.newest_year),
        ],
        [figures.history(basis, code), figures.change(basis, code)],
    )


def _future(basis: Basis, code: str, _compared: Sequence[str]) -> Section:
    name = basis.name(code)
    total = basis.outlook(code, "population", FAR_YEAR)
    oldest = basis.outlook(code, "older_80", NEAR_YEAR)
    flows = basis.components(code)
    return section(
        "framtid",
        [
            (
                f"{reports.total_message(name, total)}. "
                f"{outlooks.components_ahead(name, flows, NEAR_YEAR)}."
            ),
            f"{reports.age_message(name, oldest)}.",
        ],
        [
            figures.total_ahead(basis, code),
            tables.total_by_year(basis, code),
            figures.ages_then_now_later(basis, code),
        ],
    )


def _services(basis: Basis, code: str, _compared: Sequence[str]) -> Section:
    return section(
        "aldrar",
        demands.paragraphs(basis, code),
        [
            demands.users(basis, code),
            demands.users_by_year(basis, code),
            demands.staff(basis, code),
            tables.groups_by_year(basis, code),
        ],
    )


def _labour(basis: Basis, code: str, compared: Sequence[str]) -> Section:
    codes = comparison.distinct(code, *compared)[:MOST]
    said = reports.labour_paragraph(
        basis.name(code),
        basis.outlook(code, "dependency_ratio", NEAR_YEAR),
        basis.outlook(code, "working_age_20_64", NEAR_YEAR),
    )
    return section(
        "arbetskraft",
        [said, _leavers(basis, code)],
        [
            figures.measure_lines(basis, codes, key)
            for key in ("dependency_ratio", "labour_entry_exit")
        ],
    )


def _leavers(basis: Basis, code: str) -> str:
    """Say how many enter working age for each who leaves it."""
    key = "labour_entry_exit"
    outlook = basis.outlook(code, key, NEAR_YEAR)
    said = reports.place_message(key, basis.name(code), outlook)
    return f"{said}. {_defined(key)}"


def _defined(key: str) -> str:
    """Say how a measure is counted, its numbers unbroken."""
    definition = INDICATORS[key]
    counted = measures.unbroken(_(definition.formula)).rstrip(".")
    return f"{_(definition.name)}: {counted}."


def _standing(basis: Basis, code: str, compared: Sequence[str]) -> Section:
    cells = basis.county_cells(code)
    name = basis.name
    # A report on the county has a section on the municipalities of its own.
    measure = "labour_entry_exit" if code == COUNTY else "dependency_ratio"
    said = [
        knowledge_words.conclusion(
            key,
            knowledge.extremes(basis.dataset, cells, "now", key),
            knowledge.standing(cells, COUNTY, key).counted,
            knowledge.shifts(basis.dataset, cells, key),
            name,
        )
        for key in [measure]
    ]
    if code in basis.dataset.regions.municipalities():
        said += filter(None, (_rank(basis, code, key) for key in ("dependency_ratio", "mean_age")))
    return section(
        "laget",
        said,
        [
            figures.municipalities(basis, measure, code),
            tables.places_now(basis, comparison.distinct(code, *compared)[:5]),
        ],
    )


def _rank(basis: Basis, code: str, key: str) -> str:
    """Say which place a municipality has; nothing unless all have a figure of one year."""
    cells = basis.county_cells(code)
    ends = knowledge.extremes(basis.dataset, cells, "now", key)
    if ends is None or ends.known < ends.places:
        return ""
    order = knowledge.ranked(basis.dataset, cells, "now", key, "hogst")
    rank = order.index(code) + 1
    return reports.alone_against(key, basis.name(code), rank, ends.places, ends.year)


def _municipalities(basis: Basis, code: str, _compared: Sequence[str]) -> Section:
    ahead = basis.outlooks(tuple(basis.dataset.regions.municipalities()), "population", FAR_YEAR)
    cells = basis.county_cells(code)
    key = "dependency_ratio"
    return section(
        "kommuner",
        [
            f"{reports.growth_message(ahead)}.",
            knowledge_words.conclusion(
                key,
                knowledge.extremes(basis.dataset, cells, "now", key),
                knowledge.standing(cells, COUNTY, key).counted,
                knowledge.shifts(basis.dataset, cells, key),
                basis.name,
            ),
        ],
        [
            figures.growth(basis),
            figures.municipalities(basis, key),
            tables.municipalities_now_and_later(basis),
        ],
    )


_MAKERS: dict[str, Maker] = {
    "sammanfattning": _summary,
    "historia": _past,
    "framtid": _future,
    "kommuner": _municipalities,
    "aldrar": _services,
    "arbetskraft": _labour,
    "laget": _standing,
}


def place_sections(
    basis: Basis, code: str, compared: Sequence[str], contents: Sequence[str]
) -> list[Section]:
    """Make the sections asked for about a place, in the order given."""
    return [_MAKERS[key](basis, code, compared) for key in contents]


def compare_section(basis: Basis, key: str, codes: Sequence[str]) -> Section:
    """One measure of several places: who has most and least, and where the first is heading."""
    indicator = COMPARISON_MEASURES[key]
    levels: Sequence[Line] = basis.lines(codes, indicator)
    base = None
    changed = None
    if indicator == "population" and (years := comparison.base_years(levels)):
        base = PREFERRED_BASE if PREFERRED_BASE in years else years[0]
        changed = comparison.changes(comparison.indexed(levels, base))
    said = compared_words.conclusion(indicator, levels, codes[0], base, changed)
    return section(
        key,
        [said, _defined(indicator)],
        [figures.measure_lines(basis, codes, indicator, base=base)],
    )
