"""Choices in the link, on a screen made for the purpose."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from demografi.ui.link import literal


def screen() -> None:
    """Two screens: ``one`` has every kind of choice, ``two`` shares some of them."""
    import streamlit as st  # noqa: PLC0415 - AppTest runs this function by itself

    from demografi.ui import choices  # noqa: PLC0415

    name = st.session_state.get("screen", "one")
    names = {"24": "Länet", "2480": "Umeå", "2482": "Skellefteå"}
    offered = list(names) if name == "one" else ["24", "2480"]
    choices.start(name)
    choices.select("plats", "Plats", offered, "24", show=names.__getitem__)
    if name == "one":
        choices.segments("matt", "Mått", ["a", "b"], "a")
        choices.multiple("platser", "Platser", list(names), ["24"], show=names.__getitem__, most=2)
        choices.slide("ar", "År", 2026, 2050, 2035)
        choices.slide("flytt", "Flytt", -20, 20, 0)
        choices.table_view("vy-kort")
    choices.notices()
    choices.write_link()
    st.session_state["writes"] = st.session_state.get("writes", 0) + 1


def opened(**link: str) -> AppTest:
    app = AppTest.from_function(screen, default_timeout=60)
    for name, value in link.items():
        app.query_params[name.replace("_", "-")] = value
    app.run()
    assert not app.exception, [error.message for error in app.exception]
    return app


def again(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, [error.message for error in app.exception]
    return app


def link(app: AppTest) -> dict[str, str]:
    return {
        name: values[0] if isinstance(values, list) else values
        for name, values in app.query_params.items()
    }


def notices(app: AppTest) -> list[str]:
    return [box.value for box in app.warning]


def shown(app: AppTest) -> dict[str, Any]:
    kinds = (app.selectbox, app.segmented_control, app.multiselect, app.slider)
    return {widget.label: widget.value for kind in kinds for widget in kind}


DEFAULTS = {"plats": "24", "matt": "a", "platser": "24", "ar": "2035", "flytt": "0"}


def test_without_a_link_defaults_are_chosen_and_written() -> None:
    app = opened()
    assert link(app) == DEFAULTS
    assert notices(app) == []


def test_link_wins() -> None:
    said = {"plats": "2482", "matt": "b", "platser": "2480,2482", "ar": "2050", "flytt": "-12"}
    app = opened(**said, vy_kort="tabell")
    assert link(app) == said | {"vy-kort": "tabell"}
    assert shown(app) == {
        "Plats": "2482",
        "Mått": "b",
        "Visa som": "tabell",
        "Platser": ["2480", "2482"],
        "År": 2050,
        "Flytt": -12,
    }
    assert notices(app) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("plats", "9999"),
        ("plats", ""),
        ("plats", "Umeå"),
        ("matt", "c"),
        ("platser", "2480,9999"),
        ("platser", ","),
        ("ar", "2025"),
        ("ar", "2051"),
        ("ar", "2035.0"),
        ("ar", "²"),
        ("ar", "-2035"),
        ("flytt", "-21"),
        ("flytt", "--2"),
        ("ar", "9" * 5000),
    ],
)
def test_what_the_link_cannot_mean_is_said_and_replaced(name: str, value: str) -> None:
    app = opened(**{name: value})
    (notice,) = notices(app)
    assert f"{name}={value}"[:40] in notice
    assert len(notice) < 200
    assert link(app) == DEFAULTS
    assert notices(again(app)) == [], "it is said once"


def test_unknown_names_are_said_and_left_out_of_the_link() -> None:
    app = opened(hej="1", vy_nej="tabell")
    assert link(app) == DEFAULTS
    (notice,) = notices(app)
    assert (
        notice == "Länken säger ` hej=1&vy-nej=tabell `, men något sådant finns inte att välja här."
    )
    assert notices(again(app)) == [], "it is said once"


def test_unknown_name_beside_a_wrong_value_are_both_said() -> None:
    told = notices(opened(plats="9999", hej="<b>"))
    assert len(told) == 2
    assert "plats=9999" in told[0]
    assert "hej=<b>" in told[1]


def test_nonsense_view_is_the_figure_and_said() -> None:
    app = opened(vy_kort="<b>")
    assert shown(app)["Visa som"] == "diagram"
    assert "vy-kort" not in link(app)
    (notice,) = notices(app)
    assert notice == "Länken säger ` vy-kort=<b> `, men det finns inte här. Vi visar diagrammet."


def test_view_as_a_figure_may_be_said() -> None:
    app = opened(vy_kort="diagram")
    assert notices(app) == []
    assert "vy-kort" not in link(app)


@pytest.mark.parametrize("value", ["2026", "2050"])
def test_slider_takes_its_ends(value: str) -> None:
    assert link(opened(ar=value))["ar"] == value


def test_same_place_twice_is_one() -> None:
    assert shown(opened(platser="2480,2480"))["Platser"] == ["2480"]


def test_more_places_than_can_be_shown_are_cut() -> None:
    assert shown(opened(platser="24,2480,2482"))["Platser"] == ["24", "2480"]


def test_nothing_left_gives_the_default_back() -> None:
    app = opened(platser="2480")
    app.multiselect[0].set_value([])
    again(app)
    again(app)
    assert link(app)["platser"], "a link that means nothing would complain to its receiver"
    assert notices(opened(**link(app))) == []


@pytest.mark.parametrize(
    "value",
    [
        "**x**<script>alert(1)</script>",
        "[a](http://evil.example)",
        "![a](http://evil.example/x.png)",
        ":material/home: :red[x] :streamlit:",
        "$\\latex$",
        "`a` ``b``",
        "\n\n# Rubrik\n\n",
        "a\u202eb",
    ],
)
def test_text_in_a_link_is_shown_not_obeyed(value: str) -> None:
    (notice,) = notices(opened(plats=value))
    assert notice.startswith("Länken säger `")
    before, fence = notice.partition("plats=")[0].rstrip(), ""
    fence = before.removeprefix("Länken säger ")
    assert set(fence) == {"`"}
    inside, end, after = notice.partition("plats=")[2].partition(f" {fence},")
    assert end, "the code span is closed before the sentence goes on"
    assert fence not in inside
    assert inside.isprintable()
    assert after == " men det finns inte här. Vi visar Länet."


@settings(max_examples=300)
@given(st.text())
def test_literal_is_always_one_code_span(text: str) -> None:
    written = literal(text)
    fence = written.split(" ", 1)[0]
    assert set(fence) == {"`"}
    inside = written[len(fence) + 1 : -len(fence) - 1]
    assert written == f"{fence} {inside} {fence}"
    assert fence not in inside
    assert "\n" not in written
    assert len(inside) <= 41


def test_choice_by_hand_is_written_and_kept() -> None:
    app = opened(plats="2482")
    app.selectbox[0].set_value("2480")
    again(app)
    assert link(app)["plats"] == "2480"
    assert link(again(app))["plats"] == "2480", "the old link does not come back"


def test_table_toggle_is_in_the_link_only_as_table() -> None:
    app = opened()
    toggle = app.segmented_control[1]
    toggle.set_value("tabell")
    assert link(again(app))["vy-kort"] == "tabell"
    app.segmented_control[1].set_value("diagram")
    assert link(again(app)) == DEFAULTS


def test_one_step_back_in_the_browser_changes_the_choice_back() -> None:
    app = opened(plats="2480")
    app.selectbox[0].set_value("2482")
    again(app)
    app.query_params["plats"] = "2480"  # what the browser sends
    assert shown(again(app))["Plats"] == "2480"
    assert link(app)["plats"] == "2480"


def test_step_back_to_the_figure_takes_the_table_away() -> None:
    app = opened()
    app.segmented_control[1].set_value("tabell")
    again(app)
    del app.query_params["vy-kort"]
    assert shown(again(app))["Visa som"] == "diagram"


def go(app: AppTest, name: str) -> AppTest:
    """Follow the menu: the address is bare."""
    app.session_state["screen"] = name
    app.query_params.clear()
    return again(app)


def test_choice_follows_to_the_next_screen_and_back() -> None:
    app = opened(plats="2480", ar="2040")
    go(app, "two")
    assert link(app) == {"plats": "2480"}, "and nothing that this screen has no choice for"
    go(app, "one")
    assert link(app) == DEFAULTS | {"plats": "2480", "ar": "2040"}


def test_choice_that_the_next_screen_lacks_falls_back() -> None:
    app = go(opened(plats="2482"), "two")
    assert link(app) == {"plats": "24"}
    (notice,) = notices(app)
    assert notice == "Det du valde tidigare finns inte på den här skärmen. Vi visar Länet."


def test_link_beats_what_was_chosen_on_another_screen() -> None:
    app = opened(plats="2480")
    app.session_state["screen"] = "two"
    app.query_params.clear()
    app.query_params["plats"] = "24"
    assert link(again(app)) == {"plats": "24"}


def test_two_readers_do_not_share_choices() -> None:
    one, other = opened(plats="2480"), opened()
    assert link(again(one))["plats"] == "2480"
    assert link(again(other))["plats"] == "24"


def told(app: AppTest) -> list[str]:
    """Labels of the widgets that were told their value, in place of what the reader sees."""
    kinds = (app.selectbox, app.segmented_control, app.multiselect, app.slider)
    return [widget.label for kind in kinds for widget in kind if widget.proto.set_value]


def test_widget_is_told_its_value_only_when_it_is_another() -> None:
    """What the reader does while a screen is drawn would be taken back otherwise."""
    app = opened(ar="2040")
    app.slider[0].set_value(2041)
    assert told(again(app)) == []
    app.query_params["ar"] = "2045"
    assert told(again(app)) == ["År"]
