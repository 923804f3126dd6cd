"""What people do with the app, done by mouse and keyboard."""

import csv
import io
import re
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Locator, Page, expect

from demografi import Dataset, indicators
from tests.browser.app import PHONE, RunningApp, wait_until_drawn
from tests.browser.conftest import OpenVisit
from tests.browser.probes import failures

pytestmark = pytest.mark.browser

# A point well inside a municipality, in the window's coordinates. (Plotly's own layer lies above
# the outlines and passes clicks on, so what lies topmost at a point does not tell.)
_POINT_ON_MAP = """code => {
  const area = [...document.querySelectorAll('.choroplethlayer path')]
    .find(path => path.__data__.loc === code);
  if (!area) return null;
  area.scrollIntoView({block: 'center'});
  const box = area.getBoundingClientRect(), toArea = area.getScreenCTM().inverse();
  const inside = (x, y) => area.isPointInFill(new DOMPoint(x, y).matrixTransform(toArea));
  for (let row = 1; row < 20; row++) for (let column = 1; column < 20; column++) {
    const x = box.left + box.width * column / 20, y = box.top + box.height * row / 20;
    if ([[0, 0], [4, 0], [-4, 0], [0, 4], [0, -4]].every(([dx, dy]) => inside(x + dx, y + dy)))
      return {x, y};
  }
  return null;
}"""


def place_box(page: Page) -> Locator:
    return page.get_by_role("combobox", name=re.compile("Plats"))


def choose_place(page: Page, name: str) -> None:
    box = place_box(page)
    box.click()
    box.fill(name)
    box.press("Enter")


def expect_in_link(page: Page, pair: str) -> None:
    expect(page).to_have_url(re.compile(rf"[?&]{re.escape(pair)}(&|$)"))
    wait_until_drawn(page)


def card(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-card_{key}")


def test_click_on_the_map_chooses_the_municipality(visit: OpenVisit) -> None:
    page = visit("/").page
    point = cast("dict[str, float] | None", page.evaluate(_POINT_ON_MAP, "2480"))
    assert point is not None, "Umeå is not on the map"
    page.mouse.move(point["x"], point["y"])
    page.mouse.click(point["x"], point["y"])
    expect_in_link(page, "plats=2480")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Umeå")
    assert failures(page) == []


def test_place_chosen_in_the_list_is_in_the_link_with_its_code(visit: OpenVisit) -> None:
    page = visit("/befolkning").page
    choose_place(page, "Åsele")
    expect_in_link(page, "plats=2463")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Åsele")


def test_choice_follows_to_the_next_screen_and_back(visit: OpenVisit) -> None:
    page = visit("/befolkning?plats=2482").page
    page.get_by_role("link", name="Översikt").first.click()
    expect_in_link(page, "plats=2482")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Skellefteå")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Befolkningen i Skellefteå")


def test_full_link_opens_the_same_view(visit: OpenVisit) -> None:
    address = "/befolkning?plats=2463&ar=2016&mot=2010"
    guest = visit(address)
    assert guest.query() == {"plats": "2463", "ar": "2016", "mot": "2010"}
    expect(guest.page.get_by_role("heading", level=1)).to_contain_text("Åsele")
    expect(card(guest.page, "pyramid").get_by_role("heading")).to_contain_text("2016 mot 2010")
    expect(guest.page.get_by_role("alert")).to_have_count(0)


def test_nonsense_in_the_link_gives_a_notice_and_a_default(visit: OpenVisit) -> None:
    guest = visit("/befolkning?plats=9999&ar=sextio&vy-folkmangd=%3Cscript%3E&okand=1")
    expect(guest.page.get_by_role("alert").first).to_contain_text("9999")
    expect(guest.page.get_by_role("heading", level=1)).to_contain_text("Västerbottens län")
    assert guest.query()["plats"] == "24"
    assert failures(guest.page) == []
    assert guest.console_errors == []


def test_table_instead_of_chart_is_real_html_and_in_the_link(visit: OpenVisit) -> None:
    page = visit("/befolkning?plats=2480").page
    folkmangd = card(page, "folkmangd")
    expect(folkmangd.get_by_role("table")).to_have_count(0)
    folkmangd.get_by_role("radio", name="Tabell").or_(
        folkmangd.get_by_role("button", name="Tabell")
    ).first.click()
    expect_in_link(page, "vy-folkmangd=tabell")
    table = folkmangd.get_by_role("table")
    expect(table.get_by_role("row").filter(has_text="2024")).to_contain_text(
        re.compile(r"134\s249")
    )
    expect(folkmangd.locator(".js-plotly-plot")).to_have_count(0)


