"""The chart card on a screen of its own."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import demografi
from demografi.charts.palette import DARK, LIGHT, Palette
from demografi.ui import card
from demografi.ui import downloads as downloads_room
from demografi.ui.card import Column, age_columns, colours, written
from tests.pages.cards import charts, downloads, table, values

S = "\N{NO-BREAK SPACE}"


def screen() -> None:
    # AppTest runs this function by itself.
    import pandas as pd  # noqa: PLC0415
    import plotly.graph_objects as go  # noqa: PLC0415

    import demografi  # noqa: PLC0415
    from demografi.charts.lines import history_and_range, small_range  # noqa: PLC0415
    from demografi.charts.palette import Palette  # noqa: PLC0415
    from demografi.ui import choices  # noqa: PLC0415
    from demografi.ui.card import Column, chart_card  # noqa: PLC0415

    choices.start("test")
    place = choices.select("plats", "Plats", ["24", "2480"], "24")
    times = {"24": 1.0, "2480": 10.0}[place]
    choices.select("ar", "År", [2023, 2024], 2024)
    observed = pd.DataFrame({"year": [2023, 2024], "value": [1234.0 * times, 2345.5 * times]})
    coming = pd.DataFrame({"year": [2025], "p10": [1.0], "p50": [2.0], "p90": [3.0]})
    columns = {"year": Column("År", kind="year"), "value": Column("Folkmängd", digits=1)}

    def one(palette: Palette) -> go.Figure:
        return history_and_range(observed, coming, palette, unit="personer")

    def several(palette: Palette) -> dict[str, go.Figure]:
        return {name: small_range(observed, coming, palette) for name in ("Unga", "Gamla")}

    chart_card(
        "ett",
        "Titel",
        one,
        observed,
        columns,
        dataset=demografi.load(),
        source="Källa: SCB.",
        alt="Kurvan stiger.",
        unit="personer",
        note="Obs.",
        depends=(place,),
    )
    chart_card(
        "flera",
        "Titel",
        one,
        observed,
        columns,
        dataset=demografi.load(),
        source="Källa: SCB.",
        alt="Två kurvor.",
        unit="",
        panels=several,
        panel_alts={"Unga": "Unga: fler.", "Gamla": "Gamla: färre."},
    )
    choices.write_link()


def opened(**link: str) -> AppTest:
    app = AppTest.from_function(screen, default_timeout=60)
    for name, value in link.items():
        app.query_params[name.replace("_", "-")] = value
    app.run()
    assert not app.exception, [error.message for error in app.exception]
    return app


def test_card_has_title_unit_source_note_and_downloads() -> None:
    app = opened()
    assert [title.value for title in app.subheader] == ["Titel", "Titel"]
    assert app.caption[0].value.split("  \n") == ["Obs.", "Personer. Källa: SCB."]
    assert app.caption[1].value == "Källa: SCB."
    assert downloads(app)["ett"] == {"csv", "xlsx", "png", "svg", "pdf"}
    assert charts(app)["ett"].alt == "Kurvan stiger."


def test_panels_each_have_a_name_and_words_of_their_own() -> None:
    app = opened()
    found = charts(app)
    assert found["flera_Unga"].alt == "Unga: fler."
    assert found["flera_Gamla"].alt == "Gamla: färre."
    assert "**Unga**" in [text.value for text in app.markdown]


def test_table_takes_the_place_of_the_figure() -> None:
    app = opened(vy_ett="tabell")
    assert "ett" not in charts(app)
    assert table(app) == [["År", "Folkmängd"], ["2024", f"2{S}345,5"], ["2023", f"1{S}234,0"]]


def test_kept_figure_is_not_shown_for_another_choice() -> None:
    """Figures are kept between readers; what they have chosen tells them apart."""
    last = {
        code: values(charts(opened(plats=code))["ett"].trace("Statistik")["y"])[-1]
        for code in ("24", "2480", "24")
    }
    assert last == {"24": 2345.5, "2480": 23455.0}


def test_kept_figure_is_not_shown_in_another_theme(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def draw(shades: Palette) -> str:
        drawn.append(shades.name)
        return shades.name

    for shades in (LIGHT, DARK, LIGHT):
        monkeypatch.setattr(card, "colours", lambda shades=shades: shades)
        assert card.drawn(("test-theme", "24"), draw) == shades.name
    assert drawn == [LIGHT.name, DARK.name], "the third is kept"


def test_figure_is_drawn_again_when_what_it_depends_on_is_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """``ett`` depends on the place alone, ``flera`` does not say and so on every choice."""
    card.kept.clear()
    card._replayed.clear()
    keys: dict[str, list[tuple[Hashable, ...]]] = {"ett": [], "flera": []}
    drawn = card.drawn

    def recorded(key: tuple[Hashable, ...], draw: Callable[[Palette], Any]) -> Any:
        keys[str(key[0])].append(key)
        return drawn(key, draw)

    monkeypatch.setattr(card, "drawn", recorded)
    links = ({"ar": "2024"}, {"ar": "2023"}, {"ar": "2023", "plats": "2480"}, {"ar": "2024"})
    shown = [charts(opened(**link)) for link in links]
    assert [len(found) for found in keys.values()] == [2, 3], "what is the same is not drawn again"
    assert [len(set(found)) for found in keys.values()] == [2, 3]
    assert all(set(found) == {"ett", "flera_Unga", "flera_Gamla"} for found in shown)


def test_same_figure_in_other_words_is_shown_in_those(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chart's words may follow from more than its figure does."""
    assert charts(opened())["ett"].alt == "Kurvan stiger."
    told = {"ett": "Kurvan faller.", "flera": "Två."}
    show = card._show_figure
    monkeypatch.setattr(
        card,
        "_show_figure",
        lambda key, made, *rest: show(key, replace(made, alt=told[key]), *rest),
    )
    assert charts(opened())["ett"].alt == "Kurvan faller."


