"""Section Storuman: jobs that come and go, and what was measured in Skellefteå."""

import streamlit as st

from demografi import pilots
from demografi.charts.bars import ranking
from demografi.charts.evidence import outcome_and_projection, with_and_without
from demografi.dataset import Dataset
from demografi.findings import DRAWS
from demografi.pilots import Investment, MeasuredCase
from demografi.pilots.factory import FACTORY
from demografi.pilots.investments import STORUMAN
from demografi.scenario import Scenario, to_link
from demografi.series import total_series
from demografi.text import _
from demografi.text.columns import ENDS, OBSERVED, RANGE_COLUMNS, range_columns
from demografi.text.pilots import investments as words
from demografi.text.pilots import question
from demografi.text.sources import observed_line, projected_line
from demografi.ui import cached, choices, shell
from demografi.ui.card import Column, chart_card
from demografi.ui.pilots.frame import Onward, close, fill_cards
from demografi.ui.table_card import WIDE, table_card

__all__ = ["answer", "show"]

JOBS, FIRST, LAST = 300, 2028, 2040
"""The example the screen opens with; the reader changes it."""
MOST_JOBS = 1000
SINCE = 2000
"""First year of the histories drawn."""


@st.cache_resource(show_spinner=False, max_entries=64)
def _investment(version: str, jobs: int, first: int, last: int) -> Investment:  # noqa: ARG001
    measure = pilots.employer(jobs, first, last)
    return pilots.investment(cached.dataset(), cached.projection(), measure)


@st.cache_resource(show_spinner=False, max_entries=3)
def _case(version: str) -> MeasuredCase:  # noqa: ARG001 - the key
    return pilots.measured_case(cached.dataset(), draws=DRAWS)


def _said(dataset: Dataset, found: Investment) -> str:
    name = dataset.regions.name
    return words.answer(name(STORUMAN), found, _case(dataset.version), name(FACTORY))


def answer(dataset: Dataset) -> str:
    """Answer in words, for the example."""
    return _said(dataset, _investment(dataset.version, JOBS, FIRST, LAST))


def show(dataset: Dataset) -> None:
    """Show the section."""
    years = cached.projection().years
    one, two, three = st.columns(3)
    with one:
        jobs = choices.slide("jobb", _("Antal jobb"), 10, MOST_JOBS, JOBS)
    with two:
        first = choices.slide("oppnar", _("Öppnar"), years[1], years[-1] - 2, FIRST)
    with three:
        last = choices.slide("stanger", _("Sista året"), years[2], years[-1] - 1, LAST)
    # A last year before the first is read as the shortest life there is, and said.
    asked, last = last, max(first + 1, last)
    if said := words.years_note(asked, first, last):
        st.warning(said, icon=":material/info:")
    name = dataset.regions.name
    found = _investment(dataset.version, jobs, first, last)
    shell.heading(question("storuman"), _said(dataset, found))
    _scenario(dataset, found, (jobs, first, last))
    left, right = st.columns(2)
    case = _case(dataset.version)
    with left:
        _measured(dataset, case)
    with right:
        _ages(dataset, case)
    close(
        words.limits(case, name(FACTORY)),
        [
            Onward(
                "scenarier",
                _("Ändra antagandena i scenariot"),
                {"scenario": to_link(Scenario("", (found.measure,))), "plats": STORUMAN},
            ),
            Onward("prognos", _("Storumans prognos"), {"plats": STORUMAN}),
            Onward("insatser", _("Skola och vård i Storuman"), {"plats": STORUMAN}),
            Onward("traffsakerhet", _("Hur rätt prognoser har haft")),
        ],
    )


def _scenario(dataset: Dataset, found: Investment, chosen: tuple[int, int, int]) -> None:
    name = dataset.regions.name(STORUMAN)
    recent = found.observed[found.observed["year"] >= SINCE]
    table = found.by_year()
    chart_card(
        "jobben",
        words.scenario_title(name, found),
        lambda colours: with_and_without(
            recent,
            found.without,
            found.with_it,
            colours,
            unit=_("personer"),
            names=(_("Utan jobben"), _("Med jobben")),
            span=(found.first, found.last),
        ),
        table,
        {
            "year": Column(_("År"), kind="year"),
            "value": Column(OBSERVED),
            **range_columns(_("Utan"), {end: f"without_{end}" for end in ENDS}),
            **range_columns(_("Med"), {end: f"with_{end}" for end in ENDS}),
        },
        dataset=dataset,
        source=f"{words.scenario_source(dataset, found)} {cached.projection_line()}",
        alt=words.scenario_alt(name, found),
        unit=_("personer den 31 december"),
        note=words.scenario_note(found),
        depends=chosen,
    )
    fill_cards()
    with st.container(key="numbers_filled_grupper"):
        table_card(
            "grupper",
            words.rows_title(found),
            words.change_table(found),
            words.change_frame(found),
            dataset=dataset,
            source=cached.projection_line(),
            alt=words.changes_alt(found),
            note=words.rows_note(found),
            width=WIDE,
        )


def _measured(dataset: Dataset, case: MeasuredCase) -> None:
    name = dataset.regions.name(FACTORY)
    totals = total_series(dataset, FACTORY)
    seen = totals[totals["year"] >= SINCE]
    chart_card(
        "skelleftea",
        words.case_title(case, name),
        lambda colours: outcome_and_projection(
            seen,
            case.path,
            colours,
            unit=_("personer"),
            name=_("Prognos från {year}").format(year=case.origin),
        ),
        case.path,
        RANGE_COLUMNS,
        dataset=dataset,
        source=f"{observed_line(dataset, 'population_total', seen['year'])} "
        + projected_line(dataset, case.origin, draws=DRAWS),
        alt=words.case_alt(case, name),
        unit=_("personer den 31 december"),
        note=words.case_note(case),
        depends=(),
    )


def _ages(dataset: Dataset, case: MeasuredCase) -> None:
    name = dataset.regions.name(FACTORY)
    rows = words.ages_rows(case)
    chart_card(
        "skelleftea-aldrar",
        words.ages_title(case, name),
        lambda colours: ranking(
            rows,
            colours,
            text=words.ages_texts(rows),
            diverging=True,
            spread=("low", "high"),
            height=420,
        ),
        case.ages,
        {
            "year": Column(_("År"), kind="year"),
            "ages": Column(_("Ålder"), kind="text"),
            "observed": Column(OBSERVED),
            **range_columns(),
            "difference": Column(_("Skillnad mot mitten")),
        },
        dataset=dataset,
        source=f"{observed_line(dataset, 'population', case.ages['year'])} "
        + projected_line(dataset, case.origin, draws=DRAWS),
        alt=words.ages_alt(rows, name),
        unit=_("personer fler eller färre än prognosens mitt"),
        note=_(
            "Strecket och parentesen visar 8 av 10 utfall. Tabellen har också det senaste året."
        ),
        depends=(),
    )
