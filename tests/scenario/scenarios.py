"""Any scenario there can be, for property tests."""

from hypothesis import strategies as st

from demografi.scenario import KINDS, Measure, Parameter, Scenario

PLACES = ("24", "region8", "2401", "2421", "2480", "fa-umea")


def _values(parameter: Parameter) -> st.SearchStrategy[float]:
    low, high = parameter.low, parameter.high
    if parameter.whole:
        return st.integers(int(low), int(high)).map(float)
    return st.integers(int(low * 1000), int(high * 1000)).map(lambda value: value / 1000)


@st.composite
def measures(draw: st.DrawFn) -> Measure:
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    values: dict[str, object] = {
        name: draw(_values(parameter))
        for name, parameter in kind.parameters.items()
        if draw(st.booleans())
    }
    if "from" in values and "to" in values:
        first, last = sorted([float(str(values["from"])), float(str(values["to"]))])
        values |= {"from": first, "to": last}
    return Measure.of(kind.id, draw(st.sampled_from(PLACES)), values)


def scenarios() -> st.SearchStrategy[Scenario]:
    names = st.text("abcåäö 0123456789,.–%+", max_size=60)
    return st.builds(Scenario, names, st.lists(measures(), max_size=20).map(tuple))
