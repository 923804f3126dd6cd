"""After an update every cell is what the source published, code by code.

What a code means is written here once more, from the contract.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest

from demografi import cli, coverage
from demografi.dataset import SNAPSHOT, TABLES, Dataset, read_directory
from demografi.projection import project
from demografi.sources import KEY_FIGURES
from tests.sources.metadata import NUTS, REGIONS
from tests.update.conftest import World

OLD, NEW = range(1968, 2025), range(2025, 2026)
SEX = {"1": "M", "2": "F"}
ALL = {"TotSa": "T", **SEX}
AGES = {**{str(a): a for a in range(100)}, "100+": 100}
CKM_AGES = {**{str(a): a for a in range(100)}, "100+1": 100}
MOTHERS = {"-14": 14, **{str(a): a for a in range(15, 49)}, "49+": 49}
FIVE = {"-4": "0-4", **{f"{a}-{a + 4}": f"{a}-{a + 4}" for a in range(5, 100, 5)}, "100+5": "100+"}
FLOWS = (
    "in_migration",
    "out_migration",
    "immigration",
    "emigration",
    "in_domestic",
    "out_domestic",
)
OLD_FLOWS = dict(
    zip((f"BE0101{c}" for c in ["AU", "AV", "AX", "AY", "A2", "A3"]), FLOWS, strict=True)
)
NEW_FLOWS = dict(
    zip(
        ["0000086B", "0000086F", "00000869", "00000867", "0000086D", "0000086E"], FLOWS, strict=True
    )
)
BALANCE = ("in_migration", "out_migration", "net_migration", "net_international", "net_domestic")


Axes = list[tuple[str, str, Mapping[str, Any]]]


def years(span: range) -> dict[str, int]:
    return {str(year): year for year in span}


def places(world: World) -> dict[str, str]:
    return {code: code for code in world.regions}


def expected(world: World, table: str, axes: Axes, **fixed: Sequence[str]) -> pd.Series:
    """Published values by our labels; fixed variables have one code each."""
    chosen: dict[str, Any] = {code: list(labels) for code, _, labels in axes}
    values = world.published(table, **chosen | fixed)
    order = [v for v in world.order(table) if v in chosen or v in fixed]
    labels = {code: (column, list(meaning.values())) for code, column, meaning in axes}
    keep = [v for v in order if v in labels]
    values = values.reshape([len(labels[v][1]) for v in keep])
    index = pd.MultiIndex.from_product(
        [labels[v][1] for v in keep], names=[labels[v][0] for v in keep]
    )
    return pd.Series(values.ravel(), index=index)


def same(frame: pd.DataFrame, wanted: pd.Series) -> None:
    """Every wanted cell is there with its value, or absent where nothing is published."""
    names = list(wanted.index.names)
    found = frame.set_index(names)["value"]
    assert found.index.is_unique
    got = found.reindex(wanted.index).to_numpy(float)
    np.testing.assert_array_equal(got, wanted.to_numpy())


@pytest.mark.parametrize(
    ("name", "old", "new", "age"),
    [
        ("population", ("TAB638", "BE0101N1"), ("TAB5557", "000007ME"), "Alder"),
        ("births", ("TAB1264", "BE0101E2"), ("TAB6401", "00000863"), "AlderModer"),
        ("deaths", ("TAB960", "BE0101D9"), ("TAB6757", "000008FO"), "Alder"),
    ],
)
def test_stocks_and_events_by_age(
    world: World, name: str, old: tuple[str, str], new: tuple[str, str], age: str
) -> None:
    column = "mother_age" if name == "births" else "age"
    frame = world.dataset.table(name)
    for (table, content), span, ages, sexes in (
        (old, OLD, MOTHERS if name == "births" else AGES, SEX),
        (new, NEW, MOTHERS if name == "births" else CKM_AGES, ALL if name == "population" else SEX),
    ):
        fixed: dict[str, Any] = {"ContentsCode": [content]}
        if table == "TAB5557":
            fixed["Civilstand"] = ["SC"]
        wanted = expected(
            world,
            table,
            [
                ("Region", "region", places(world)),
                (age, column, ages),
                ("Kon", "sex", sexes),
                ("Tid", "year", years(span)),
            ],
            **fixed,
        )
        same(frame, wanted)
    if world.regions == REGIONS:
        rows = 49 * len(MOTHERS if name == "births" else AGES)
        both = rows if name == "population" else 0
        assert len(frame) == rows * 2 * 58 + both


def test_totals_and_groups(world: World) -> None:
    totals = world.dataset.table("population_total")
    wanted = expected(
        world,
        "TAB638",
        [("Region", "region", places(world)), ("Kon", "sex", SEX), ("Tid", "year", years(OLD))],
        Alder=["tot"],
        ContentsCode=["BE0101N1"],
    )
    same(totals, wanted.groupby(["region", "year"]).sum())
    fixed = {"Civilstand": ["SC"], "ContentsCode": ["000007ME"]}
    axes: Axes = [("Region", "region", places(world)), ("Tid", "year", years(NEW))]
    same(totals, expected(world, "TAB5557", axes, Alder=["TotSA"], Kon=["TotSa"], **fixed))
    assert totals.loc[totals["year"] < 1968, "value"].gt(0).all(), "carried over"
    groups = world.dataset.table("population_groups")
    axes = [("Alder", "group", FIVE), ("Kon", "sex", ALL), *axes]
    same(groups[groups["year"] == 2025], expected(world, "TAB5557", axes, **fixed))
    noise = totals["ckm"] == (totals["year"] >= 2025)
    assert noise.all()


def test_noise_does_not_add_up_and_is_not_added(world: World) -> None:
    frame = world.dataset.rows("population", "2480")
    frame = frame[frame["year"] == 2025]
    by_sex = frame.groupby("sex")["value"].sum()
    assert by_sex["F"] + by_sex["M"] != by_sex["T"]


def test_migration_by_age(world: World) -> None:
    frame = world.dataset.table("gross_migration")
    for table, span, codes, ages in (
        ("TAB1212", range(1997, 2025), OLD_FLOWS, AGES),
        ("TAB6640", NEW, NEW_FLOWS, CKM_AGES),
    ):
        axes: Axes = [
            ("Region", "region", places(world)),
            ("Alder", "age", ages),
            ("Kon", "sex", SEX),
            ("ContentsCode", "flow", codes),
            ("Tid", "year", years(span)),
        ]
        same(frame, expected(world, table, axes))
    if world.regions == REGIONS:
        assert len(frame) == 49 * 101 * 2 * 6 * 29


def test_components(world: World) -> None:
    frame = world.dataset.table("components")
    tables: list[tuple[str, range, str, Mapping[str, Any], dict[str, str]]] = [
        ("TAB1264", OLD, "tot", SEX, {"BE0101E2": "births"}),
        ("TAB960", OLD, "tot", SEX, {"BE0101D9": "deaths"}),
        ("TAB6401", NEW, "TotSA", ALL, {"00000863": "births"}),
        ("TAB6757", NEW, "TotSA", ALL, {"000008FO": "deaths"}),
        (
            "TAB1211",
            range(1968, 1997),
            "tot",
            SEX,
            dict(zip((f"BE0101C{n}" for n in (1, 2, 5, 6, 9)), BALANCE, strict=True)),
        ),
        (
            "TAB1212",
            range(1997, 2025),
            "tot",
            SEX,
            dict(zip((f"BE0101{c}" for c in ["AU", "AV", "AZ", "A1", "A4"]), BALANCE, strict=True)),
        ),
        (
            "TAB6640",
            NEW,
            "tot",
            ALL,
            dict(
                zip(
                    ["0000086B", "0000086F", "00000868", "0000086A", "0000086C"],
                    BALANCE,
                    strict=True,
                )
            ),
        ),
    ]
    for table, span, total, sexes, contents in tables:
        own = frame[frame["source"] == f"SCB {table}"]
        age = "AlderModer" if table in ("TAB1264", "TAB6401") else "Alder"
        wanted = expected(
            world,
            table,
            [
                ("Region", "region", places(world)),
                ("Kon", "sex", sexes),
                ("ContentsCode", "component", contents),
                ("Tid", "year", years(span)),
            ],
            **{age: [total]},
        )
        same(own, wanted)
        if "T" not in sexes.values():
            key = ["region", "component", "year"]
            same(own[own["sex"] == "T"], wanted.groupby(key).sum())
    codes = {"115": "births", "130": "deaths", "140": "in_migration", "150": "out_migration"}
    codes |= {"230": "net_migration", "260": "net_international"}
    for table, span, sexes, content in (
        ("TAB5169", range(2000, 2025), {"1+2": "T", **SEX}, "000002Z9"),
        ("TAB6481", NEW, ALL, "0000085X"),
    ):
        axes: Axes = [
            ("Region", "region", places(world)),
            ("Forandringar", "component", codes),
            ("Kon", "sex", sexes),
            ("Tid", "year", years(span)),
        ]
        wanted = expected(world, table, axes, Period=["hel"], ContentsCode=[content])
        same(frame[frame["source"] == f"SCB {table}"], wanted)


@pytest.mark.parametrize(
    ("table", "indicator", "content", "span", "fixed"),
    [
        ("TAB637", "mean_age", "BE0101G9", range(1998, 2026), {"Kon": ["1+2"]}),
        ("TAB628", "land_area_km2", "BE0101U3", range(1991, 2026), {"Kon": ["1+2"]}),
        ("TAB628", "population_density_per_km2", "BE0101U1", range(1991, 2026), {"Kon": ["1+2"]}),
        (
            "TAB3200",
            "unemployment_rate_20-64",
            "000002NN",
            range(2020, 2025),
            {"Kon": ["1+2"], "Alder": ["20-64"], "Fodelseregion": ["tot"]},
        ),
        ("TAB4805", "total_fertility_rate", "000001J4", range(2000, 2026), {"Kon": ["2"]}),
        (
            "TAB3200",
            "employment_rate_20-64",
            "000002NS",
            range(2020, 2025),
            {"Kon": ["1+2"], "Alder": ["20-64"], "Fodelseregion": ["tot"]},
        ),
        (
            "TAB3554",
            "median_income_tkr_nominal",
            "HE0110J8",
            range(1999, 2025),
            {"Kon": ["1+2"], "Alder": ["tot16+"], "Inkomstklass": ["TOT"]},
        ),
    ],
)
def test_published_indicators(  # noqa: PLR0917 - as parametrised
    world: World,
    table: str,
    indicator: str,
    content: str,
    span: range,
    fixed: dict[str, Any],
) -> None:
    frame = world.dataset.table("indicators_published")
    frame = frame[(frame["indicator"] == indicator) & (frame["source"] == f"SCB {table}")]
    axes: Axes = [("Region", "region", places(world)), ("Tid", "year", years(span))]
    same(frame, expected(world, table, axes, ContentsCode=[content], **fixed))


def test_counties_by_their_nuts_code_and_years_by_the_end_of_their_window(
    world: World,
) -> None:
    frame = world.dataset.table("indicators_published")
    theirs = {NUTS.get(code, code): code for code in world.regions}
    axes: Axes = [
        ("Region", "region", theirs),
        ("Tid", "year", years(range(2000, 2026))),
    ]
    for content, part in (("00000708", "total"), ("00000707", "old"), ("00000709", "young")):
        ratio = frame[frame["indicator"] == f"dependency_ratio_{part}"]
        same(ratio, expected(world, "TAB4642", axes, ContentsCode=[content]))
    life = frame[frame["indicator"] == "life_expectancy_at_birth"]
    windows = {f"{year - 4}-{year}": year for year in range(2002, 2026)}
    axes = [("Region", "region", places(world)), ("Kon", "sex", SEX), ("Tid", "year", windows)]
    same(life, expected(world, "TAB4394", axes, ContentsCode=["000000NH"]))


def test_foreign_born_and_education(world: World) -> None:
    frame = world.dataset.table("indicators_published")
    born = frame[frame["indicator"] == "foreign_born"]
    axes: Axes = [
        ("Region", "region", places(world)),
        ("Alder", "age", AGES),
        ("Kon", "sex", SEX),
        ("Tid", "year", years(range(2000, 2025))),
    ]
    wanted = expected(world, "TAB4823", axes, Fodelseregion=["11"], ContentsCode=["000001NS"])
    same(born, wanted.groupby(["region", "year"]).sum())
    axes = [("Region", "region", places(world)), ("Tid", "year", years(NEW))]
    fixed = {"Alder": ["TotSA"], "Kon": ["TotSa"], "ContentsCode": ["0000086R"]}
    abroad = expected(world, "TAB6645", axes, Fodelseregion=["11"], **fixed)
    same(born, abroad)
    everyone = expected(world, "TAB6645", axes, Fodelseregion=["samt"], **fixed)
    same(
        frame[frame["indicator"] == "foreign_born_share_percent"],
        (100 * abroad / everyone.where(everyone > 0)).round(2),
    )
    levels = {code: code for code in (*"1234567", "US")}
    axes = [
        ("Region", "region", places(world)),
        ("UtbildningsNiva", "level", levels),
        ("Kon", "sex", SEX),
        ("Tid", "year", years(range(1985, 2026))),
    ]
    counts = expected(world, "TAB3981", axes, Alder=["tot16-74"], ContentsCode=["UF0506A1"])
    table = counts.groupby(["region", "year", "level"]).sum().unstack()
    share = (100 * table[["5", "6", "7"]].sum(axis=1) / table.sum(axis=1)).round(2)
    education = frame[frame["indicator"] == "post_secondary_share_16-74"]
    same(education, share)


def test_official_projection(world: World) -> None:
    frame = world.dataset.table("official_projection")
    own = frame[frame["source"] == "SCB TAB698"]
    axes: Axes = [
        ("Region", "region", {code: code for code in world.regions if code != "00"}),
        ("Kon", "sex", SEX),
        ("Alder", "age", AGES),
        ("Tid", "target_year", years(range(2024, 2071))),
    ]
    cells = expected(world, "TAB698", axes, ContentsCode=["000004LG"]).reset_index(name="value")
    key = ["region", "sex", "target_year"]
    same(own[own["group"] == "total"], cells.groupby(key)["value"].sum())
    old = cells[cells["age"] >= 80].groupby(["region", "target_year"])["value"].sum()
    same(own[(own["group"] == "80+") & (own["sex"] == "T")], old)
    assert set(own["base_year"]) == {2023}
    assert frame["source"].str.startswith("Kolada").sum() > 9000, "carried over"


def test_kolada(world: World) -> None:
    """Every row of Kolada's, and what it no longer has is kept: it comes and goes there."""
    for name, column in (
        ("components", "component"),
        ("population_groups", "group"),
        ("kolada", "indicator"),
    ):
        frame = world.dataset.table(name)
        rows = frame[frame["source"].str.startswith("Kolada") & (frame["year"] <= 2025)]
        rows = rows[rows["region"].isin(world.regions)]
        own = next((k.items for k in KEY_FIGURES if k.target == name), {})
        ids = {meaning: kpi for kpi, meaning in own.items()}
        shipped = read_directory(SNAPSHOT).table(name).set_index(list(TABLES[name].key))["value"]
        kept = asked = 0
        for row in rows.to_dict("records"):
            kpi = ids.get(row[column], row[column])
            letter = {"T": "T", "F": "K", "M": "M"}[row["sex"]]
            found = world.figure(kpi, row["region"].zfill(4), row["year"], letter)
            if found is None:
                assert row["value"] == shipped[tuple(row[key] for key in TABLES[name].key)]
                kept += 1
            else:
                assert row["value"] == found
                asked += 1
        assert asked > 10 * kept
    texts = world.dataset.table("kolada_definitions")
    assert texts["title"].str.contains("Nyckeltal N|Title of N").all()


