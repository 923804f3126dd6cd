"""Piloter: every pilot by its link, its answer first, its evidence and limits after."""

import pytest

from demografi.text.pilots import ALL, PILOTS, question
from tests.pages.cards import cards, charts, metrics, table, values
from tests.pages.conftest import OpenScreen, link_of

CARDS = {
    "utmaningen": ["tryck"],
    "storuman": ["jobben", "skelleftea", "skelleftea-aldrar"],
    "umea2014": ["kulturaret", "utan-handelse"],
    "region8": ["osakerhet"],
    "kompetens": ["in-och-ut", "sysselsattning"],
    "kapital": ["foretagare", "skattekraft"],
    "kultur": ["publik", "centrum"],
}


@pytest.mark.parametrize("pilot", PILOTS)
def test_every_pilot_opens_with_its_answer(open_screen: OpenScreen, pilot: str) -> None:
    screen = open_screen("piloter", pilot=pilot)
    assert not screen.error
    assert not screen.warning
    assert screen.title[0].value == question(pilot)
    answer = screen.markdown[0].value
    assert len(answer) > 80
    assert answer.endswith(".")
    assert cards(screen) == CARDS[pilot]
    assert set(charts(screen)) == set(CARDS[pilot])
    for chart in charts(screen).values():
        assert len(chart.alt) > 40
    headings = [heading.value for heading in screen.subheader]
    assert headings[-2:] == ["Det här vet vi inte", "Gå vidare"]
    captions = " ".join(caption.value for caption in screen.caption)
    assert "Källa: " in captions
    assert link_of(screen)["pilot"] == pilot


def test_all_answers_are_those_of_the_sections(open_screen: OpenScreen) -> None:
    screen = open_screen("piloter", pilot=ALL)
    said = [text.value for text in screen.markdown]
    for pilot in PILOTS:
        assert open_screen("piloter", pilot=pilot).markdown[0].value in said
    button = next(one for one in screen.button if one.label == "Visa Umeå 2014")
    button.click().run()
    assert screen.title[0].value == question("umea2014")
    assert link_of(screen)["pilot"] == "umea2014"


def test_mine_with_300_jobs_by_link(open_screen: OpenScreen) -> None:
    link = {"pilot": "storuman", "jobb": "300", "oppnar": "2028", "stanger": "2040"}
    screen = open_screen("piloter", **link)
    answer = screen.markdown[0].value
    assert answer.startswith("300 jobb 2028–2040 ger Storuman ")
    assert "elever 6–15 år. 2045 är " in answer
    rows = {row[0]: row[1:] for row in table(screen)[1:]}
    assert rows["Elever 6–15 år"][1].startswith("+")
    assert open_screen("piloter", **link_of(screen)).markdown[0].value == answer
    more = open_screen("piloter", **{**link, "jobb": "600"})
    assert more.markdown[0].value != answer
    chart = charts(screen)["jobben"]
    assert max(values(chart.content["data"][-1]["y"])) > 5500


def test_years_that_run_backwards_are_read_as_the_shortest_life(open_screen: OpenScreen) -> None:
    screen = open_screen("piloter", pilot="storuman", oppnar="2040", stanger="2030")
    assert not screen.error
    assert screen.markdown[0].value.startswith("300 jobb 2040–2041 ")
    (said,) = screen.warning
    assert "inte vara 2030 när jobben börjar 2040" in said.value
    assert not open_screen("piloter", pilot="storuman").warning


def test_the_lead_of_kultursamverkan_speaks_of_the_chosen_group(open_screen: OpenScreen) -> None:
    assert " bor " in open_screen("piloter", pilot="kultur").markdown[0].value
    told = open_screen("piloter", pilot="kultur", publik="unga").markdown[0].value
    assert told.startswith("De unga 13–24 år ")
    assert " unga 13–24 år i " in told


@pytest.mark.parametrize("measure", ["in_migration", "growth", "net_domestic"])
def test_umea_2014_shows_the_range_after_the_event(open_screen: OpenScreen, measure: str) -> None:
    screen = open_screen("piloter", pilot="umea2014", matt=measure)
    assert screen.markdown[0].value.startswith("Det går inte att säga")
    chart = charts(screen)["kulturaret"]
    assert {"Umeå", "Jämförelsekommunerna", "Väntat i Umeå utan kulturåret"} <= set(chart.names())
    assert "Regeln: kommuner i norra Sverige" in " ".join(c.value for c in screen.caption)


def test_skills_platform_follows_the_place(open_screen: OpenScreen) -> None:
    screen = open_screen("piloter", pilot="kompetens", plats="2421")
    assert "i Storuman" in screen.markdown[0].value
    figures = metrics(screen)
    assert figures["Krävs 2040"][0].endswith("%")
    assert figures["Sysselsatta 20–64 år 2024"][0] == "85,7\u00a0%"
    lines = charts(screen)["in-och-ut"]
    assert {"Fyller 20", "Fyller 65"} <= set(lines.names())


def test_region_10_says_who_is_not_projected(open_screen: OpenScreen) -> None:
    screen = open_screen("piloter", pilot="region8", samverkan="region10")
    said = " ".join(text.value for text in screen.markdown)
    assert "Arvidsjaur och Arjeplog är med i mönstret" in said
    assert "De tio" in said or "de tio" in said


def test_only_the_chosen_section_is_computed(
    open_screen: OpenScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    from demografi.ui.pilots import culture_year, labour  # noqa: PLC0415

    def refuse(*_arguments: object) -> None:
        msg = "another section was computed"
        raise AssertionError(msg)

    monkeypatch.setattr(labour, "_evidence", refuse)
    monkeypatch.setattr(culture_year, "_studies", refuse)
    open_screen("piloter", pilot="kapital")


def test_places_ages_and_tables_by_link(open_screen: OpenScreen) -> None:
    screen = open_screen(
        "piloter", pilot="kapital", plats="2463", alder="45-64", **{"vy-foretagare": "tabell"}
    )
    assert not screen.warning
    head = table(screen)[0]
    assert "Antal 45–64 år" in head
    assert any(cell.startswith("Skattekraft 2022") for cell in head)
    assert "Till 2035, %, lägst i 8 av 10" in head
    assert "Skattekraften i Åsele är" in " ".join(h.value for h in screen.subheader)


def test_nonsense_is_said(open_screen: OpenScreen) -> None:
    screen = open_screen("piloter", pilot="umea1492", plats="2480")
    assert "pilot=umea1492" in screen.warning[0].value
    assert screen.title[0].value == question("utmaningen")


def test_question_the_figures_cannot_answer_is_told(
    open_screen: OpenScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    from demografi.errors import RequestError  # noqa: PLC0415
    from demografi.ui.pilots import culture_year  # noqa: PLC0415

    def refuse(*_arguments: object) -> None:
        raise RequestError("too_few_comparisons", "Too few.", region="Umeå", found=2, expected=3)

    monkeypatch.setattr(culture_year, "_studies", refuse)
    screen = open_screen("piloter", pilot="umea2014")
    assert screen.error[0].value == (
        "Frågan kan inte besvaras. Bara 2 kommuner rörde sig som Umeå före händelsen. "
        "Det behövs 3 att jämföra med."
    )
    every = open_screen("piloter", pilot=ALL)
    assert len(every.error) == 1
    assert len(every.markdown) > len(PILOTS) - 1
