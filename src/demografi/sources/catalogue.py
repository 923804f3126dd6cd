"""Every figure the product takes from SCB, one row each.

From reference year 2025 SCB publishes population statistics with cell key noise (CKM) in new
tables with new codes; the old tables end with 2024 and say nothing about it. Each such figure
has two rows, and their years meet. Adding a table is adding a row.

Noisy cells are never summed: women, men and both, single ages, age groups and totals are each
asked for. Cells of the old tables are exact and may be.

Not taken: the mean population TAB2818/TAB6758. It is by age at the end of the year, while deaths
are by age at death; the dataset's mean population is by the latter.
"""

from collections.abc import Mapping

import pandas as pd

from demografi.dataset import AGE_OPEN, CKM_YEAR
from demografi.sources.figures import Choice, Figure

__all__ = ["FIGURES", "PROJECTION_GROUPS"]

LAST_EXACT = CKM_YEAR - 1

# --- codes that several tables share ------------------------------------------------------

_SEX_CODES: Mapping[str, str | int] = {"1": "M", "2": "F"}
_SEX = Choice(_SEX_CODES, "sex")
_SEX_SUMMED = Choice(_SEX_CODES)
_SEX_CKM = Choice({"TotSa": "T", **_SEX_CODES}, "sex")
_FM_CKM = Choice(_SEX_CODES, "sex")
_BOTH_CKM = Choice({"TotSa": "T"})
_BOTH = Choice({"1+2": "T"})


def _single_ages(open_code: str) -> Mapping[str, str | int]:
    return {**{str(age): age for age in range(AGE_OPEN)}, open_code: AGE_OPEN}


_AGE = Choice(_single_ages("100+"), "age")
_AGE_CKM = Choice(_single_ages("100+1"), "age")
_ALL_AGES = Choice({"tot": "total"})
_ALL_AGES_CKM = Choice({"TotSA": "total"})
_AGES_SUMMED = Choice(_single_ages("100+"), omit=True)
_FIVE_YEARS_CKM = Choice(
    {
        "-4": "0-4",
        **{f"{age}-{age + 4}": f"{age}-{age + 4}" for age in range(5, AGE_OPEN, 5)},
        "100+5": "100+",
    },
    "group",
)
_MOTHER_CODES: Mapping[str, str | int] = {
    "-14": 14,
    **{str(age): age for age in range(15, 49)},
    "49+": 49,
}
_MOTHER_AGE = Choice(_MOTHER_CODES, "mother_age")
# The old population table has no total over marital status, but may be asked without it.
_ANY_STATUS = Choice(dict.fromkeys(("OG", "G", "SK", "ÄNKL"), "all"), omit=True)
_ANY_STATUS_CKM = Choice({"SC": "all"})

_FLOWS = ("in_migration", "out_migration", "immigration", "emigration")
_DOMESTIC = ("in_domestic", "out_domestic")
_FLOW_CODES = ("BE0101AU", "BE0101AV", "BE0101AX", "BE0101AY", "BE0101A2", "BE0101A3")
_FLOW_CODES_CKM = ("0000086B", "0000086F", "00000869", "00000867", "0000086D", "0000086E")
_MOVES = dict(zip(_FLOW_CODES, _FLOWS + _DOMESTIC, strict=True))
_MOVES_CKM = dict(zip(_FLOW_CODES_CKM, _FLOWS + _DOMESTIC, strict=True))
_COMPONENTS = ("in_migration", "out_migration", "net_migration", "net_international")
_BALANCE = (*_COMPONENTS, "net_domestic")

# --- figures that are computed from what is published -------------------------------------

_KEY = ["region", "year", "sex", "source"]


def _post_secondary(frame: pd.DataFrame) -> pd.DataFrame:
    """Share with post-secondary education, per cent of everyone aged 16–74."""
    levels = frame.pivot(index=_KEY, columns="level", values="value")
    everyone = levels.sum(axis=1, skipna=False)
    share = 100 * levels[["5", "6", "7"]].sum(axis=1, skipna=False)
    share = share / everyone.where(everyone > 0)
    # Rounded to the two decimals the shipped history has.
    return share.round(2).rename("value").reset_index().assign(indicator=_EDUCATION)