def test_what_does_not_agree_is_named_with_place_year_and_size(
    others: World, capsys: pytest.CaptureFixture[str]
) -> None:
    found = coverage.disagreements(others.dataset)
    assert found["rule"].nunique() == 7
    assert found["difference"].abs().is_monotonic_decreasing
    totals = others.dataset.table("population_total").set_index(["region", "year"])["value"]
    ages = others.dataset.table("population").groupby(["region", "year"])["value"].sum()
    own = found[(found["rule"] == "ages_do_not_sum") & (found["year"] < 2025)]
    assert len(own) > 100
    for row in own.to_dict("records"):
        cell = row["region"], row["year"]
        assert (row["summed"], row["total"]) == (ages[cell], totals[cell])
    assert cli.main(["status", "--json", "--data", str(others.dataset.path)]) == 0
    assert json.loads(capsys.readouterr().out)["disagreements"] == found.to_dict("records")
    assert cli.main(["status", "--data", str(others.dataset.path)]) == 0
    told = capsys.readouterr().out
    assert f"Apart      {len(found)} figures, accepted as published" in told
    first = found.iloc[0]
    assert f"  {first['table']} {first['region']} {first['year']}  {first['rule']}  parts" in told


def test_noise_is_said_row_by_row(world: World) -> None:
    for name, table in TABLES.items():
        frame = world.dataset.table(name)
        if "ckm" in table.names:
            assert not frame.loc[frame["year"] < 2025, "ckm"].any(), name
            if name != "indicators_published":
                assert frame.loc[frame["year"] >= 2025, "ckm"].all(), name
    frame = world.dataset.table("indicators_published")
    noisy = frame.loc[frame["ckm"], "indicator"]
    assert {"foreign_born", "dependency_ratio_total", "share_65_plus"} <= set(noisy)
    assert not {"land_area_km2", "mean_age"} & set(noisy)


