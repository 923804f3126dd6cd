"""The scenario a reader is making: kept in the link, computed once for all who share it."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from demografi.dataset import Dataset
from demografi.errors import RequestError
from demografi.scenario import (
    KINDS,
    Made,
    Measure,
    Scenario,
    adjustment,
    effects,
    examples,
    expected,
    from_link,
    read,
    run,
    to_link,
    with_estimates,
    write,
)
from demografi.scenario.document import LARGEST, fail
from demografi.series import parse_group
from demografi.text import _
from demografi.text.problems import in_swedish
from demografi.text.scenario import scenario_title, told_apart
from demografi.ui import cached, choices

__all__ = [
    "HEADLINES",
    "MOST_COMPARED",
    "add",
    "between",
    "called",
    "change",
    "compare",
    "compared",
    "compared_effects",
    "current",
    "effects_of",
    "file_of",
    "move",
    "name",
    "open_file",
    "others_by_name",
    "remove",
    "take",
    "tell_problem",
]

HEADLINES = ("total", "6-15", "20-64", "80+")
"""Groups of ages that every scenario is told by."""
MOST_COMPARED = 3
_LINK, _OTHERS = "scenario", "mot"
_BETWEEN = ".."
_PROBLEM, _NOW = "scenario_problem", "scenario_now"


def _read_link(text: str) -> Scenario | None:
    """Read a link's scenario and make sure that it can be run; None if not."""
    try:
        scenario = from_link(text)
        adjustment(cached.dataset(), scenario, cached.HORIZON)
    except RequestError:
        return None
    return scenario


def current() -> Scenario:
    """Return the scenario at hand; ``scenario`` in the link."""
    scenario = choices.carried(
        _LINK, _read_link, Scenario(), text=to_link, told=_("prognosen utan ändringar")
    )
    st.session_state[_NOW] = scenario
    return scenario


def compared() -> tuple[Scenario, ...]:
    """Return the scenarios to compare with; ``mot`` in the link."""

    def parse(text: str) -> tuple[Scenario, ...] | None:
        found = [_read_link(part) for part in text.split(_BETWEEN)] if text else []
        known = tuple(scenario for scenario in found if scenario is not None)
        return known if len(known) == len(found) <= MOST_COMPARED else None

    def text(scenarios: tuple[Scenario, ...]) -> str:
        return _BETWEEN.join(to_link(scenario) for scenario in scenarios)

    none: tuple[Scenario, ...] = ()
    return choices.carried(_OTHERS, parse, none, text=text, told=_("ingen jämförelse"))


def _at_hand() -> Scenario:
    """Return the scenario that the screen showed when the reader did something."""
    found: Scenario = st.session_state[_NOW]
    return found


def _put(scenario: Scenario) -> None:
    """Take a scenario into use, if it can be run; otherwise nothing changes and it is said."""
    adjustment(cached.dataset(), scenario, cached.HORIZON)
    choices.remember(_LINK, scenario)


def take(scenario: Scenario, place: str | None = None) -> None:
    """Replace the scenario, and look at a place."""
    choices.remember(_LINK, scenario)
    if place is not None:
        choices.remember("plats", place)


def add(kind: str, place: str) -> None:
    """Add a measure with its defaults; what is built begins two years on."""
    data = cached.dataset()
    chosen = KINDS[kind]
    members = data.regions.place(place).members
    where = members[0] if chosen.places == "municipality" else place
    first = cached.projection().years[1]
    begins = chosen.group == "events"
    measure = Measure.of(kind, where, {"from": first + 2} if begins else {})
    scenario = _at_hand()
    with _told():
        _put(replace(scenario, measures=(*scenario.measures, measure)))


def change(at: int, parameter: str, value: float | None) -> None:
    """Set a parameter of a measure; years that would run backwards follow."""
    scenario = _at_hand()
    measure = scenario.measures[at]
    values = {parameter: value}
    first, last = measure["from"], measure["to"]
    if parameter == "from" and value is not None and last is not None and last < value:
        values["to"] = value
    if parameter == "to" and value is not None and first is not None and value < first:
        values["from"] = value
    with _told():
        _exchange(at, measure.put(**values))


def move(at: int, place: str) -> None:
    """Move a measure to another place; what was estimated for the old one is estimated anew."""
    with _told():
        _exchange(at, replace(_at_hand().measures[at], place=place))


def _exchange(at: int, measure: Measure) -> None:
    measures = list(_at_hand().measures)
    measures[at] = measure
    _put(replace(_at_hand(), measures=tuple(measures)))


def remove(at: int) -> None:
    """Take a measure away."""
    scenario = _at_hand()
    choices.remember(
        _LINK, replace(scenario, measures=(*scenario.measures[:at], *scenario.measures[at + 1 :]))
    )


