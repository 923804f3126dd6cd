"""Sentences of every pilot, made from the real figures and from made ones, read aloud."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest

from demografi import Dataset, pilots
from demografi.needs import Span, place_rates
from demografi.pilots import Effect, MeasuredCase, measured_case
from demografi.pilots.capital_of_culture import MEASURES, CultureYear
from demografi.pilots.culture import GROUPS, county_change
from demografi.projection import Trajectories, fitted
from demografi.text.numbers import about
from demografi.text.pilots import (
    ALL,
    PILOTS,
    capital,
    challenge,
    culture,
    culture_year,
    investments,
    labour,
    pilot_name,
    question,
    together,
)
from tests.text.test_real_sentences import faults


@pytest.fixture(scope="module")
def case(dataset: Dataset) -> MeasuredCase:
    return measured_case(dataset, draws=60)


@pytest.fixture(scope="module")
def studies(dataset: Dataset) -> dict[str, CultureYear]:
    return {measure: pilots.culture_year(dataset, measure) for measure in MEASURES}


def read(texts: Iterator[str]) -> dict[str, list[str]]:
    return {text: wrong for text in texts if (wrong := faults(text))}


def test_every_pilot_has_a_name_and_a_question() -> None:
    assert len({question(key) for key in (*PILOTS, ALL)}) == len(PILOTS) + 1
    assert all(question(key).endswith("?") for key in (*PILOTS, ALL))
    assert len({pilot_name(key) for key in (*PILOTS, ALL)}) == len(PILOTS) + 1


def test_challenge_names_who_and_what(dataset: Dataset, trajectories: Trajectories) -> None:
    frame = pilots.pressure(dataset, trajectories)
    shifts = pilots.largest_shifts(dataset, trajectories)
    text = challenge.answer(frame, shifts, 2035, dataset.regions.name)
    assert text.startswith(f"Störst väntas trycket bli 2035 i {frame['name'].iloc[0]}, ")
    assert "Mest ändras tre åldersgrupper, var och en där dess säkra ändring är störst" in text
    assert challenge.pressure_texts(frame)[0].count("–") == 1
    said = [text, challenge.pressure_note(frame), challenge.pressure_alt(frame, 2035)]
    assert read(iter([*said, *challenge.limits()])) == {}


def test_when_dependency_peaks_is_told_with_its_certainty(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    frame = pilots.pressure(dataset, trajectories).assign(peak=2040, peak_high=2040)
    assert challenge.peaks(frame, 2035).startswith("Försörjningskvoten når sitt högsta värde ")
    assert "Nästan säkert" not in challenge.peaks(frame, 2035)
    frame.loc[:3, "peak"] = 2030
    assert "fyra av femton kommuner" in challenge.peaks(frame, 2035)
    assert "I ingen av dem" in challenge.peaks(frame, 2035)
    frame.loc[:1, "peak_high"] = 2035
    assert "bara i två av dem" in challenge.peaks(frame, 2035)
    frame.loc[:3, "peak_high"] = 2035
    assert "i dem alla" in challenge.peaks(frame, 2035)


def test_storuman_says_what_comes_and_what_is_left(
    dataset: Dataset, trajectories: Trajectories, case: MeasuredCase
) -> None:
    found = pilots.investment(dataset, trajectories, pilots.employer(300, 2027, 2034))
    text = investments.answer("Storuman", found, case, "Skellefteå")
    assert text.startswith("300 jobb 2027–2034 ger Storuman ")
    assert "2039 är " in text
    assert "år 2024 hade Skellefteå " in text
    assert text.count(about(case.peak)) == 2, "the share says of what it is one"
    assert investments.years_note(2034, 2027, 2034) == ""
    assert "2025 när jobben börjar 2027. Vi räknar med 2028" in investments.years_note(
        2025, 2027, 2028
    )
    assert "fler än dess övre gräns" in text
    inside = replace(case, peak_low=-5.0)
    assert "men inom dess spann" in investments.answer("Storuman", found, inside, "Skellefteå")
    still = replace(case, last_year=case.peak_year)
    assert investments.answer("Storuman", found, still, "Skellefteå").endswith("övre gräns.")
    table = investments.change_table(found)
    assert list(table.columns)[1:] == ["Utan, 2034", "Skillnad 2034", "Utan, 2039", "Skillnad 2039"]
    assert list(investments.change_frame(found).columns)[2:] == [
        "Utan, mitten",
        "Skillnad, lägst i 8 av 10",
        "Skillnad, mitten",
        "Skillnad, högst i 8 av 10",
    ]
    rows = investments.ages_rows(case)
    said = [
        text,
        investments.scenario_note(found),
        investments.scenario_alt("Storuman", found),
        investments.rows_note(found),
        investments.changes_alt(found),
        investments.case_note(case),
        investments.case_alt(case, "Skellefteå"),
        investments.ages_title(case, "Skellefteå"),
        investments.ages_alt(rows, "Skellefteå"),
        *investments.limits(case, "Skellefteå"),
    ]
    assert read(iter(said)) == {}


def test_umea_verdict_is_plain(dataset: Dataset, studies: dict[str, CultureYear]) -> None:
    for measure, found in studies.items():
        said = [
            culture_year.answer(studies, measure),
            culture_year.method_note(found, dataset.regions.name),
            culture_year.path_alt(found),
            culture_year.placebo_title(found),
            culture_year.placebo_note(found),
            culture_year.placebo_alt(found),
            *culture_year.limits(found),
        ]
        assert said[0].startswith("Det går inte att säga, varken av inflyttningen, folkökningen")
        assert "Bara en effekt större än omkring" in said[0]
        assert read(iter(said)) == {}
    rows = culture_year.placebo_rows(studies["growth"], dataset.regions.name)
    assert rows["later"].abs().is_monotonic_decreasing


def test_umea_says_so_when_something_can_be_told(studies: dict[str, CultureYear]) -> None:
    certain = Effect(8.0, 4.0, 12.0, 5.0, 11.0, 4.0, 0.02)
    assert certain.sign == 1
    seen = {
        key: replace(one, study=replace(one.study, later=certain)) for key, one in studies.items()
    }
    assert culture_year.answer(seen, "growth").startswith("Ja, det syns i inflyttningen, ")
    mixed = {**studies, "growth": seen["growth"]}
    text = culture_year.answer(mixed, "growth")
    assert text.startswith("Det syns i folkökningen, men inte i inflyttningen och ")


@pytest.mark.parametrize("code", ["24", "2421", "2482"])
def test_labour_says_whether_it_suffices(
    dataset: Dataset, trajectories: Trajectories, code: str
) -> None:
    members = dataset.regions.place(code).members
    rates = place_rates(fitted(dataset), members, horizon=15, draws=60, seed=1)
    moving = pilots.turnover(dataset, trajectories, code)
    found = pilots.supply(dataset, trajectories, rates, code)
    needed = pilots.needed_rates(dataset, trajectories, dataset.regions.municipalities())
    name = dataset.regions.name(code)
    text = labour.answer(name, moving, found, needed)
    words = {1: "saknas", 0: "är det osäkert om de som arbetar räcker", -1: "räcker det"}
    assert words[found.sign] in text
    said = [
        text,
        labour.turnover_title(name, moving),
        labour.turnover_alt(name, moving),
        labour.needed_note(moving, name),
        labour.needed_alt(needed),
        labour.rate_remark(found),
        labour.needed_text(found),
        *labour.limits(found),
    ]
    assert read(iter(said)) == {}
    for sign, missing in (
        (1, Span(10, 50, 90)),
        (0, Span(-40, 5, 60)),
        (-1, Span(-90, -50, -10)),
    ):
        other = replace(found, missing=missing)
        assert words[sign] in labour.answer(name, moving, other, needed)


def test_more_than_everybody_cannot_work(dataset: Dataset, trajectories: Trajectories) -> None:
    rates = place_rates(fitted(dataset), ["2421"], horizon=15, draws=60, seed=1)
    found = pilots.supply(dataset, trajectories, rates, "2421")
    beyond = replace(
        found, by_employment=replace(found.by_employment, need=Span(98.0, 104.0, 110.0))
    )
    moving = pilots.turnover(dataset, trajectories, "2421")
    needed = pilots.needed_rates(dataset, trajectories, ["2421"])
    text = labour.answer("Storuman", moving, beyond, needed)
    assert "Högre sysselsättning räcker inte: det skulle krävas 98–110\u00a0%." in text
    assert "Det krävs ett flyttnetto på" in text


@pytest.mark.parametrize("ages", ["25-44", "45-64"])
def test_capital_says_where(dataset: Dataset, trajectories: Trajectories, ages: str) -> None:
    from demografi.pilots.capital import tax_lines  # noqa: PLC0415

    frame = pilots.founders(dataset, trajectories, ages)
    lines = tax_lines(dataset, ["2480", "2463", "00"])
    said = [
        capital.answer(frame, ages, 2035),
        capital.people_title(frame, ages),
        capital.people_alt(frame, ages, 2035),
        capital.people_source(dataset, frame),
        capital.tax_title(lines),
        capital.tax_alt(lines),
        capital.tax_note(lines, "Region 8"),
        *capital.limits(),
    ]
    assert "bor 54" in said[0] or "bor 46" in said[0]
    # Title and answer give the same shares.
    shares = re.findall(r"(\d+)\u00a0%", said[1])
    assert shares == re.findall(r"(\d+)\u00a0%", said[0])[:2]
    assert ("i minst 9 av 10 utfall" in said[0]) == bool(
        ((frame["high"] < 0) | (frame["low"] > 0)).any()
    )
    assert "För Region 8 finns ingen egen" in said[6]
    assert read(iter(said)) == {}


def test_culture_says_who(dataset: Dataset, trajectories: Trajectories) -> None:
    frames = {key: pilots.audience(dataset, trajectories, group) for key, group in GROUPS.items()}
    changes = {key: county_change(dataset, trajectories, group) for key, group in GROUPS.items()}
    text = culture.answer(changes, frames, 2035, "aldre")
    for low, high, verb, span in (
        (-20.0, -5.0, "blir färre", "−20 till −5\u00a0%"),
        (-16.0, 5.0, "kan bli både fler och färre", "−16 till +5\u00a0%"),
        (2.0, 6.0, "blir fler", "+2 till +6\u00a0%"),
    ):
        made = culture.answer({**changes, "barn": (low, 0.0, high)}, frames, 2035, "barn")
        assert made.startswith(f"Barnen 0–12 år {verb} i länet till 2035 ({span} i 8 av 10 ")
        assert " barn 0–12 år i " in made
        assert " äldre " not in made
    assert "Kring Lycksele bor " in text
    assert " äldre 65–79 år i " in text
    around = culture.outside(frames["aldre"]).set_index("name")["people"]
    frame = frames["aldre"]
    outside = frame[(frame["centre_name"] == "Lycksele") & (frame["name"] != "Lycksele")]
    assert around["Lycksele"] == outside["now"].sum()
    said = [text]
    for key, one in frames.items():
        said += [
            culture.change_title(key, one, 2035),
            culture.change_alt(key, one, 2035),
            culture.around_alt(key, one, 2035),
            culture.centre_rule(one, 2035),
            culture.around_title(key, 2035),
        ]
    assert read(iter([*said, *culture.limits()])) == {}
    few = culture.change_title("barn", frames["barn"], 2035)
    sure = int((frames["barn"]["change_high"] < 0).sum())
    assert ("säkert färre i" in few) == (sure > 0)
    even = frames["barn"].assign(change_low=-1.0, change_high=1.0)
    assert culture.change_title("barn", even, 2035).endswith("kan bli både fler och färre överallt")


@pytest.mark.parametrize("group", ["region8", "region10"])
def test_together_says_what_is_gained(
    dataset: Dataset, trajectories: Trajectories, group: str
) -> None:
    found = pilots.pattern(dataset, group)
    spread = pilots.noise(dataset, trajectories, group)
    sizes = pilots.class_sizes(dataset, trajectories, group)
    text = together.answer(found, spread, sizes, 2035)
    assert text.startswith("Inte säkert: ")
    assert together.answer(replace(found, share=0.01), spread, sizes, 2035).startswith("Ja: ")
    said = [
        text,
        together.noise_title(spread, 2035),
        together.noise_alt(spread),
        together.pattern_note(found, dataset.newest_year),
        together.pattern_alt(found),
        together.sizes_alt(sizes, "6-15"),
        *together.limits(["Arvidsjaur", "Arjeplog"], 44),
    ]
    assert read(iter(said)) == {}
    oldest = max(one.year for one in found.measures)
    assert "alla jämförs med samma år" not in together.pattern_note(found, oldest)
    assert f"{oldest} är det senaste år som alla" in together.pattern_note(found, oldest + 1)
    assert len(together.limits([], 44)) == len(together.limits(["Arvidsjaur"], 44)) - 1
    assert isinstance(together.pattern_table(found.measures), pd.DataFrame)
    assert together.sizes_table(sizes)["Kommun"].iloc[-1] == "Tillsammans"
    heads = ["Lägst i 8 av 10", "Mitten", "Högst i 8 av 10"]
    assert list(together.sizes_frame(sizes).columns)[-3:] == heads
    assert ("de åtta i Västerbotten ihop" in text) == (group == "region10")
