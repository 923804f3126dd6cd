"""What services need is what Insatser counts: the same shares, staff with the nation's numbers."""

import numpy as np
import pandas as pd
import pytest

from demografi import Dataset, needs
from demografi.charts.palette import LIGHT
from demografi.findings import NEAR_YEAR
from demografi.projection import Trajectories
from demografi.report import Basis, Table, demands
from demografi.series import parse_group
from demografi.text.numbers import interval, whole

WITHOUT = "2422"
"""A municipality that Kolada has no newer share in special housing for."""


def users(trajectories: Trajectories, code: str, ages: str, share: float) -> list[float]:
    """Lowest, middle and highest of 8 in 10 in the near year, from the draws themselves."""
    people = trajectories.group([code], *parse_group(ages))[:, trajectories.at(NEAR_YEAR)]
    low, middle, high = np.quantile(people.astype(float) * share / 100, [0.1, 0.5, 0.9])
    return [float(low), float(middle), float(high)]


def then(table: Table, service: str) -> "pd.Series[float]":
    """Row of a service in the near year."""
    frame = table.frame
    return frame[(frame["service"] == service) & (frame["year"] == NEAR_YEAR)].iloc[0]


def test_users_are_the_ages_times_the_share(
    basis: Basis, dataset: Dataset, trajectories: Trajectories
) -> None:
    share = needs.published_value(dataset, "2480", "N21704", "80+")
    assert share is not None
    table = demands.users(basis, "2480").table
    row = then(table, "Hemtjänst, 80 år och äldre")
    expected = users(trajectories, "2480", "80+", round(share.value, 1))
    assert row[["p10", "p50", "p90"]].tolist() == pytest.approx(expected)
    pupils = then(table, "Grundskola, 6–15 år")
    assert pupils["p50"] == pytest.approx(users(trajectories, "2480", "6-15", 100)[1])


def test_staff_is_an_example_that_says_so(basis: Basis, trajectories: Trajectories) -> None:
    table = demands.staff(basis, "2480")
    shown = table.written.set_index("Verksamhet")
    low, _middle, high = users(trajectories, "2480", "6-15", 100)
    assert shown.loc["Grundskola, 6–15 år", str(NEAR_YEAR)] == interval(low / 12.1, high / 12.1)
    assert "Räkneexempel, inte statistik" in table.note
    assert "12,1 per heltidstjänst (Skolverket" in table.note
    assert "hemtjänst och särskilt boende finns inget tal" in table.note
    assert "Räkneexempel" in table.message
    assert "8 av 10 utfall" in table.message


def test_places_are_told_with_their_ranges_and_origin(basis: Basis) -> None:
    figure, table = demands.users(basis, "24"), demands.users_by_year(basis, "24")
    shown = table.written.set_index("Verksamhet")
    row = then(figure.table, "Förskola, 1–5 år")
    told = interval(row["p10"], row["p90"])
    assert shown.loc["Förskola, 1–5 år", str(NEAR_YEAR)] == told
    assert "antagande, även bakåt: Skolverket" in figure.table.note
    assert "Kolada N21704" in figure.table.note
    assert any(told in text for text in demands.paragraphs(basis, "24"))
    assert len(figure.charts) == len(shown) == 5
    assert all(chart.from_zero for chart in figure.charts)
    assert [(c.series[0].name, c.series[0].style) for c in figure.charts[:2]] == [
        ("Beräknat", "dashed"),
        ("Statistik", "line"),
    ], "children in preschool are no statistics"
    preschool, school, *_ = demands.paragraphs(basis, "24")
    assert "från beräknade" in preschool
    assert "beräknade" not in school


def test_a_service_without_a_share_is_left_out_and_named(basis: Basis) -> None:
    chosen = demands.of_place(basis, WITHOUT)
    assert "boende" not in chosen
    assert demands.service_line(basis, WITHOUT, "boende") is None
    note = demands.users(basis, WITHOUT).table.note
    assert "Visas inte: särskilt boende." in note
    assert "Kolada har inget aktuellt värde för Sorsele" in note
    assert "Visas inte" not in demands.users(basis, "2480").table.note


def test_one_service_tells_now_later_and_staff_in_one_breath(
    basis: Basis, trajectories: Trajectories
) -> None:
    figure = demands.service_line(basis, "2480", "grundskola")
    assert figure is not None
    low, _middle, high = users(trajectories, "2480", "6-15", 100)
    now = demands.of_place(basis, "2480")["grundskola"].before["value"].iloc[-1]
    assert f"{whole(now)} nu, och {NEAR_YEAR} väntas {interval(low, high)} (" in figure.message
    assert f"{interval(low / 12.1, high / 12.1)} heltidstjänster" in figure.message
    assert "rikets" in figure.message
    preschool = demands.service_line(basis, "2480", "forskola")
    assert preschool is not None
    assert preschool.charts[0].series[0].name == "Beräknat"
    assert preschool.table.columns["value"].name == "Beräknat"
    assert preschool.draw(LIGHT).data[0].line.dash == "dash"
    assert figure.draw(LIGHT).data[0].line.dash is None
    homes = demands.service_line(basis, "2480", "boende")
    assert homes is not None
    newest = demands.of_place(basis, "2480")["boende"].before.iloc[-1]
    assert f"{whole(newest['value'])} ({int(newest['year'])}), och " in homes.message
    assert "heltidstjänst" not in homes.message, "no sourced number of staff"