_EDUCATION = "post_secondary_share_16-74"


def _foreign_born(frame: pd.DataFrame) -> pd.DataFrame:
    """Persons born abroad, and their share of everyone in per cent."""
    born = frame.pivot(index=_KEY, columns="origin", values="value")
    everyone = born["all"] if "all" in born else born["domestic"] + born["abroad"]
    share = (100 * born["abroad"] / everyone.where(everyone > 0)).round(2)
    return pd.concat(
        [
            values.rename("value").reset_index().assign(indicator=name)
            for name, values in (
                ("foreign_born", born["abroad"]),
                ("foreign_born_share_percent", share),
            )
        ]
    )


PROJECTION_GROUPS: Mapping[str, tuple[int, int]] = {
    "total": (0, AGE_OPEN),
    "0": (0, 0),
    "1-5": (1, 5),
    "6-15": (6, 15),
    "16-19": (16, 19),
    "20-44": (20, 44),
    "45-64": (45, 64),
    "65-79": (65, 79),
    "80+": (80, AGE_OPEN),
    "0-19": (0, 19),
}
"""Age groups of official projections; SCB's own carries no noise and may be summed."""


def _projected_groups(frame: pd.DataFrame) -> pd.DataFrame:
    """Sum SCB's projection to the age groups in which official projections are kept.

    The first year of the table is projected; the last observed year is the one before.
    """
    base = int(frame["year"].min()) - 1
    ages = frame.pivot(index=_KEY, columns="age", values="value")
    parts = []
    for group, (low, high) in PROJECTION_GROUPS.items():
        summed = ages.loc[:, low:high].sum(axis=1, skipna=False).rename("value")
        parts.append(summed.reset_index().assign(group=group))
    grouped = pd.concat(parts).rename(columns={"year": "target_year"})
    grouped["base_year"] = base
    grouped["kolada_year"] = base
    grouped["horizon"] = grouped["target_year"] - base
    grouped["usable"] = True
    return grouped


# --- the catalogue ------------------------------------------------------------------------


_POPULATION = (
    Figure(
        "TAB638",
        "population",
        {"BE0101N1": ""},
        {"Civilstand": _ANY_STATUS, "Alder": _AGE, "Kon": _SEX},
        last=LAST_EXACT,
    ),
    Figure(
        "TAB638",
        "population_total",
        {"BE0101N1": ""},
        {"Civilstand": _ANY_STATUS, "Alder": _ALL_AGES, "Kon": _SEX_SUMMED},
        last=LAST_EXACT,
    ),
    Figure(
        "TAB5557",
        "population",
        {"000007ME": ""},
        {"Civilstand": _ANY_STATUS_CKM, "Alder": _AGE_CKM, "Kon": _SEX_CKM},
        first=CKM_YEAR,
        ckm=True,
    ),
    Figure(
        "TAB5557",
        "population_total",
        {"000007ME": ""},
        {"Civilstand": _ANY_STATUS_CKM, "Alder": _ALL_AGES_CKM, "Kon": _BOTH_CKM},
        first=CKM_YEAR,
        ckm=True,
    ),
    Figure(
        "TAB5557",
        "population_groups",
        {"000007ME": ""},
        {"Civilstand": _ANY_STATUS_CKM, "Alder": _FIVE_YEARS_CKM, "Kon": _SEX_CKM},
        first=CKM_YEAR,
        ckm=True,
        constants={"source": "SCB TAB5557 (CKM)"},
    ),
)

