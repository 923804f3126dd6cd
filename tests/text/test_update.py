"""What the screen says about newer figures, from rows and outcomes made by hand."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from demografi import Dataset
from demografi.errors import DatasetError, SourceError
from demografi.sources import FIGURES, Order
from demografi.text.update import (
    duration,
    freshness_rows,
    moment,
    news,
    off,
    something_to_fetch,
    step_rows,
)
from demografi.text.update_result import change_lines, outcome_finding, revision_rows, warning_lines
from demografi.update import Outcome, Survey
from demografi.update.assemble import Change, Revision
from demografi.update.freshness import Freshness, State, freshness
from demografi.update.survey import TablePlan

NOON = datetime(2026, 11, 22, 12, 0).astimezone()


def row(table: str, here: int, there: int, state: State) -> Freshness:
    newer = there if state in {"newer", "parts"} else 0
    return Freshness(table, here, there, (), state, newer, table == "official_projection")


def change(table: str, *, added: int = 0, new: tuple[int, ...] = (), revised: int = 0) -> Change:
    example = Revision(
        {"region": "2480", "year": 2019, "sex": "F", "age": 34}, 1204.0, float("nan")
    )
    return Change(
        table=table,
        added=added,
        new_years=new,
        compared=1000,
        revised=revised,
        withdrawn=0,
        examples=(example,) if revised else (),
    )


def outcome(*changes: Change) -> Outcome:
    return Outcome(
        changed=True,
        path=Path(),
        version="abc",
        changes=changes,
        warnings=(),
        survey=Survey((), (), (), 0.0),
        calls=3,
        kept=0,
        seconds=12.0,
    )


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "några sekunder"),
        (14, "omkring 10 sekunder"),
        (56, "omkring en minut"),
        (89, "omkring en minut"),
        (91, "omkring två minuter"),
        (1500, "omkring 25 minuter"),
    ],
)
def test_duration(seconds: float, expected: str) -> None:
    assert duration(seconds) == expected


def test_news_names_few_tables_and_counts_many() -> None:
    few = [row("population_total", 2025, 2026, "newer"), row("births", 2024, 2024, "same")]
    assert "nyare år: 2026 för ”Folkmängd totalt”." in news(few, NOON)
    names = ("population", "population_total", "births", "deaths", "components")
    many = [row(t, 2025, 2026, "newer") for t in names]
    assert "nyare år: 2026 för fem tabeller." in news(many, NOON)
    assert something_to_fetch(many)


def test_sentence_and_table_name_the_same_newer_years() -> None:
    rows = [
        row("births", 2024, 2025, "newer"),
        row("indicators_published", 2026, 2025, "parts"),
        row("population", 2025, 2025, "longer"),
        row("components", 2025, 2025, "never"),
        row("official_projection", 2031, 2070, "longer"),
    ]
    told = news(rows, NOON)
    assert "nyare år: 2025 för ”Födda efter moderns ålder” och en del av ”SCB:s f" in told
    assert "För en tabell kan äldre år eller fler platser hämtas." in told
    assert "För en tabell kan fler uppgifter hämtas." in told
    assert "SCB:s senaste framskrivning kan hämtas." in told
    assert "2070" not in told, "a forecast's horizon is no newer year"
    shown = freshness_rows(rows, asked=True)
    assert shown["Läge"].str.contains("nyare år").tolist() == [True, True, False, False, False]
    assert shown["Nyaste år hos SCB"].iloc[-1] == "prognos till 2070"


def test_forecast_is_never_newer_and_births_of_a_new_source_are(dataset: Dataset) -> None:
    """The sentence and the table follow from one state, made from what SCB has."""

    def plan(target: str, newest: int) -> TablePlan:
        figure = next(f for f in FIGURES if f.target == target)
        order = Order(figure, {}, {"2480": "2480"}, {"x": newest}, {}, "", "", newest)
        return TablePlan(figure.table, "", "", (order,), (), 1, newest, 0, current=False)

    here = int(dataset.table("births")["year"].max())
    plans = (plan("births", here + 1), plan("official_projection", 2070))
    found = {f.table: f for f in freshness(dataset, Survey(plans, (), (), 0.0))}
    assert (found["births"].state, found["births"].newer) == ("newer", here + 1)
    assert (found["official_projection"].state, found["official_projection"].newer) == ("longer", 0)
    assert found["official_projection"].forecast


def test_time_is_swedish_wherever_the_server_stands() -> None:
    summer = datetime(2026, 7, 1, 20, 45, tzinfo=UTC)
    assert moment(summer, summer) == "kl. 22.45"
    assert moment(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), summer) == "2026-07-02 kl. 00.30"


def test_news_of_nothing_new_changed_and_unfit() -> None:
    same = [row("births", 2024, 2024, "same"), row("kolada", 2022, 0, "kolada")]
    assert news(same, NOON).startswith("SCB har inget nyare år än det som finns här.")
    assert not something_to_fetch(same)
    odd = [row("births", 2024, 2024, "changed"), row("deaths", 2024, 0, "unfit")]
    assert "SCB har ändrat en tabell sedan siffrorna hämtades." in news(odd, NOON)
    assert "Döda efter ålder har ändrat form hos SCB" in news(odd, NOON)
    assert "inte tillfrågats" in news(same, None)


def test_population_of_a_new_year_comes_first() -> None:
    told = outcome(
        change("births", added=900, new=(2026,)), change("population_total", added=49, new=(2026,))
    )
    expected = "Klart. Folkmängd 2026 tillkom. Nya år tillkom också i en tabell."
    assert outcome_finding(told) == expected
    assert "**Folkmängd totalt:** 2026 tillkom; 49 nya rader." in change_lines(told)


def test_years_of_a_forecast_are_told_as_its_reach() -> None:
    told = outcome(change("official_projection", added=9, new=tuple(range(2027, 2071))))
    assert outcome_finding(told) == "Klart. Officiella framskrivningar till 2070 tillkom."
    assert change_lines(told)[0].startswith("**Officiella framskrivningar:** till 2070 t")


def test_only_revised_or_nothing() -> None:
    revised = outcome(change("population", revised=1))
    assert outcome_finding(revised).startswith("Klart. Inget nytt år, men")
    assert change_lines(revised) == ["**Folkmängd efter ålder:** 1 äldre siffra ändrades."]
    assert outcome_finding(outcome(change("births"))).endswith("desamma som förut.")
    assert change_lines(outcome(change("births"))) == []
    unchanged = replace(outcome(), changed=False)
    assert outcome_finding(unchanged).startswith("Inget nytt")


def test_revisions_name_place_year_sex_and_age(dataset: Dataset) -> None:
    shown = revision_rows((change("population", revised=5),), dataset)
    assert shown.iloc[0].tolist() == [
        "Folkmängd efter ålder",
        "0,5\u00a0% av 1\u00a0000",
        "Umeå, 2019, kvinnor, 34 år",
        "1\u00a0204",
        "inte publicerad",
    ]


def test_what_was_left_and_what_was_taken_though_odd(dataset: Dataset) -> None:
    down = SourceError("unreachable", "Kolada cannot be reached.", source="Kolada")
    odd = DatasetError(
        "ages_do_not_sum",
        "Off.",
        table="population",
        region="2404",
        year=2026,
        summed=4833,
        total=4886,
    )
    left, taken = warning_lines(replace(outcome(), warnings=(down, odd)), dataset)
    assert left.startswith("Lämnades som det var. Det går inte att nå Kolada.")
    assert taken.startswith("Används som det är publicerat")
    assert "I tabellen ”Folkmängd efter ålder” blir åldrarna i Vindeln år 2026" in taken
    assert "tillsammans 4\u00a0833, men folkmängden är 4\u00a0886" in taken


def test_off_names_the_way_to_update() -> None:
    for why in ("forbidden", "elsewhere"):
        assert "demografi update" in off(why, "X")
        assert "X=1" in off(why, "X")


def test_what_is_made_from_the_population_is_not_called_left_alone(dataset: Dataset) -> None:
    found = {f.table: f for f in freshness(dataset)}
    assert found["mean_population"].state == "derived"
    assert found["municipal_forecasts"].state == "kept"
    rows = [found["mean_population"], found["municipal_forecasts"]]
    assert list(step_rows(rows, [])["Läge"]) == ["räknas fram ur folkmängden", "hämtas inte"]
    assert freshness_rows(rows, asked=True)["Läge"][0] == "räknas fram ur folkmängden"