def name(text: str) -> None:
    """Call the scenario something."""
    with _told():
        choices.remember(_LINK, replace(_at_hand(), name=text.strip()))


def compare(scenarios: tuple[Scenario, ...]) -> None:
    """Choose what to compare with."""
    choices.remember(_OTHERS, scenarios[:MOST_COMPARED])


def open_file(size: int, content: bytes) -> None:
    """Take the scenario of a file into use; if there is none in it, say so and change nothing."""
    with _told():
        if size > LARGEST:
            fail("scenario_file_huge", "The file is too large.", most=LARGEST // 1024)
        scenario, made = read(content)
        _put(scenario)
        if made is not None and made.data_version != cached.dataset().version:
            st.session_state[_PROBLEM] = _(
                "Scenariot är sparat med dataversion {old}. Nu gäller {new}, så siffrorna kan "
                "skilja sig från dem du hade då."
            ).format(old=made.data_version, new=cached.dataset().version)
        if scenario.measures:
            choices.remember("plats", scenario.measures[0].place)


class _told:  # noqa: N801 - reads as a word where it stands
    """Turns a refusal into something said on screen; nothing has changed then."""

    def __enter__(self) -> None:
        st.session_state.pop(_PROBLEM, None)

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> bool:
        if isinstance(error, RequestError):
            st.session_state[_PROBLEM] = in_swedish(error)
            return True
        return False


def tell_problem() -> None:
    """Say once what could not be done."""
    if problem := st.session_state.pop(_PROBLEM, None):
        st.warning(problem, icon=":material/error:")


def file_of(scenario: Scenario, dataset: Dataset) -> bytes:
    """Content of the file that gives the same numbers again."""
    made = Made(dataset.version, cached.HORIZON, cached.DRAWS, cached.SEED)
    filled = with_estimates(dataset, expected(dataset, cached.HORIZON), scenario)
    return write(filled, made).encode()


@st.cache_data(show_spinner=_("Räknar om …"), max_entries=300)
def _effects(version: str, link: str, code: str, groups: tuple[str, ...]) -> pd.DataFrame:  # noqa: ARG001
    data, baseline = cached.dataset(), cached.projection()
    changed = run(data, baseline, from_link(link))
    members = data.regions.place(code).members
    return effects(baseline, changed, members, [parse_group(group) for group in groups])


def effects_of(scenario: Scenario, code: str, groups: tuple[str, ...] = ()) -> pd.DataFrame:
    """Projection, scenario and difference of a place, see :func:`demografi.scenario.effects`.

    Parameters
    ----------
    scenario : Scenario
        One that can be run.
    code : str
        The place.
    groups : tuple of str
        Groups of ages beside :data:`HEADLINES`.
    """
    wanted = tuple(dict.fromkeys((*HEADLINES, *groups)))
    return _effects(cached.dataset().version, _unnamed(scenario), code, wanted)


def _unnamed(scenario: Scenario) -> str:
    """Return the link without the name, which no number depends on."""
    return to_link(replace(scenario, name=""))


def called(dataset: Dataset, scenario: Scenario, code: str) -> str:
    """Name a scenario: an example of the place as on its button, any other by itself."""
    years = cached.projection().years
    offered = examples(dataset.regions.place(code), years[1], years[-1])
    titles = {example.scenario: _(example.title) for example in offered}
    return titles.get(scenario) or scenario_title(scenario, dataset.regions)


def others_by_name(
    dataset: Dataset, scenario: Scenario, others: tuple[Scenario, ...], code: str
) -> dict[str, Scenario]:
    """Name the scenarios compared with, each name once."""
    # Before and after a change have the same name, if the reader has given one.
    names = told_apart([called(dataset, one, code) for one in (scenario, *others)])
    return dict(zip(names[1:], others, strict=True))


def compared_effects(
    named: Mapping[str, Scenario], code: str, groups: tuple[str, ...] = ()
) -> dict[str, pd.DataFrame]:
    """Effects of the scenarios compared with, by name, see :func:`effects_of`."""
    return {name: effects_of(other, code, groups) for name, other in named.items()}


@st.cache_data(show_spinner=_("Räknar om …"), max_entries=100)
def _between(version: str, link: str, other: str, code: str) -> pd.DataFrame:  # noqa: ARG001
    data, baseline = cached.dataset(), cached.projection()
    before, after = (run(data, baseline, from_link(text)) for text in (other, link))
    members = data.regions.place(code).members
    return effects(before, after, members, [parse_group(group) for group in HEADLINES])


def between(scenario: Scenario, other: Scenario, code: str) -> pd.DataFrame:
    """Difference between two scenarios of a place, draw by draw, for :data:`HEADLINES`."""
    return _between(cached.dataset().version, _unnamed(scenario), _unnamed(other), code)