_EVENTS = (
    Figure(
        "TAB1264",
        "births",
        {"BE0101E2": ""},
        {"AlderModer": _MOTHER_AGE, "Kon": _SEX},
        last=LAST_EXACT,
    ),
    Figure(
        "TAB1264",
        "components",
        {"BE0101E2": "births"},
        {"AlderModer": _ALL_AGES, "Kon": _SEX},
        last=LAST_EXACT,
        both=True,
    ),
    Figure(
        "TAB960",
        "deaths",
        {"BE0101D9": ""},
        {"Alder": _AGE, "Kon": _SEX},
        last=LAST_EXACT,
    ),
    Figure(
        "TAB960",
        "components",
        {"BE0101D9": "deaths"},
        {"Alder": _ALL_AGES, "Kon": _SEX},
        last=LAST_EXACT,
        both=True,
    ),
    Figure(
        "TAB6401",
        "births",
        {"00000863": ""},
        {"AlderModer": _MOTHER_AGE, "Kon": _FM_CKM},
        first=CKM_YEAR,
        ckm=True,
    ),
    Figure(
        "TAB6401",
        "components",
        {"00000863": "births"},
        {"AlderModer": _ALL_AGES_CKM, "Kon": _SEX_CKM},
        first=CKM_YEAR,
        ckm=True,
    ),
    Figure(
        "TAB6757",
        "deaths",
        {"000008FO": ""},
        {"Alder": _AGE_CKM, "Kon": _FM_CKM},
        first=CKM_YEAR,
        ckm=True,
    ),
    Figure(
        "TAB6757",
        "components",
        {"000008FO": "deaths"},
        {"Alder": _ALL_AGES_CKM, "Kon": _SEX_CKM},
        first=CKM_YEAR,
        ckm=True,
    ),
)

_MIGRATION = (
    # On the municipal division of 1995, which has all northern municipalities.
    Figure(
        "TAB1211",
        "components",
        dict(
            zip(
                ("BE0101C1", "BE0101C2", "BE0101C5", "BE0101C6", "BE0101C9"),
                _BALANCE,
                strict=True,
            )
        ),
        {"Alder": _ALL_AGES, "Kon": _SEX},
        last=1996,
        both=True,
    ),
    Figure(
        "TAB1212",
        "gross_migration",
        _MOVES,
        {"Alder": _AGE, "Kon": _SEX},
        first=1997,
        last=LAST_EXACT,
    ),
    Figure(
        "TAB1212",
        "components",
        dict(
            zip(
                ("BE0101AU", "BE0101AV", "BE0101AZ", "BE0101A1", "BE0101A4"),
                _BALANCE,
                strict=True,
            )
        ),
        {"Alder": _ALL_AGES, "Kon": _SEX},
        first=1997,
        last=LAST_EXACT,
        both=True,
    ),
    Figure(
        "TAB6640",
        "gross_migration",
        _MOVES_CKM,
        {"Alder": _AGE_CKM, "Kon": _FM_CKM},
        first=CKM_YEAR,
        ckm=True,
    ),
    Figure(
        "TAB6640",
        "components",
        dict(
            zip(
                ("0000086B", "0000086F", "00000868", "0000086A", "0000086C"),
                _BALANCE,
                strict=True,
            )
        ),
        {"Alder": _ALL_AGES, "Kon": _SEX_CKM},  # this table's total is tot, not TotSA
        first=CKM_YEAR,
        ckm=True,
    ),
)

# What happened, by the table made for it. Its codes are known from others' requests only.
_CHANGES: Mapping[str, str | int] = {
    "115": "births",
    "130": "deaths",
    "140": "in_migration",
    "150": "out_migration",
    "230": "net_migration",
    "260": "net_international",
}
_WHOLE_YEAR = Choice({"hel": "year"})
_CHANGE = (
    Figure(
        "TAB5169",
        "components",
        {"000002Z9": ""},
        {
            "Forandringar": Choice(_CHANGES, "component"),
            "Period": _WHOLE_YEAR,
            "Kon": Choice({"1+2": "T", **_SEX_CODES}, "sex"),
        },
        first=2000,
        last=LAST_EXACT,
        supplementary=True,
    ),
    Figure(
        "TAB6481",
        "components",
        {"*": ""},
        {
            "Forandringar": Choice(_CHANGES, "component"),
            "Period": _WHOLE_YEAR,
            "Kon": _SEX_CKM,
        },
        first=CKM_YEAR,
        ckm=True,
        supplementary=True,
    ),
)

