"""A number that can be typed: in the link when it differs, by itself for each scope."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from demografi.ui.choices import _read_number


def screen() -> None:
    import streamlit as st  # noqa: PLC0415 - AppTest runs this function by itself

    from demografi.ui import choices  # noqa: PLC0415

    choices.start("one")
    place = choices.select("plats", "Plats", ["a", "b"], "a")
    own = {"a": 20.5, "b": 11.0}[place]
    choices.number("andel", "Andel", own, 0.0, 100.0, digits=1, scope=place)
    choices.number("tal", "Tal", None, 0.1, 100.0, digits=1)
    choices.number("antal", "Antal", None, 1.0, 5000.0)
    st.button("Låna", on_click=choices.remember, args=("andel", 50.0, place))
    choices.notices()
    choices.write_link()


def opened(**link: str) -> AppTest:
    app = AppTest.from_function(screen, default_timeout=60)
    for name, value in link.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, [error.message for error in app.exception]
    return app


def link(app: AppTest) -> dict[str, Any]:
    return {name: v[0] if isinstance(v, list) else v for name, v in app.query_params.items()}


def numbers(app: AppTest) -> dict[str, str]:
    """What stands in each field."""
    return {box.label: str(box.value) for box in app.text_input}


def typed(app: AppTest, key: str, text: str) -> None:
    app.text_input(key=f"typed_choice_{key}").set_value(text).run()
    assert not app.exception, [error.message for error in app.exception]


def test_default_is_not_in_the_link() -> None:
    app = opened()
    assert numbers(app) == {"Andel": "20,5", "Tal": "", "Antal": ""}
    assert link(app) == {"plats": "a"}


def test_typed_number_is_in_the_link_and_a_link_with_it_shows_it() -> None:
    app = opened()
    typed(app, "andel@a", "33")
    typed(app, "tal", "5,1")
    assert link(app) == {"plats": "a", "andel": "33.0", "tal": "5.1"}
    receiver = opened(**link(app))
    assert numbers(receiver) == {"Andel": "33,0", "Tal": "5,1", "Antal": ""}
    assert not receiver.warning
    typed(app, "andel@a", "20.5")
    assert "andel" not in link(app), "the default again"


def test_number_of_one_scope_is_not_carried_to_another_but_kept_for_its_own() -> None:
    app = opened(andel="33,0", tal="5")
    app.selectbox(key="choice_plats").set_value("b").run()
    assert numbers(app) == {"Andel": "11,0", "Tal": "5,0", "Antal": ""}
    assert link(app) == {"plats": "b", "tal": "5.0"}
    app.selectbox(key="choice_plats").set_value("a").run()
    assert numbers(app)["Andel"] == "33,0"


def test_number_taken_away_stays_away_for_the_receiver() -> None:
    app = opened()
    typed(app, "andel@a", "")
    assert link(app)["andel"] == "inget"
    assert numbers(opened(**link(app)))["Andel"] == ""


def test_chosen_on_the_readers_behalf() -> None:
    app = opened()
    app.button[0].click().run()
    assert numbers(app)["Andel"] == "50,0"
    assert link(app)["andel"] == "50.0"


@pytest.mark.parametrize("text", ["2,5", "2.5", " 2,50 "])
def test_comma_and_point_are_read_alike(text: str) -> None:
    app = opened()
    typed(app, "tal", text)
    assert numbers(app)["Tal"] == "2,5"
    assert link(app)["tal"] == "2.5", "the link is the same in every language"


@pytest.mark.parametrize(
    ("text", "says"),
    [("tjugo", "går inte att läsa"), ("1.234", "går inte att läsa"), ("250", "utanför 0,0 till")],
)
def test_what_cannot_be_followed_is_said_and_the_number_kept(text: str, says: str) -> None:
    app = opened()
    typed(app, "andel@a", "33")
    typed(app, "andel@a", text)
    (warning,) = app.warning
    assert f"` {text} `" in warning.value
    assert says in warning.value
    assert "Vi räknar vidare med 33,0" in warning.value
    assert numbers(app)["Andel"] == "33,0"
    assert link(app)["andel"] == "33.0"
    typed(app, "andel@a", "34")
    assert not app.warning, "said once"


def test_part_of_what_is_counted_whole_is_asked_about() -> None:
    app = opened()
    typed(app, "antal", "2,5")
    assert app.warning[0].value == "` 2,5 ` är inget helt tal."
    assert numbers(app)["Antal"] == ""
    typed(app, "antal", "1 000,0")
    assert not app.warning
    assert link(app)["antal"] == "1000"


def test_nothing_is_kept_where_nothing_was() -> None:
    app = opened()
    typed(app, "tal", "många")
    assert len(app.warning) == 1
    assert "räknar vidare" not in app.warning[0].value
    assert numbers(app)["Tal"] == ""
    assert "tal" not in link(app)


@pytest.mark.parametrize("raw", ["101", "-1", "x", "", "1e3", "nan", "٣", "1 0", "9" * 50])
def test_nonsense_is_said_and_replaced_by_the_default(raw: str) -> None:
    app = opened(andel=raw)
    assert len(app.warning) == 1
    assert "Vi visar 20,5" in app.warning[0].value
    assert numbers(app)["Andel"] == "20,5"
    assert link(app) == {"plats": "a"}


def test_default_written_out_in_the_link_is_no_error() -> None:
    app = opened(andel="20.5")
    assert not app.warning
    assert link(app) == {"plats": "a"}


@settings(max_examples=200)
@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(raw: str) -> None:
    known, value = _read_number(raw, 0.0, 100.0)
    if value is not None:
        assert known
        assert 0 <= value <= 100


@given(st.floats(0, 100).map(lambda value: round(value, 2)))
def test_what_is_written_is_read(value: float) -> None:
    assert _read_number(f"{value:.2f}", 0.0, 100.0) == (True, value)
    assert _read_number(f"{value:.2f}".replace(".", ","), 0.0, 100.0) == (True, value)


def test_field_is_told_its_number_only_when_it_is_another() -> None:
    """What is being typed in a field while a screen is drawn is left alone."""
    app = opened()
    app.text_input[0].set_value("30,0")
    app.run()
    assert [field.proto.set_value for field in app.text_input] == [False] * 3
    app.button[0].click()
    app.run()
    assert [field.proto.set_value for field in app.text_input] == [True, False, False]
