"""Words about accuracy follow the figures."""

from dataclasses import replace

import pandas as pd
import pytest

from demografi import Dataset
from demografi.findings.accuracy import OURS, Accuracy, Closer, Comparison, ShelfLife
from demografi.rates import Diagnostic
from demografi.text import accuracy as text
from demografi.text.method import diagnostic_rows
from demografi.text.record import record

FOUND = Accuracy(120, 15, 2012, 2019, 1.5, 3.4, -0.3, 0.79, 0.96)
LONG, SHORT = ShelfLife(10, 10), ShelfLife(4, 10)


def test_opening_says_how_close_how_long_and_whether_ranges_held() -> None:
    said = text.opening(
        "Västerbottens län", "total", FOUND, LONG, against="Från 2019 var SCB närmare"
    )
    first, *rest = said.split(". ")
    assert first == (
        "Fem år framåt har åtta av tio prognoser för folkmängden i en kommun hamnat inom "
        "**3,4\u00a0%** från utfallet, i medeltal 0,3\u00a0% för lågt, sett till femton kommuner"
    )
    assert all("år framåt" in one or "Från 2019" in one for one in rest), "each says how far"
    assert "så långt vi kan pröva, tio år framåt." in said
    assert "har fem år framåt rymt 7,9 av 10, som utlovat." in said
    assert said.endswith("Från 2019 var SCB närmare.")
    one = text.opening("Malå", "80+", replace(FOUND, places=1), SHORT)
    assert "prognoser för antalet som är 80 år och äldre i Malå hamnat" in one
    assert "inom 10\u00a0% upp till fyra år framåt, men inte längre." in one
    assert "inget utfall" in text.opening("Malå", "total", None, SHORT)


def test_record_says_how_ranges_have_held_and_of_whom(dataset: Dataset) -> None:
    asele, county = dataset.regions.place("2463"), dataset.regions.place("24")
    said = record(FOUND, asele, 2683)
    assert "fem år fram hamnade inom dem 7,9 av 10 gånger i kommuner under 5\u00a0000" in said
    assert "(120 prognoser från 2012–2019)" in said
    assert "i kommunerna, var för sig" in record(FOUND, county, 279_024)
    assert "inga utfall" in record(None, asele, 2683)
    own = replace(FOUND, forecasts=9, held80=5 / 9, mean=4.04)
    beside = record(FOUND, asele, 2683, own)
    assert beside.startswith(said)
    assert (
        "I Åsele höll de fem av nio gånger; prognosens mitt låg i medeltal 4,0\u00a0% för högt."
        in beside
    )
    assert record(FOUND, asele, 2683, replace(own, mean=-1.0)).endswith("% för lågt.")
    even = record(FOUND, asele, 2683, replace(own, mean=0.02))
    assert even.endswith("låg i medeltal mindre än 0,1\u00a0% fel.")


@pytest.mark.parametrize(
    ("share", "words"), [(0.8, "som utlovat"), (0.6, "för smalt"), (0.95, "brett nog")]
)
def test_ranges_are_judged_by_what_they_promise(share: float, words: str) -> None:
    assert words in text.held(replace(FOUND, held80=share))


def test_shelf_life_of_nothing() -> None:
    assert "Redan ett år framåt" in text.shelf_finding(ShelfLife(0, 10))
    assert text.lasts(LONG) == "minst 10 år"
    assert text.lasts(SHORT) == "4 år"


@pytest.mark.parametrize(
    ("closer", "further", "said"),
    [
        ((1, 2, 3), (), "vår prognos närmare än SCB:s framskrivning ett till tre år framåt"),
        ((), (5,), "SCB:s framskrivning närmare än vår prognos fem år framåt"),
        ((2, 5), (1, 3, 4), "närmare ett, tre och fyra år framåt, vår prognos två och fem"),
    ],
)
def test_who_was_closer(closer: tuple[int, ...], further: tuple[int, ...], said: str) -> None:
    assert said in text.errors_finding(2019, Comparison(2019, closer, further, 1, 1, 5))


