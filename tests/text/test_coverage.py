"""Everything in the dataset has a Swedish wording on Data."""

from dataclasses import replace

import pandas as pd
import pytest

from demografi import coverage
from demografi.coverage import Gap
from demografi.dataset import TABLES, Dataset
from demografi.projection import Trajectories
from demografi.rates import Diagnostic
from demografi.text import coverage as words
from demografi.text import method


@pytest.mark.parametrize("table", TABLES)
def test_every_table_and_column_has_a_name(table: str) -> None:
    assert words.table_name(table)
    assert words.table_about(table).endswith(".")
    names = [words.column_name(column) for column in TABLES[table].names]
    assert len(set(names)) == len(names)


def test_every_remark_of_the_manifest_is_in_swedish(dataset: Dataset) -> None:
    for table in dataset.tables:
        remarks = coverage.remarks(dataset, table)
        texts = words.remark_texts(remarks)
        assert len(texts) == len(remarks)
        assert not any("engelska" in text for text in texts)
    assert words.remark_texts(["Something new."]) == [
        "Fler anmärkningar står på engelska i manifest.json."
    ]


def test_every_fit_of_the_projection_has_a_name(trajectories: Trajectories) -> None:
    table = method.diagnostic_rows(trajectories.diagnostics)
    assert len(table) == len(trajectories.diagnostics)
    assert "ytterligare en anpassning" not in set(table["Anpassning"])
    assert set(table["Del"]) == {"Dödlighet", "Fruktsamhet", "Flyttningar"}


def test_failed_fits_are_not_hidden() -> None:
    fits = [Diagnostic("fertility: x", converged=False, note=""), Diagnostic("y", True, "")]
    assert method.diagnostic_rows(fits)["Utfall"].tolist() == [
        "konvergerade inte, reservmetod",
        "konvergerade",
    ]
    assert "en av 2 anpassningar konvergerade inte" in method.fits_finding(fits)
    assert "alla 1 anpassningar" in method.fits_finding(fits[1:])


def test_gaps_are_said_in_few_words(dataset: Dataset) -> None:
    home = dataset.regions.municipalities()
    some = tuple(code for code in home if code not in ("2480", "2482"))
    texts = words.gap_texts(
        dataset,
        [
            Gap("2020-2023, 2025", True, some),
            Gap("all", False, home),
            Gap("2001", False, ("2422",)),
            Gap("2001", False, home[:7]),
        ],
    )
    assert texts == [
        (
            "**2020–2023, 2025:** kvinnor och män var för sig saknas för länets kommuner utom "
            "Umeå och Skellefteå."
        ),
        "**Alla år:** uppgifter saknas för länets alla kommuner.",
        "**2001:** uppgifter saknas för Sorsele.",
        "**2001:** uppgifter saknas för 7 kommuner.",
    ]
    outside = coverage.gaps(dataset, "population_total")
    assert "de 29 kommunerna utanför länet" in words.gap_texts(dataset, outside)[0]
    assert words.known_faults([], []) == "Inga kända luckor."
    assert words.known_faults(["a"], ["b"]) == "Kända luckor:\n- a\n\nAnmärkningar:\n- b"


def test_conclusion_tells_how_far_figures_reach(dataset: Dataset) -> None:
    text = words.conclusion(coverage.reach(dataset))
    assert "till och med 2025 för länets 15 kommuner" in text
    assert "till 2022 för de andra 29" in text
    assert "2010–2019 och 2024–2025; år däremellan visas som luckor" in text
    every = replace(coverage.reach(dataset), others=2025, ages=tuple(range(1968, 2026)))
    text = words.conclusion(every)
    assert "till och med 2025 för länets 15 kommuner och de andra 29 i norra Sverige." in text
    assert text.endswith("Ålder för ålder finns den i länet 1968–2025."), "no gaps, none told"


def test_tables_on_screen_are_whole(dataset: Dataset) -> None:
    shown = words.coverage_rows(coverage.coverage(dataset))
    assert shown.notna().all(axis=None)
    assert "var för sig till 2024" in set(shown["Kvinnor och män"])
    sources = words.source_rows(coverage.sources(dataset))
    assert "50 nyckeltal" in set(sources["Tabell hos utgivaren"])
    files = words.file_rows(coverage.files(dataset))
    assert files["SHA-256"].str.fullmatch(r"[0-9a-f]{12}…").all()
    assert "TAB638 BE0101N1" in words.table_sources(dataset, "population")
    counted = coverage.municipalities_by_year(dataset)
    assert "Folkmängd totalt 1950–2025" in words.strip_alt(counted)
    assert isinstance(shown, pd.DataFrame)


def test_method_states_its_limits() -> None:
    text = " ".join(method.method(2025, 2050, draws=400, municipalities=15, seed=7))
    assert "31 december 2025" in text
    assert "400 tänkbara framtider" in text
    assert "frö och som här är 7" in text, "how to get the same figures again"
    assert "Det här vet vi inte" in text
    assert "8 av 10 utfall" in text