def test_csv_opens_in_swedish_excel(visit: OpenVisit) -> None:
    page = visit("/befolkning?plats=2480").page
    card(page, "folkmangd").get_by_role("button", name="Ladda ner").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("CSV")).first.click()
    download = waiting.value
    assert download.suggested_filename.endswith(".csv")
    content = Path(download.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf"), "Excel knows UTF-8 by its byte order mark"
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert {row["År"]: row["Folkmängd"] for row in rows}["2024"] == "134249"


def test_png_download_is_a_picture(visit: OpenVisit) -> None:
    page = visit("/befolkning?plats=2480").page
    card(page, "folkmangd").get_by_role("button", name="Ladda ner").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("PNG")).first.click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"\x89PNG")


def test_dark_theme_follows_the_system(visit: OpenVisit) -> None:
    def background(theme: str) -> list[int]:
        page = visit("/befolkning", theme="dark" if theme == "dark" else "light").page
        colour: str = page.evaluate(
            "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
        )
        return [int(part) for part in re.findall(r"\d+", colour)[:3]]

    assert sum(background("light")) > 600
    assert sum(background("dark")) < 150


def test_keyboard_reaches_the_choice_of_place_and_changes_it(visit: OpenVisit) -> None:
    """Nothing but Tab, letters and Enter."""
    page = visit("/befolkning").page
    for _ in range(30):
        page.keyboard.press("Tab")
        if place_box(page).evaluate("box => box === document.activeElement"):
            break
    else:
        pytest.fail("thirty tabs do not reach the choice of place")
    page.keyboard.type("Storuman")
    page.keyboard.press("Enter")
    expect_in_link(page, "plats=2421")


def test_keyboard_opens_the_downloads_and_goes_on_inside_them(visit: OpenVisit) -> None:
    page = visit("/befolkning").page
    menu = card(page, "folkmangd").get_by_test_id("stPopover").get_by_role("button")
    menu.focus()
    page.keyboard.press("Enter")
    inside = page.get_by_test_id("stPopoverBody").get_by_role("button")
    expect(inside.first).to_be_focused()
    page.keyboard.press("Tab")
    expect(inside.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()


def test_phone_has_the_menu(visit: OpenVisit) -> None:
    """On a narrow screen the menu folds, reaches every screen and gets out of the way."""
    page = visit("/", size=PHONE).page
    page.get_by_role("button", name="Visa menyn").click()
    page.get_by_role("link", name="Befolkning").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Befolkningen i")
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")


def test_nothing_beneath_a_screen_is_blank(visit: OpenVisit, app: RunningApp) -> None:
    page = visit("/").page
    answer = page.goto(f"{app.url}/prognos/umea")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Sidan finns inte")


def test_newcomer_finds_a_figure_of_a_year_with_its_source(
    visit: OpenVisit, dataset: Dataset
) -> None:
    """Åsele's dependency ratio 2016, from the front page, by what can be read on screen."""
    page = visit("/").page
    page.get_by_role("link", name="Kunskapsbild").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kunskapsbild")
    wait_until_drawn(page)
    choose_place(page, "Åsele")
    expect_in_link(page, "plats=2463")
    lines = card(page, "over_tid")
    lines.get_by_role("radio", name="Tabell").first.click()
    observed = indicators.observed(dataset, "2463", "dependency_ratio").set_index("year")
    expected = f"{float(observed['value'].loc[2016]):.1f}".replace(".", ",")
    row = lines.get_by_role("row").filter(has_text="2016").filter(has_text="Åsele")
    expect(row).to_contain_text(expected)
    expect(lines.first).to_contain_text(re.compile("Källa: .*SCB"))


def test_newcomer_reads_the_range_and_a_colleague_sees_the_same(visit: OpenVisit) -> None:
    """How many will be 80 or older in Skellefteå in 2035, and a link that shows it."""
    page = visit("/prognos").page
    choose_place(page, "Skellefteå")
    expect_in_link(page, "plats=2482")

    def eighty_plus(page: Page) -> str:
        figure = page.get_by_test_id("stMetric").filter(has_text="80 år och äldre 2035")
        expect(figure).to_contain_text("8 av 10 utfall")
        return figure.get_by_test_id("stMetricValue").inner_text()

    mine = eighty_plus(page)
    assert re.fullmatch(r"\d\s\d{3}–\u2060\d\s\d{3}", mine), "a range that stays on one line"
    link = page.url.split("/", 3)[3]
    colleague = visit(f"/{link}")
    assert eighty_plus(colleague.page) == mine
    assert failures(colleague.page) == []
