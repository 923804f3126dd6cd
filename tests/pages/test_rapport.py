"""The report screen: what is chosen is in the link, the preview is the report, files come."""

import io
from collections.abc import Iterator

import docx
import openpyxl  # type: ignore[import-untyped]
import pytest
from streamlit.testing.v1 import AppTest

from demografi import Dataset
from demografi.export import bundle
from demografi.indicators import observed
from demografi.report import TEMPLATES
from demografi.text.numbers import whole
from demografi.ui import report
from tests.pages.cards import charts
from tests.pages.conftest import OpenScreen, link_of


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    yield
    report._files.clear()


def said(screen: AppTest) -> str:
    return "\n".join(element.value for element in (*screen.markdown, *screen.caption))


@pytest.mark.parametrize("template", ["jamforelse", "scenario"])
def test_every_template_opens(open_screen: OpenScreen, template: str) -> None:
    screen = open_screen("rapport", mall=template, plats="2421")
    assert [box.value for box in screen.error] == []
    assert screen.title[0].value == "Rapport"
    link = link_of(screen)
    assert link["mall"] == template
    assert link[f"innehall-{template}"].split(",") == list(TEMPLATES[template].contents)


def test_county_has_a_template_of_its_own(open_screen: OpenScreen) -> None:
    screen = open_screen("rapport", mall="rus", **{"innehall-rus": "kommuner"})
    assert [box.value for box in screen.error] == []
    assert "plats" not in link_of(screen)
    assert set(charts(screen)) == {
        "rapport_kommunernas-framtid",
        "rapport_forsorjningskvoten-kommuner",
    }


def test_link_remembers_every_choice(open_screen: OpenScreen) -> None:
    chosen = {
        "mall": "kommunbild",
        "plats": "2482",
        "platser": "24,region8",
        "innehall-kommunbild": "historia,framtid",
        "omfang": "en",
        "filer": "xlsx",
        "avsnitt": "framtid",
    }
    screen = open_screen("rapport", **chosen)
    assert [warning.value for warning in screen.warning] == []
    assert {name: link_of(screen)[name] for name in chosen} == chosen
    assert screen.selectbox(key="choice_avsnitt").value == "framtid"


def test_what_a_place_is_compared_with_follows_it(open_screen: OpenScreen) -> None:
    screen = open_screen("rapport", mall="kommunbild", plats="24", avsnitt="definitioner")
    before = screen.multiselect(key="choice_platser").value
    assert "24" not in before
    screen.selectbox(key="choice_plats").set_value("2480").run()
    assert "24" in screen.multiselect(key="choice_platser").value
    assert set(before) < set(screen.multiselect(key="choice_platser").value)


def test_what_the_reader_compares_with_stays(open_screen: OpenScreen) -> None:
    screen = open_screen("rapport", plats="2480", avsnitt="definitioner")
    screen.multiselect(key="choice_platser").set_value(["00"]).run()
    screen.selectbox(key="choice_plats").set_value("2482").run()
    assert screen.multiselect(key="choice_platser").value == ["00"]


def test_preview_shows_text_figures_and_tables_with_sources(
    open_screen: OpenScreen, dataset: Dataset
) -> None:
    screen = open_screen("rapport", plats="2482", avsnitt="framtid")
    now = observed(dataset, "2482", "population")["value"].iloc[-1]
    assert f"{whole(now)} nu" in said(screen)
    shown = charts(screen)
    assert set(shown) == {"rapport_prognos-2482", "rapport_pyramid-2482"}
    assert all(len(chart.alt) > 20 for chart in shown.values())
    captions = [element.value for element in screen.caption]
    assert any("Figur 3. Folkmängd i Skellefteå till 2050" in text for text in captions)
    assert any("Tabell 2. " in text for text in captions)
    assert sum("Källa: " in text for text in captions) == 3


def test_files_are_made_on_demand_and_hold_the_figures(
    open_screen: OpenScreen, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[dict[str, bytes]] = []
    write = bundle.to_files

    def keep(*order: object, **how: object) -> dict[str, bytes]:
        made.append(write(*order, **how))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(report, "to_files", keep)
    screen = open_screen("rapport", plats="2403", **{"innehall-kommunbild": "historia"})
    assert screen.get("download_button") == []
    screen.button(key="make_report").click().run()
    assert not screen.exception
    assert [button.key for button in screen.get("download_button")] == [
        "download_rapport_docx",
        "download_rapport_pptx",
        "download_rapport_xlsx",
    ]
    screen.run()
    assert len(made) == 1, "made once, then kept"
    document = docx.Document(io.BytesIO(made[0]["docx"]))
    assert document.core_properties.title == "Kommunbild: Bjurholm"
    book = openpyxl.load_workbook(io.BytesIO(made[0]["xlsx"]))
    rows = {row[0]: row[1] for row in book["folkmangd-2403"].iter_rows(min_row=5, values_only=True)}
    assert rows[2025] == observed(dataset, "2403", "population")["value"].iloc[-1]


def test_another_choice_asks_for_other_files(open_screen: OpenScreen) -> None:
    few = {"filer": "xlsx", "innehall-kommunbild": "historia"}
    screen = open_screen("rapport", plats="2403", **few)
    screen.button(key="make_report").click().run()
    assert len(screen.get("download_button")) == 1
    screen.selectbox(key="choice_plats").select("2404").run()
    assert screen.get("download_button") == []


def test_scenario_in_the_link_is_the_one_reported(open_screen: OpenScreen) -> None:
    link = "1__jobb_2421_n300_f2028_t2040"
    screen = open_screen("rapport", mall="scenario", plats="2421", scenario=link)
    assert "300 jobb i Storuman 2028–2040" in said(screen)
    assert link_of(screen)["scenario"] == link
    assert all("exempel" not in name for name in link_of(screen))