def test_no_published_projection_is_said() -> None:
    assert "ingen publicerad framskrivning" in text.errors_finding(2016, None)


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ([80, 81, 79], "ungefär så många"),
        ([60, 61, 62], "i alla åldrar"),
        ([60, 80, 80], "folkmängden, inte för åldrarna"),
        ([80, 60, 80], "åldern 6–15"),
        ([60, 60, 80], "folkmängden och åldrarna 6–15"),
    ],
)
def test_narrow_ranges_are_named(held: list[float], said: str) -> None:
    frame = pd.DataFrame({"group": ["total", "6-15", "80+"], "held80": held})
    found = text.coverage_finding(frame, 10)
    assert said in found
    assert found.startswith("Ett till tio år framåt har intervallen")


SAID = pd.DataFrame(
    {"year": [2020, 2024, 2025], "actual": [100, 200, 250], OURS: [101.0, 190.0, 255.0]}
)


def test_five_years_ahead_come_before_the_newest_year() -> None:
    told = text.said_finding("Region 8", "total", SAID, 2019)
    assert told.replace("\u00a0", " ") == (
        "Fem år framåt, 2024: 2019 års prognos sade 190 i Region 8, det blev 200 (5,0 % för lågt). "
        "Sex år framåt, 2025: den sade 255, det blev 250 (2,0 % för högt)"
    )
    until = text.said_finding("Malå", "6-15", SAID[SAID["year"] <= 2024], 2019)
    assert until.startswith("6–15 år: fem år framåt, 2024: 2019 års prognos sade 190 i Malå")
    assert until.count("framåt") == 1, "nothing is said twice"
    near = text.said_finding("Malå", "total", SAID[SAID["year"] == 2025], 2024)
    assert near.startswith("Ett år framåt, 2025: 2024 års prognos")
    exact = text.said_finding("Malå", "total", SAID.assign(actual=SAID[OURS]), 2019)
    assert "(mindre än 0,1\u00a0% fel)" in exact


def test_an_older_back_test_is_told_from_the_figures_in_use(dataset: Dataset) -> None:
    facts = {"dataset": {"version": dataset.version, "date": ""}}
    assert text.edition_note(dataset, facts) == ""
    facts["dataset"]["version"] = "abcdef"
    assert "abcdef" in text.edition_note(dataset, facts)


def test_stand_ins_are_told_from_fits() -> None:
    rows = diagnostic_rows(
        [
            Diagnostic("history: births", converged=False, note=""),
            Diagnostic("fertility: local level", converged=False, note=""),
        ]
    )
    assert rows["Del"].tolist() == ["Underlag", "Fruktsamhet"]
    assert rows["Anpassning"].tolist()[0] == "Födda"
    assert rows["Utfall"].tolist() == ["saknas, ersatt", "konvergerade inte, reservmetod"]


def test_few_forecasts_are_told_as_counts() -> None:
    assert text.counted(Accuracy(8, 1, 2012, 2019, 1, 1, 0, 0.625, 1)) == "5 av 8"
    assert text.counted(Accuracy(120, 15, 2012, 2019, 1, 1, 0, 0.625, 1)) == "6,2 av 10"


def test_simple_rules_that_were_closer_are_named() -> None:
    closer = Comparison(2019, closer=(1,), further=(2, 3, 4), ours=2, theirs=1, ahead=4)
    beaten = Comparison(2019, closer=(1, 2), further=(), ours=1, theirs=2, ahead=2)
    said = text.rules_note({"hamilton_perry": closer, "no_change": beaten})
    assert said.endswith(
        ": enkla regler som var närmare än vår prognos: årskullar (två till fyra år framåt)."
    )
    assert "närmare än alla enkla regler" in text.rules_note({"no_change": beaten})
    assert "Från" not in text.rules_note({})


def test_opening_names_a_simple_rule_that_has_been_closer() -> None:
    closer = Closer("lin_exp", 2.63, 3.83)
    said = text.opening("Dorotea", "total", FOUND, LONG, closer=closer)
    assert (
        "har rak trend legat närmare fem år framåt: 2,6 % fel i medeltal mot vår"
        in said.replace("\u00a0", " ")
    )
    assert "alla basår" not in text.opening("Dorotea", "total", FOUND, LONG)