_PUBLISHED = (
    Figure(
        "TAB637",
        "indicators_published",
        {"BE0101G9": "mean_age"},
        {"Kon": _BOTH},
        first=1998,
        constants={"sex": "T"},
        low=25,
        high=75,
    ),
    Figure(
        "TAB4642",
        "indicators_published",
        {
            "00000708": "dependency_ratio_total",
            "00000707": "dependency_ratio_old",
            "00000709": "dependency_ratio_young",
        },
        first=2000,
        constants={"sex": "T"},
        nuts=True,
        low=5,
        high=250,
    ),
    Figure(
        "TAB4805",
        "indicators_published",
        {"000001J4": "total_fertility_rate"},
        {"Kon": Choice({"2": "F"}, "sex")},
        first=2000,
        low=0,
        high=9,
    ),
    Figure(
        "TAB4394",
        "indicators_published",
        {"000000NH": "life_expectancy_at_birth"},
        {"Kon": _SEX},
        first=2002,
        windows=True,
        low=55,
        high=100,
    ),
    Figure(
        "TAB628",
        "indicators_published",
        {"BE0101U1": "population_density_per_km2", "BE0101U3": "land_area_km2"},
        {"Kon": _BOTH},
        first=1991,
        constants={"sex": "T"},
        low=0,
        high=500_000,
    ),
    Figure(
        "TAB3981",
        "indicators_published",
        {"UF0506A1": _EDUCATION},
        {
            "Alder": Choice({"tot16-74": "16-74"}),
            "UtbildningsNiva": Choice({code: code for code in (*"1234567", "US")}, "level"),
            "Kon": _SEX_SUMMED,
        },
        first=1985,
        constants={"sex": "T"},
        low=0,
        derive=_post_secondary,
    ),
    Figure(
        "TAB3200",
        "indicators_published",
        {"000002NS": "employment_rate_20-64", "000002NN": "unemployment_rate_20-64"},
        {
            "Kon": _BOTH,
            "Alder": Choice({"20-64": "20-64"}),
            "Fodelseregion": Choice({"tot": "all"}),
        },
        first=2020,
        constants={"sex": "T"},
        low=0,
        high=100,
    ),
    Figure(
        "TAB3554",
        "indicators_published",
        {"HE0110J8": "median_income_tkr_nominal"},
        {
            "Kon": _BOTH,
            "Alder": Choice({"tot16+": "16+"}),
            "Inkomstklass": Choice({"TOT": "all"}),
        },
        first=1999,
        constants={"sex": "T"},
        low=0,
        high=10_000,
    ),
    Figure(
        "TAB4823",
        "indicators_published",
        {"000001NS": ""},
        {
            "Alder": _AGES_SUMMED,
            "Kon": Choice(_SEX_CODES, omit=True),
            "Fodelseregion": Choice({"09": "domestic", "11": "abroad"}, "origin"),
        },
        first=2000,
        last=LAST_EXACT,
        constants={"sex": "T"},
        low=0,
        supplementary=True,
        derive=_foreign_born,
    ),
    Figure(
        "TAB6645",
        "indicators_published",
        {"0000086R": ""},
        {
            "Alder": _ALL_AGES_CKM,
            "Kon": _BOTH_CKM,
            "Fodelseregion": Choice({"samt": "all", "11": "abroad"}, "origin"),
        },
        first=CKM_YEAR,
        ckm=True,
        constants={"sex": "T"},
        low=0,
        supplementary=True,
        derive=_foreign_born,
    ),
)

_PROJECTED = (
    Figure(
        "TAB698",
        "official_projection",
        {"000004LG": ""},
        {"Kon": _SEX, "Alder": _AGE},
        whole=True,
        both=True,
        nation=False,
        supplementary=True,
        derive=_projected_groups,
    ),
)

FIGURES: tuple[Figure, ...] = (
    *_POPULATION,
    *_EVENTS,
    *_MIGRATION,
    *_CHANGE,
    *_PUBLISHED,
    *_PROJECTED,
)
"""The catalogue."""
