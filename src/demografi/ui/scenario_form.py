"""Forms for a scenario's measures, made from the parameter table."""

import re
import unicodedata
from collections.abc import Callable

import streamlit as st

from demografi.dataset import Dataset
from demografi.scenario import (
    KINDS,
    Measure,
    Parameter,
    Scenario,
    estimate,
    examples,
    expected,
    to_link,
)
from demografi.text import _
from demografi.text.numbers import capital, decimal
from demografi.text.scenario import amount, measure_title, scenario_title, told_apart
from demografi.ui import cached, places
from demografi.ui import scenario_state as state
from demografi.ui.typed import typed_number

__all__ = ["offer_examples", "show_comparison", "show_file", "show_measures"]

_AMOUNTS = {"jobs", "dwellings", "places"}
"""Typed rather than drawn on a slider, whose steps would be too coarse."""
_UNFOLDED = 2
"""Measures shown open; of more, only the last is."""
_MANY = 1000
"""Steps from which on a number is easier typed."""

# The uploader's instructions are in English pieces; its label and button say enough.
_UPLOADER = """
<style>
.st-key-scenario_file [data-testid="stFileUploaderDropzoneInstructions"] {display: none}
</style>
"""


def _years() -> tuple[int, int]:
    years = cached.projection().years
    return years[1], years[-1]


def offer_examples(dataset: Dataset, code: str) -> None:
    """Offer ready-made scenarios to begin with."""
    st.markdown(_("**Färdiga exempel**"))
    with st.container(horizontal=True, gap="small", key="scenario_examples"):
        for example in examples(dataset.regions.place(code), *_years()):
            st.button(
                _(example.title),
                key=f"example_{example.key}",
                on_click=state.take,
                args=(example.scenario, example.place),
            )