def test_what_follows_from_the_population(world: World) -> None:
    stocks = world.dataset.rows("population", "00")
    wide = stocks[stocks["sex"] != "T"].pivot(index=["sex", "age"], columns="year", values="value")
    means = world.dataset.table("mean_population")
    assert means["year"].max() == 2025
    made = means[means["source"] == "SCB TAB638/TAB5557"].copy()
    assert {2021, 2022, 2023, 2024, 2025} <= set(made["year"])
    for year in map(int, made["year"].unique()):
        mean = made[made["year"] == year].set_index(["sex", "age"])["value"]
        np.testing.assert_allclose(mean, ((wide[year - 1] + wide[year]) / 2).loc[mean.index])
    frame = world.dataset.table("indicators_published")
    share = frame[frame["indicator"] == "share_65_plus"].set_index(["region", "year"])["value"]
    ages = world.dataset.rows("population", "2480")
    ages = ages[(ages["year"] == 2024) & (ages["sex"] != "T")]
    totals = world.dataset.table("population_total").set_index(["region", "year"])["value"]
    old = ages.loc[ages["age"] >= 65, "value"].sum()
    assert share["2480", 2024] == pytest.approx(100 * old / totals["2480", 2024], abs=0.006)


def test_projection_runs_on_the_full_history(updated: Dataset) -> None:
    trajectories = project(updated, to=2027, draws=20, seed=1)
    assert int(trajectories.years[0]) == 2025
    total = trajectories.table({"24": updated.regions.municipalities()})
    total = total[(total["sex"] == "T") & (total["age"] == "total")]
    now = updated.rows("population_total", "24")
    ratio = total["mean"] / int(now.loc[now["year"] == 2025, "value"].iloc[0])
    assert ratio.between(0.97, 1.03).all()
