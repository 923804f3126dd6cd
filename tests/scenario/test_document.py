"""Scenario files: what is written is read; what is broken, huge or hostile is refused, wholly."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demografi import Dataset
from demografi.errors import RequestError
from demografi.scenario import (
    KINDS,
    Made,
    Measure,
    Scenario,
    estimate,
    expected,
    from_link,
    link,
    read,
    to_link,
    with_estimates,
    write,
)
from demografi.scenario.document import LARGEST
from demografi.text.problems import in_swedish
from tests.scenario.scenarios import scenarios

MINE = Scenario(
    "Gruva, 300 jobb",
    (Measure.of("employer", "2421", {"jobs": 300, "from": 2028, "to": 2040}),),
)
MADE = Made("3c2f8a1b", 2050, 400, 1)


def attempted(make: Callable[[], Scenario]) -> Scenario | str:
    """Return the scenario, or the code of the refusal."""
    try:
        return make()
    except RequestError as error:
        return error.code


def refusal(content: bytes) -> RequestError:
    with pytest.raises(RequestError) as caught:
        read(content)
    error = caught.value
    assert error.code.startswith("scenario_")
    assert error.remedy
    # Told in Swedish with a wording of its own, and without anything the file brought along.
    told = in_swedish(error)
    assert error.code not in told
    assert "<" not in told
    return error


@given(scenarios())
def test_file_and_link_bring_back_the_scenario(scenario: Scenario) -> None:
    again, made = read(write(scenario, MADE).encode())
    assert again == scenario
    assert made == MADE
    assert read(write(scenario).encode()) == (scenario, None)
    address = to_link(scenario)
    assert from_link(address) == (scenario if scenario.measures else Scenario())
    # Everything stands in an address as it is.
    assert all(sign.isascii() and (sign.isalnum() or sign in "-._") for sign in address)
    assert ".." not in address, "two points stand between links"
    assert from_link(to_link(again)) == from_link(address)


def test_the_link_is_short_and_says_what_it_is() -> None:
    assert to_link(MINE) == "1__namn_Gruva.002c-300-jobb__jobb_2421_n300_f2028_t2040"
    assert not to_link(Scenario("Utan åtgärder"))
    assert from_link("") == Scenario()


def test_defaults_are_not_written() -> None:
    plain = Measure.of("employer", "2421", {"jobs": 100, "share": 50, "ramp": 2, "stay": 40})
    assert plain.values == (("stay", 40.0),)
    assert plain["jobs"] == 100
    assert plain["household"] is None
    assert plain.put(stay=None, jobs=200).values == (("jobs", 200.0),)


def test_a_file_holds_every_default_and_what_the_figures_say(dataset: Dataset) -> None:
    measure = json.loads(write(MINE))["measures"][0]
    assert measure == {
        "kind": "employer",
        "place": "2421",
        "jobs": 300,
        "from": 2028,
        "to": 2040,
        "share": 50,
        "ramp": 2,
        "stay": 50,
        "wind_down": 1,
    }
    averages = expected(dataset, 2040)
    filled = with_estimates(dataset, averages, MINE)
    found = estimate(dataset, averages, MINE.measures[0], "household")
    assert found is not None
    assert filled.measures[0]["household"] == found.value, "as exact as a file writes it"
    assert json.loads(write(filled))["measures"][0]["household"] == found.value
    assert with_estimates(dataset, averages, filled) == filled
    nothing = Scenario("", (Measure.of("employer", "2421", {"share": 0}),))
    assert with_estimates(dataset, averages, nothing) == nothing


def test_what_the_figures_say_fits_everywhere(dataset: Dataset) -> None:
    averages = expected(dataset, 2040)
    for code in dataset.regions.municipalities():
        scenario = Scenario(
            "", tuple(Measure.of(kind, code, {"from": 2030}) for kind in ("employer", "housing"))
        )
        filled = with_estimates(dataset, averages, scenario)
        assert filled.measures[0]["household"] is not None
        assert filled.measures[1]["persons"] is not None


def test_a_links_version_keeps_the_defaults_it_was_written_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = {
        (kind.id, parameter.id): parameter.default
        for kind in KINDS.values()
        for parameter in kind.parameters.values()
        if parameter.default is not None
    }
    newest = list(link.DEFAULTS)[-1]
    assert to_link(MINE).startswith(f"{newest}__")
    assert link.DEFAULTS[newest] == now, "a changed default needs a new version of links"
    older = {**now, ("employer", "share"): 60.0}
    monkeypatch.setattr(link, "DEFAULTS", {"0": older, newest: now})
    assert from_link("0__jobb_2421").measures[0]["share"] == 60
    assert from_link("0__jobb_2421_a50").measures[0]["share"] == 50
    assert from_link(f"{newest}__jobb_2421").measures[0]["share"] == 50


def changed(**fields: Any) -> bytes:
    return json.dumps(json.loads(write(MINE, MADE)) | fields).encode()


def with_measure(**fields: Any) -> bytes:
    content = json.loads(write(MINE))
    content["measures"][0] |= fields
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "scenario_file_not_json"),
        (b"{", "scenario_file_not_json"),
        (b"\xff\xfe\x00", "scenario_file_not_json"),
        (b"PK\x03\x04 not a scenario", "scenario_file_not_json"),
        (write(MINE).encode()[:-40], "scenario_file_not_json"),
        (b"null", "scenario_file_not_scenario"),
        (b"[]", "scenario_file_not_scenario"),
        (b'{"type": "FeatureCollection"}', "scenario_file_field"),
        (b"{}", "scenario_file_lacks"),
        (b" " * (LARGEST + 1), "scenario_file_huge"),
        (b"[" * 60_000, "scenario_file_not_scenario"),
        (b'{"a":' * 9_000 + b"1" + b"}" * 9_000, "scenario_file_not_scenario"),
        (b'{"version": ' + b"9" * 5000 + b"}", "scenario_file_not_json"),
        (b'{"format": "x", "format": "demografi-scenario"}', "scenario_file_twice"),
        (changed(format="other"), "scenario_file_not_scenario"),
        (changed(version=2), "scenario_file_version"),
        (changed(version=True), "scenario_file_version"),
        (changed(version="1"), "scenario_file_version"),
        (changed(extra=1), "scenario_file_field"),
        (changed(measures={}), "scenario_file_type"),
        (changed(measures=[1]), "scenario_file_type"),
        (changed(measures=[{}]), "scenario_file_lacks"),
        (changed(measures=json.loads(write(MINE))["measures"] * 21), "scenario_too_many"),
        (changed(name=7), "scenario_file_type"),
        (changed(name="<script>alert(1)</script>"), "scenario_name"),
        (changed(name="[länk](http://example.org)"), "scenario_name"),
        (changed(name="x" * 61), "scenario_name"),
        (changed(name="rad\nrad"), "scenario_name"),
        (changed(name="\u202egpj"), "scenario_name"),
        (changed(made_with=[]), "scenario_file_not_scenario"),
        (changed(made_with={"draws": 5}), "scenario_file_lacks"),
        (
            changed(made_with={"data_version": "x", "to": 2050, "draws": 1e9, "seed": 1}),
            "scenario_file_type",
        ),
        (
            changed(made_with={"data_version": "../etc", "to": 2050, "draws": 9, "seed": 1}),
            "scenario_file_type",
        ),
        (with_measure(kind="teleport"), "scenario_unknown_kind"),
        (with_measure(kind="<b>"), "scenario_unknown_kind"),
        (with_measure(kind=None), "scenario_file_type"),
        (with_measure(place=2421), "scenario_file_type"),
        (with_measure(jobs="300"), "scenario_not_a_number"),
        (with_measure(jobs=None), "scenario_not_a_number"),
        (with_measure(jobs=True), "scenario_not_a_number"),
        (with_measure(jobs=[300]), "scenario_not_a_number"),
        (with_measure(jobs=0), "scenario_out_of_bounds"),
        (with_measure(jobs=10**300), "scenario_not_a_number"),
        (with_measure(jobs=1.5), "scenario_not_whole"),
        (with_measure(unknown=1), "scenario_unknown_parameter"),
        (with_measure(to=2027), "scenario_years_backwards"),
        (write(MINE).replace("300", "NaN").encode(), "scenario_file_number"),
        (write(MINE).replace("300", "-Infinity").encode(), "scenario_file_number"),
        (write(MINE).replace(" 300", " 1e999").encode(), "scenario_not_a_number"),
    ],
)
def test_what_is_no_scenario_is_refused(content: bytes, code: str) -> None:
    assert refusal(content).code == code


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(json_values, st.sampled_from(["top", "measures", "measure", "jobs", "made_with", "name"]))
def test_anything_in_place_of_a_part_is_a_scenario_or_refused(value: Any, where: str) -> None:
    content = json.loads(write(MINE, MADE))
    if where == "top":
        content = value
    elif where == "measure":
        content["measures"][0] = value
    elif where == "jobs":
        content["measures"][0]["jobs"] = value
    else:
        content[where] = value
    _scenario_or_refused(json.dumps(content).encode())


@given(st.binary(max_size=200), st.integers(0, 200))
def test_any_bytes_are_a_scenario_or_refused(noise: bytes, at: int) -> None:
    whole = write(MINE, MADE).encode()
    _scenario_or_refused(noise)
    _scenario_or_refused(whole[:at] + noise + whole[at + len(noise) :])


def _scenario_or_refused(content: bytes) -> None:
    found = attempted(lambda: read(content)[0])
    if isinstance(found, str):
        assert found.startswith("scenario_")
    else:
        assert read(write(found).encode())[0] == found


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "1__",
        "2__fruktsamhet_24_p5",
        "1__namn_Gruvan",
        "1__namn___fruktsamhet_24_p5",
        "1__namn_<b>__fruktsamhet_24_p5",
        "1__namn_.003cb.003e__fruktsamhet_24_p5",
        "1__namn_.d800__fruktsamhet_24_p5",
        "1__namn_.12__fruktsamhet_24_p5",
        "1__namn_a__namn_b__fruktsamhet_24_p5",
        f"1__namn_{'x' * 61}__fruktsamhet_24_p5",
        "1__fruktsamhet",
        "1__fruktsamhet_24_p",
        "1__fruktsamhet_24_q5",
        "1__fruktsamhet_24_p5_p6",
        "1__fruktsamhet_24_p1e3",
        "1__fruktsamhet_24_pnan",
        "1__fruktsamhet_24_p101",
        "1__jobb_2421_n1.5",
        "1__jobb_2421_f2030_t2029",
        "1__<script>_24",
        "1__" + "__".join(["fruktsamhet_24_p5"] * 200),
        "1__" + "__".join(["fruktsamhet_24_p5"] * 21),
    ],
)
def test_a_link_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(RequestError) as caught:
        from_link(text)
    assert caught.value.code.startswith("scenario_")
    assert caught.value.code not in in_swedish(caught.value)


@given(st.text(max_size=60) | st.from_regex(r"1__[a-z]+(_[a-z]?[0-9.-]+)*", fullmatch=True))
def test_any_link_is_a_scenario_or_refused(text: str) -> None:
    found = attempted(lambda: from_link(text))
    if isinstance(found, str):
        assert found.startswith("scenario_")
    else:
        assert from_link(to_link(found)) == found
