"""The dataset's tables as one declarative list: columns, types, ranges, keys and sources.

Everything that reads, writes, checks or documents a table reads it from here. A frame is long
and tidy, one row per value, columns in the order of its :class:`Table`.
"""

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "AGE_OPEN",
    "CKM_YEAR",
    "SCHEMA_VERSION",
    "SHIPPED_REMARKS",
    "TABLES",
    "Column",
    "Source",
    "Table",
]

SCHEMA_VERSION = 1
AGE_OPEN = 100
"""The open age group: 100 stands for 100 and over."""
CKM_YEAR = 2025
"""First reference year that SCB publishes with cell key noise (CKM)."""

Kind = Literal["text", "int", "number", "flag"]


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name, doc : str
        Name in files and frames; meaning in words.
    kind : {'text', 'int', 'number', 'flag'}
        Type: string, whole number, real number, true/false.
    low, high : float or None
        Inclusive bounds of plausible values.
    allowed : tuple of str
        Values a text column may have; empty when any.
    """

    name: str
    kind: Kind
    doc: str
    low: float | None = None
    high: float | None = None
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """Where rows of a table come from.

    ``years`` limits the source to reference years (inclusive), ``match`` to rows whose
    ``source`` column begins with it. ``exact`` says that SCB publishes it without cell key noise
    in every year.
    """

    provider: Literal["SCB", "Kolada", "Umeå kommun"]
    table: str
    contents: str = ""
    years: tuple[int, int] = (0, 9999)
    match: str = ""
    title: str = ""
    exact: bool = False

    @property
    def label(self) -> str:
        """How the source is named on screen and in exports: ``SCB TAB638``."""
        return f"{self.provider} {self.table}".strip()


@dataclass(frozen=True)
class Table:
    """One table of the dataset.

    ``key`` names the columns no two rows share; ``remarks`` say what a reader must know that
    the figures do not show.
    """

    name: str
    doc: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sources: tuple[Source, ...]
    remarks: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)


_REGION = Column("region", "text", "SCB code: 00 nation, two digits county, four municipality")
_YEAR = Column("year", "int", "reference year; stocks are on 31 December", 1749, 2100)
_SEX = Column("sex", "text", "F women, M men, T both", allowed=("F", "M", "T"))
_FM = Column("sex", "text", "F women, M men", allowed=("F", "M"))
_AGE = Column("age", "int", "completed years, 100 = 100 and over", 0, AGE_OPEN)
_CKM = Column("ckm", "flag", "true where SCB's cell key noise applies")
_SOURCE = Column("source", "text", "provider and table the row was published in")
_GROUP = Column("group", "text", "age group in completed years, 80+ = 80 and over, or total")
_INDICATOR = Column("indicator", "text", "indicator as named by the source")


def _count(doc: str) -> Column:
    return Column("value", "int", doc, 0, 2e7)


def _measure(doc: str, low: float | None = None, high: float = 2e7) -> Column:
    return Column("value", "number", doc, low, high)


_BEFORE_CKM = (0, CKM_YEAR - 1)
_FROM_CKM = (CKM_YEAR, 9999)

SHIPPED_REMARKS = (
    "2025 is published for both sexes together for municipalities, with cell key noise.",
    "Single cells of 2024 and 2025 could not be checked against a second copy.",
)
"""Remarks on the shipped population; they do not hold for what is fetched from the source."""

_ALL = (
    Table(
        "population",
        "Population on 31 December by single year of age and sex",
        (_REGION, _YEAR, _SEX, _AGE, _CKM, _count("persons")),
        ("region", "year", "sex", "age"),
        (
            Source("SCB", "TAB638", "BE0101N1", _BEFORE_CKM, title="Folkmängd"),
            Source("SCB", "TAB5557", "000007ME", _FROM_CKM, title="Folkmängd (CKM)"),
        ),
        SHIPPED_REMARKS,
    ),
    Table(
        "population_total",
        "Population on 31 December, all ages",
        (_REGION, _YEAR, _CKM, _count("persons")),
        ("region", "year"),
        (
            Source("SCB", "folkmängd 1950–1967", "", (0, 1967), title="Folkmängd, historisk"),
            Source("SCB", "TAB638", "BE0101N1", (1968, CKM_YEAR - 1), title="Folkmängd"),
            Source("SCB", "TAB5557", "000007ME", _FROM_CKM, title="Folkmängd (CKM)"),
        ),
        ("1950-1967 of six municipalities could not be checked against a second copy.",),
    ),
    Table(
        "population_groups",
        "Population on 31 December by published age group and sex",
        (_REGION, _YEAR, _SEX, _GROUP, _SOURCE, _CKM, _measure("persons", low=0)),
        ("region", "year", "sex", "group"),
        (
            Source("Kolada", "N01951–N02833", match="Kolada", title="Invånare efter ålder"),
            Source("SCB", "TAB5557", "000007ME", match="SCB", title="Folkmängd (CKM)"),
        ),
        (
            (
                "2007, group 16-19: Kolada's both sexes together is not women plus men (off by up "
                "to 54 persons in 41 regions). Women plus men is right: with it the ages 80 and "
                "over agree with Kolada's published share. Sums use women plus men."
            ),
        ),
    ),
    Table(
        "births",
        "Live births by mother's age at the end of the year and the child's sex",
        (
            _REGION,
            _YEAR,
            _FM,
            Column("mother_age", "int", "14 = 14 and under, 49 = 49 and over", 14, 49),
            _CKM,
            _count("live births"),
        ),
        ("region", "year", "sex", "mother_age"),
        (
            Source("SCB", "TAB1264", "BE0101E2", _BEFORE_CKM, title="Födda"),
            Source("SCB", "TAB6401", "00000863", _FROM_CKM, title="Födda (CKM)"),
        ),
        ("The nation's births by mother's age are a few births a year short of the total.",),
    ),
    Table(
        "deaths",
        "Deaths by age at death and sex",
        (_REGION, _YEAR, _FM, _AGE, _CKM, _count("deaths")),
        ("region", "year", "sex", "age"),
        (
            Source("SCB", "TAB960", "BE0101D9", _BEFORE_CKM, title="Döda"),
            Source("SCB", "TAB6757", "000008FO", _FROM_CKM, title="Döda (CKM)"),
        ),
        ("By completed age at death, not at the end of the year.",),
    ),
    Table(
        "mean_population",
        "Mean population of the year by age and sex",
        (_REGION, _YEAR, _FM, _AGE, _SOURCE, _CKM, _measure("persons", low=0)),
        ("region", "year", "sex", "age"),
        (
            Source("SCB", "medelfolkmängd", match="SCB medelfolkmängd", title="Medelfolkmängd"),
            Source(
                "SCB", "TAB638/TAB5557", match="SCB TAB638/TAB5557", title="Medel av folkmängder"
            ),
        ),
        (
            (
                "Years SCB's mean population is not had for are the mean of the population at "
                "the year's two ends, age by age; their source is the population's tables."
            ),
        ),
    ),
    Table(
        "components",
        "Components of population change over the year",
        (
            _REGION,
            _YEAR,
            _SEX,
            Column(
                "component",
                "text",
                "what changed the population",
                allowed=(
                    "births",
                    "deaths",
                    "in_migration",
                    "out_migration",
                    "net_migration",
                    "net_domestic",
                    "net_international",
                ),
            ),
            _SOURCE,
            _CKM,
            _measure("persons; net flows may be negative"),
        ),
        ("region", "year", "sex", "component", "source"),
        (
            Source("SCB", "TAB1264", "BE0101E2", match="SCB TAB1264", title="Födda"),
            Source("SCB", "TAB6401", "00000863", match="SCB TAB6401", title="Födda (CKM)"),
            Source("SCB", "TAB960", "BE0101D9", match="SCB TAB960", title="Döda"),
            Source("SCB", "TAB6757", "000008FO", match="SCB TAB6757", title="Döda (CKM)"),
            Source(
                "SCB", "TAB1211", "BE0101C5", match="SCB TAB1211", title="Flyttningar 1968–1996"
            ),
            Source("SCB", "TAB1212", "BE0101AZ", match="SCB TAB1212", title="Flyttningar"),
            Source("SCB", "TAB6640", "00000868", match="SCB TAB6640", title="Flyttningar (CKM)"),
            Source("SCB", "TAB5169", "000002Z9", match="SCB TAB5169", title="Förändringar"),
            Source("SCB", "TAB6481", "", match="SCB TAB6481", title="Förändringar (CKM)"),
            Source("Kolada", "N01801–N01964", match="Kolada", title="Befolkningsförändringar"),
        ),
        (
            (
                "Population change differs from births, deaths and net migration by SCB's own "
                "corrections, mostly within 10 persons a year."
            ),
        ),
    ),
    Table(
        "gross_migration",
        "Migration by age at the end of the year, sex and flow",
        (
            _REGION,
            _YEAR,
            _FM,
            _AGE,
            Column(
                "flow",
                "text",
                "direction and border crossed",
                allowed=(
                    "in_migration",
                    "out_migration",
                    "immigration",
                    "emigration",
                    "in_domestic",
                    "out_domestic",
                ),
            ),
            _CKM,
            _count("moves"),
        ),
        ("region", "year", "sex", "age", "flow"),
        (
            Source("SCB", "TAB1212", "BE0101AU–A4", _BEFORE_CKM, title="Flyttningar"),
            Source("SCB", "TAB6640", "0000086B–C", _FROM_CKM, title="Flyttningar (CKM)"),
        ),
    ),
    Table(
        "official_projection",
        "Official population projections as published, by base and target year",
        (
            _REGION,
            Column("base_year", "int", "last observed year", 1950, 2100),
            Column("target_year", "int", "projected year", 1950, 2200),
            Column("horizon", "int", "target year minus base year", 0, 150),
            _SEX,
            _GROUP,
            Column("kolada_year", "int", "year Kolada files the figure under", 1950, 2100),
            _SOURCE,
            Column("usable", "flag", "false where the source mis-grouped the figure"),
            _measure("persons", low=0),
        ),
        ("region", "base_year", "target_year", "sex", "group"),
        (
            Source(
                "Kolada",
                "N02822, N02829, N02834–N02837, N02907–N02914",
                match="Kolada",
                title="Framskrivningar (SCB, tidigare Statisticon)",
            ),
            Source("SCB", "TAB698", "000004LG", match="SCB TAB698", title="Framskrivning"),
        ),
        (
            (
                "Kolada files the projection from 2019 under 2015-2019; base year and horizon "
                "are inferred from its errors."
            ),
            "usable is false where the source mis-grouped the figure (1-5 and 20-44 of 2014).",
        ),
    ),
    Table(
        "indicators_published",
        "Indicators as SCB publishes them",
        (_REGION, _YEAR, _SEX, _INDICATOR, _SOURCE, _CKM, _measure("unit of the indicator")),
        ("region", "year", "sex", "indicator", "source"),
        (
            Source("SCB", "TAB637", "BE0101G9", match="SCB TAB637", title="Medelålder", exact=True),
            Source("SCB", "TAB4642", "00000708", match="SCB TAB4642", title="Försörjningskvot"),
            Source(
                "SCB", "TAB4805", "000001J4", match="SCB TAB4805", title="Fruktsamhet", exact=True
            ),
            Source(
                "SCB",
                "TAB4394",
                "000000NH",
                match="SCB TAB4394",
                title="Medellivslängd",
                exact=True,
            ),
            Source("SCB", "TAB638/TAB5557", "", match="SCB TAB638/TAB5557", title="Andel 65+"),
            Source("SCB", "TAB628", "", match="SCB TAB628", title="Landareal och täthet"),
            Source(
                "SCB",
                "TAB3981",
                "UF0506A1",
                match="SCB TAB3981",
                title="Utbildningsnivå",
                exact=True,
            ),
            Source(
                "SCB",
                "TAB3200",
                "000002NS",
                match="SCB TAB3200",
                title="Sysselsättning",
                exact=True,
            ),
            Source(
                "SCB", "TAB3554", "HE0110J8", match="SCB TAB3554", title="Medianinkomst", exact=True
            ),
            Source("SCB", "TAB4823", "000001NS", match="SCB TAB4823", title="Utrikes födda"),
            Source("SCB", "TAB6645", "0000086R", match="SCB TAB6645", title="Utrikes födda (CKM)"),
            Source("SCB", "TAB2017", "", match="SCB TAB2017", title="Skattesatser", exact=True),
            Source("SCB", "TAB824", "", match="SCB TAB824", title="Bostadsbestånd", exact=True),
            Source("SCB", "TAB4374", "", match="SCB TAB4374", title="Hushållsstorlek", exact=True),
            Source(
                "SCB", "TAB3266", "", match="SCB TAB3266", title="Pendling 2004–2018", exact=True
            ),
            Source(
                "SCB", "TAB3267", "", match="SCB TAB3267", title="Pendling 1993–2003", exact=True
            ),
            Source(
                "SCB", "TAB5839", "", match="SCB TAB5839", title="Pendling 2019–2021", exact=True
            ),
        ),
    ),
    Table(
        "kolada",
        "Key figures from Kolada, by KPI id",
        (_REGION, _YEAR, _SEX, _INDICATOR, _SOURCE, _measure("unit of the key figure", high=1e10)),
        ("region", "year", "sex", "indicator"),
        (Source("Kolada", "", match="Kolada", title="Nyckeltal"),),
    ),
    Table(
        "kolada_definitions",
        "Titles and definitions of the key figures in kolada",
        (
            Column("indicator", "text", "KPI id"),
            Column("title", "text", "Swedish title"),
            Column("description", "text", "definition, with the original source"),
        ),
        ("indicator",),
        (Source("Kolada", "kpi", title="Definitioner"),),
    ),
    Table(
        "municipal_forecasts",
        "Population forecasts published by municipalities themselves",
        (
            _REGION,
            Column("base_year", "int", "last observed year", 1950, 2100),
            Column("target_year", "int", "projected year", 1950, 2200),
            _GROUP,
            _SOURCE,
            _count("persons"),
        ),
        ("region", "base_year", "target_year", "group"),
        (Source("Umeå kommun", "Prognos 16", match="Umeå kommun", title="Kommunens prognos"),),
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in _ALL}
