"""The chart card on a screen of its own."""

import numpy as np
import pandas as pd
from streamlit.testing.v1 import AppTest

from demografi.charts.palette import LIGHT
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
    times = {"24": 1.0, "2480": 10.0}[choices.select("plats", "Plats", ["24", "2480"], "24")]
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
    app = AppTest.from_function(screen, default_timeout=30)
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
    assert {"csv", "xlsx"} <= downloads(app)["ett"]
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
    assert table(app) == [["År", "Folkmängd"], ["2023", f"1{S}234,0"], ["2024", f"2{S}345,5"]]


def test_kept_figure_is_not_shown_for_another_choice() -> None:
    """Figures are kept between readers; what they have chosen tells them apart."""
    last = {
        code: values(charts(opened(plats=code))["ett"].trace("Utfall")["y"])[-1]
        for code in ("24", "2480", "24")
    }
    assert last == {"24": 2345.5, "2480": 23455.0}


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