def kept_screen() -> None:
    # AppTest runs this function by itself.
    import pandas as pd  # noqa: PLC0415
    import plotly.graph_objects as go  # noqa: PLC0415
    import streamlit as st  # noqa: PLC0415

    import demografi  # noqa: PLC0415
    from demografi.ui import choices  # noqa: PLC0415
    from demografi.ui.card import Card, Column, kept_card  # noqa: PLC0415

    choices.start("test")
    place = choices.select("plats", "Plats", ["24", "2480"], "24")

    def make() -> Card:
        st.session_state["made"] = [*st.session_state.get("made", []), place]
        return Card(
            f"Om {place}",
            lambda _palette: go.Figure(go.Scatter(x=[1], y=[int(place)])),
            pd.DataFrame({"year": [2024], "value": [float(place)]}),
            {"year": Column("År", kind="year"), "value": Column("Folkmängd")},
            source="Källa: SCB.",
            alt="Kurvan stiger.",
            unit="personer",
        )

    kept_card("hallet", make, dataset=demografi.load(), depends=(place,))
    choices.write_link()


def test_card_is_made_once_for_all_who_have_chosen_the_same() -> None:
    card.kept.clear()
    made, titles = [], []
    for place in ("24", "2480", "24"):
        app = AppTest.from_function(kept_screen, default_timeout=60)
        app.query_params["plats"] = place
        app.run()
        assert not app.exception
        made.append(app.session_state["made"] if "made" in app.session_state else None)  # noqa: SIM401 - has no get
        titles.append(app.subheader[0].value)
    assert made == [["24"], ["2480"], None], "the third is sent what the first was made"
    assert titles == ["Om 24", "Om 2480", "Om 24"]


def test_other_figures_and_another_theme_are_made_and_sent_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    card.kept.clear()
    card._replayed.clear()
    sent: list[str] = []
    plot = card._plot

    def counted(figure: go.Figure, key: str, alt: str) -> None:
        sent.append(key)
        plot(figure, key, alt)

    monkeypatch.setattr(card, "_plot", counted)
    made = []
    for version, shades in (("a", LIGHT), ("b", LIGHT), ("b", DARK), ("a", LIGHT)):
        monkeypatch.setattr(
            demografi, "load", lambda edition=version: SimpleNamespace(version=edition)
        )
        monkeypatch.setattr(card, "colours", lambda shades=shades: shades)
        app = AppTest.from_function(kept_screen, default_timeout=60).run()
        assert not app.exception
        assert "hallet" in charts(app)
        made.append(("made" in app.session_state, len(sent)))
    assert made == [(True, 1), (True, 2), (False, 3), (False, 3)]


def test_file_names_carry_the_version_of_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[str] = []
    monkeypatch.setattr(st, "download_button", lambda *_, file_name, **__: named.append(file_name))
    frame = pd.DataFrame({"År": [2024]})
    downloads_room.offer("karta", "0123456789", downloads_room.table_files(frame, {}, digits=1))
    assert named == ["karta-0123456789.csv", "karta-0123456789.xlsx"]


def test_written_numbers_years_texts_and_gaps() -> None:
    frame = pd.DataFrame({"year": [2024], "n": [-1234.5], "gap": [np.nan], "name": ["Åsele"]})
    shown = written(
        frame,
        {
            "year": Column("År", kind="year"),
            "name": Column("Plats", kind="text"),
            "n": Column("Antal", digits=1),
            "gap": Column("Saknas"),
        },
    )
    assert list(shown.columns) == ["År", "Plats", "Antal", "Saknas"]
    assert shown.iloc[0].tolist() == ["2024", "Åsele", f"−1{S}234,5", "–"]


def test_pyramid_columns_are_named() -> None:
    frame = pd.DataFrame(columns=["age", "F 2024", "M 2024", "T 2025"])
    assert [column.name for column in age_columns(frame).values()] == [
        "Ålder",
        "Kvinnor 2024",
        "Män 2024",
        "Kvinnor och män 2025",
    ]


def test_without_a_browser_the_light_palette_is_used() -> None:
    assert colours() is LIGHT