def _held(key: str, value: float | str) -> str:
    """Let a widget show what the scenario says, whoever changed it."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


def _report(at: int, parameter: str, key: str, open_end: float | None) -> Callable[[], None]:
    def told() -> None:
        value = st.session_state[key]
        state.change(at, parameter, None if value == open_end else value)

    return told


def _default(dataset: Dataset, measure: Measure, parameter: Parameter) -> tuple[float, str]:
    """What holds when nothing is said, and where that comes from."""
    first, last = _years()
    if parameter.id in ("from", "to"):
        completed = measure.kind == "housing" and parameter.id == "to"
        if completed:
            return measure.number("from", first), _(parameter.origin)
        return float(first if parameter.id == "from" else last), _(parameter.origin)
    if parameter.default is not None:
        return parameter.default, _(parameter.origin)
    found = estimate(dataset, expected(dataset, last), measure, parameter.id)
    if found is None:
        return parameter.low, _(parameter.origin)
    told = _("{origin} Källa: {source}, {year}.").format(
        origin=_(parameter.origin), source=found.source, year=found.year
    )
    return found.value, told


def _ask(dataset: Dataset, at: int, measure: Measure, parameter: Parameter) -> None:
    """Ask for one parameter."""
    first, last = _years()
    default, origin = _default(dataset, measure, parameter)
    value = measure.number(parameter.id, default)
    year = parameter.id in ("from", "to")
    low, high = (float(first), float(last)) if year else (parameter.low, parameter.high)
    value = min(max(value, low), high)
    key = f"scenario_{at}_{measure.kind}_{parameter.id}"
    # A year at the end of the projection means no end; one at its beginning no beginning.
    open_end = None
    if year and KINDS[measure.kind].group != "events":
        open_end = high if parameter.id == "to" else low
    elif parameter.id == "to" and measure.kind == "employer":
        open_end = high
    label = _(parameter.title)
    if parameter.unit.split()[0] not in parameter.title.lower():
        label = _("{title}, {unit}").format(title=label, unit=_(parameter.unit))
    told = f"{_(parameter.help)} {origin}"
    changed = _report(at, parameter.id, key, open_end)
    if parameter.id in _AMOUNTS or (high - low) / parameter.step > _MANY:
        # Emptied: what holds when nothing is said.
        typed_number(
            label,
            value,
            low,
            high,
            key=key,
            take=lambda typed: state.change(at, parameter.id, typed),
            digits=0 if parameter.whole else 1,
            show=_written,
            help=told,
        )
    elif parameter.whole:
        st.slider(
            label,
            int(low),
            int(high),
            step=1 if year else int(parameter.step),
            key=_held(key, int(value)),
            help=told,
            on_change=changed,
        )
    else:
        # A slider of numbers would write them with a point and a hyphen.
        steps = round((high - low) / parameter.step)
        value = value if parameter.id == "change" else round(value, 1)
        offered = {round(low + step * parameter.step, 1) for step in range(steps + 1)}
        st.select_slider(
            label,
            sorted(offered | {value}),
            key=_held(key, value),
            format_func=amount if parameter.id == "change" else _written,
            help=told,
            on_change=changed,
        )


def _written(value: float) -> str:
    return decimal(value, 0 if value == int(value) else 1)


def _ask_place(dataset: Dataset, at: int, measure: Measure) -> None:
    codes = places.place_codes(dataset, projected=True)
    if KINDS[measure.kind].places == "municipality":
        codes = [code for code in codes if dataset.regions.place(code).level == "municipality"]
    key = f"scenario_{at}_{measure.kind}_place"
    st.selectbox(
        _("Var"),
        codes,
        key=_held(key, measure.place),
        format_func=lambda code: places.place_label(dataset, code),
        on_change=lambda: state.move(at, st.session_state[key]),
    )


def _show_measure(dataset: Dataset, at: int, measure: Measure, *, unfolded: bool) -> None:
    kind = KINDS[measure.kind]
    title = measure_title(measure, dataset.regions)
    with st.expander(capital(title), expanded=unfolded, key=f"measure_{at}_{measure.kind}"):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ):
            st.markdown(f"**{_(kind.title)}**", help=_(kind.help))
            st.button(
                _("Ta bort"),
                key=f"scenario_remove_{at}",
                type="tertiary",
                icon=":material/delete:",
                on_click=state.remove,
                args=(at,),
            )
        _ask_place(dataset, at, measure)
        for parameter in kind.parameters.values():
            if not parameter.assumption:
                _ask(dataset, at, measure, parameter)
        if any(parameter.assumption for parameter in kind.parameters.values()):
            with st.expander(_("Antaganden"), key=f"scenario_assumptions_{at}"):
                for parameter in kind.parameters.values():
                    if parameter.assumption:
                        _ask(dataset, at, measure, parameter)


def show_measures(dataset: Dataset, scenario: Scenario, code: str) -> None:
    """Show every measure with its parameters, and offer to add one."""
    count = len(scenario.measures)
    for at, measure in enumerate(scenario.measures):
        # All would be taller than the charts beside them.
        _show_measure(dataset, at, measure, unfolded=count <= _UNFOLDED or at == count - 1)
    with st.container(horizontal=True, vertical_alignment="bottom", key="scenario_add"):
        kind = st.selectbox(
            _("Lägg till en åtgärd"),
            list(KINDS),
            index=list(KINDS).index("employer"),
            key="scenario_kind",
            format_func=lambda key: _(KINDS[key].title),
        )
        st.button(
            _("Lägg till"),
            key="scenario_add_button",
            icon=":material/add:",
            on_click=state.add,
            args=(kind, code),
        )


def show_comparison(dataset: Dataset, scenario: Scenario, code: str) -> tuple[Scenario, ...]:
    """Choose up to three scenarios to compare with: examples, or this one as it is now."""
    chosen = state.compared()
    offered = [example.scenario for example in examples(dataset.regions.place(code), *_years())]
    if scenario.measures:
        offered.insert(0, scenario)
    known = {to_link(one): one for one in (*chosen, *offered)}
    # As the chart tells them apart, where the reader has given several the same name.
    named = {to_link(one): one for one in (scenario, *chosen, *offered)}
    titles = told_apart([state.called(dataset, one, code) for one in named.values()])
    shown = dict(zip(named, titles, strict=True))
    key = "scenario_compared"
    links = [to_link(one) for one in chosen]
    if st.session_state.get(key) != links:
        st.session_state[key] = links
    st.multiselect(
        _("Jämför med (högst tre)"),
        list(known),
        key=key,
        format_func=shown.__getitem__,
        max_selections=state.MOST_COMPARED,
        placeholder=_("Välj scenarier"),
        help=_("Välj scenariot som det är nu och ändra det sedan, så jämför du före och efter."),
        on_change=lambda: state.compare(tuple(known[link] for link in st.session_state[key])),
    )
    return chosen


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60]


def show_file(dataset: Dataset, scenario: Scenario) -> None:
    """Save, open and reset the scenario."""
    st.html(_UPLOADER)
    with st.container(horizontal=True, vertical_alignment="center", key="scenario_files"):
        with st.popover(_("Spara och öppna"), icon=":material/save:", key="scenario_save"):
            key = "scenario_name"
            st.text_input(
                _("Namn (frivilligt)"),
                key=_held(key, scenario.name),
                max_chars=60,
                on_change=lambda: state.name(st.session_state[key]),
            )
            st.download_button(
                _("Spara som fil"),
                data=state.file_of(scenario, dataset),
                file_name=f"scenario-{_slug(scenario_title(scenario, dataset.regions))}.json",
                mime="application/json",
                key="download_scenario_json",
                on_click="ignore",
                icon=":material/download:",
                disabled=not scenario.measures,
            )
            upload = "scenario_file"
            with st.container(key=upload):
                st.file_uploader(
                    _("Öppna en sparad fil"),
                    type="json",
                    key="scenario_upload",
                    max_upload_size=1,
                    on_change=_opened,
                )
            st.caption(
                _("Adressen i webbläsaren är också scenariot: den som får den ser samma sak.")
            )
        st.button(
            _("Nollställ"),
            key="scenario_reset",
            icon=":material/restart_alt:",
            type="tertiary",
            on_click=state.take,
            args=(Scenario(),),
            disabled=not scenario.measures,
        )


def _opened() -> None:
    file = st.session_state["scenario_upload"]
    if file is not None:
        state.open_file(file.size, file.getvalue())
