"""Words for the screen Data: tables, gaps, sources, licences."""

from collections.abc import Hashable, Iterable, Mapping, Sequence

import pandas as pd

from demografi.coverage import Gap, Reach
from demografi.dataset import Dataset
from demografi.text import _
from demografi.text.numbers import MISSING, join, whole
from demografi.text.years import spans

__all__ = [
    "column_name",
    "conclusion",
    "coverage_rows",
    "file_rows",
    "gap_texts",
    "known_faults",
    "licence_rows",
    "remark_texts",
    "source_rows",
    "strip_alt",
    "table_about",
    "table_name",
    "table_sources",
]


def table_name(table: str) -> str:
    """Swedish name of a table or file of the dataset."""
    return {
        "population": _("Folkmängd efter ålder"),
        "population_total": _("Folkmängd totalt"),
        "population_groups": _("Folkmängd i åldersgrupper"),
        "births": _("Födda efter moderns ålder"),
        "deaths": _("Döda efter ålder"),
        "mean_population": _("Medelfolkmängd"),
        "components": _("Befolkningsförändringar"),
        "gross_migration": _("Flyttningar efter ålder"),
        "official_projection": _("Officiella framskrivningar"),
        "indicators_published": _("SCB:s färdiga mått"),
        "kolada": _("Koladas nyckeltal"),
        "kolada_definitions": _("Nyckeltalens definitioner"),
        "municipal_forecasts": _("Kommunernas egna prognoser"),
        "regions": _("Platser och grupper"),
        "municipalities": _("Kommungränser"),
    }[table]


def table_about(table: str) -> str:
    """What a table holds, in a sentence."""
    return {
        "population": _("Invånare den 31 december efter kön och ettårsklass, 100+ sist."),
        "population_total": _("Invånare den 31 december, alla åldrar."),
        "population_groups": _("Invånare den 31 december i de åldersgrupper som publiceras."),
        "births": _("Levande födda efter moderns ålder vid årets slut och barnets kön."),
        "deaths": _("Döda efter kön och ålder vid dödsfallet."),
        "mean_population": _("Årets medelfolkmängd efter kön och ålder."),
        "components": _("Födda, döda, in- och utflyttade och flyttnetto per år."),
        "gross_migration": _("In- och utflyttade efter kön, ålder och om gränsen är rikets."),
        "official_projection": _(
            "Framskrivningar så som de publicerades, med startår och målår: facit för gamla "
            "prognoser."
        ),
        "indicators_published": _("Mått som SCB publicerar färdiga, till exempel medellivslängd."),
        "kolada": _("Nyckeltal ur Kolada, med Koladas nummer."),
        "kolada_definitions": _("Koladas titlar och definitioner av nyckeltalen."),
        "municipal_forecasts": _("Befolkningsprognoser som kommuner själva har publicerat."),
    }[table]


def column_name(column: str) -> str:
    """Swedish name of a column in downloads."""
    return {
        "region": _("Region"),
        "year": _("År"),
        "sex": _("Kön"),
        "age": _("Ålder"),
        "mother_age": _("Moderns ålder"),
        "ckm": _("Skyddsbrus (CKM)"),
        "value": _("Värde"),
        "group": _("Åldersgrupp"),
        "source": _("Källa"),
        "component": _("Händelse"),
        "flow": _("Flöde"),
        "base_year": _("Startår"),
        "target_year": _("Målår"),
        "horizon": _("År framåt"),
        "kolada_year": _("År i Kolada"),
        "usable": _("Användbar"),
        "indicator": _("Mått"),
        "title": _("Titel"),
        "description": _("Beskrivning"),
    }[column]


def _level(level: str) -> str:
    return {
        "municipality": _("kommuner"),
        "county": _("län"),
        "nation": _("riket"),
    }[level]


def conclusion(reach: Reach) -> str:
    """Say in two sentences how far the figures reach."""
    totals = (
        _("Folkmängden finns till och med {home} för länets {count} kommuner och de andra {rest}")
        if reach.home == reach.others
        else _(
            "Folkmängden finns till och med {home} för länets {count} kommuner och till {others} "
            "för de andra {rest}"
        )
    ) + _(" i norra Sverige.")
    ages = (
        _("Ålder för ålder finns den i länet {ages}.")
        if reach.ages[-1] - reach.ages[0] + 1 == len(reach.ages)
        else _(
            "Ålder för ålder finns den i länet {ages}; år däremellan visas som luckor, aldrig som "
            "gissningar."
        )
    )
    return f"{totals} {ages}".format(
        home=reach.home,
        count=reach.home_count,
        others=reach.others,
        rest=reach.others_count,
        ages=spans(reach.ages),
    )


def strip_alt(frame: pd.DataFrame) -> str:
    """Text alternative of the strip chart: first and last year of each table."""
    known = frame[frame["municipalities"] > 0]
    ends = known.groupby("table", sort=False)["year"].agg(["min", "max"])
    listed = "; ".join(
        f"{table_name(str(table))} {row['min']}–{row['max']}" for table, row in ends.iterrows()
    )
    return _("Antal kommuner med uppgifter per tabell och år: {tables}.").format(tables=listed)


def coverage_rows(coverage: pd.DataFrame) -> pd.DataFrame:
    """Coverage as read on screen."""

    def sexes(row: Mapping[Hashable, object]) -> str:
        if row["sex"] == "partly":
            return _("var för sig till {year}").format(year=row["apart_until"])
        return _("var för sig") if row["sex"] == "apart" else _("tillsammans")

    rows = coverage.to_dict("records")
    return pd.DataFrame(
        {
            _("Tabell"): [table_name(row["table"]) for row in rows],
            _("Nivå"): [_level(row["level"]) for row in rows],
            _("Antal"): [whole(row["regions"]) for row in rows],
            _("Från"): [str(row["first"]) for row in rows],
            _("Till"): [str(row["last"]) for row in rows],
            _("Kvinnor och män"): [sexes(row) for row in rows],
            _("Rader"): [whole(row["rows"]) for row in rows],
        }
    )


def _regions(dataset: Dataset, codes: Sequence[str]) -> str:
    """Say which regions in as few words as can be."""
    home = set(dataset.regions.municipalities())
    every = {p.code for p in dataset.regions.places.values() if p.level == "municipality"}
    here = set(codes)
    if here == home:
        return _("länets alla kommuner")
    if here == every - home:
        return _("de {count} kommunerna utanför länet").format(count=len(here))
    if here == every:
        return _("alla kommuner")
    if here < home and len(home - here) <= 3:
        rest = [dataset.regions.name(code) for code in sorted(home - here)]
        return _("länets kommuner utom {names}").format(names=join(rest))
    if len(codes) <= 4:
        return join([dataset.regions.name(code) for code in codes])
    return _("{count} kommuner").format(count=len(codes))


def gap_texts(dataset: Dataset, gaps: Iterable[Gap]) -> list[str]:
    """Known gaps in words, one per line."""
    texts = []
    for gap in gaps:
        years = _("Alla år") if gap.years == "all" else gap.years.replace("-", "–")
        template = (
            _("**{years}:** kvinnor och män var för sig saknas för {regions}.")
            if gap.apart
            else _("**{years}:** uppgifter saknas för {regions}.")
        )
        texts.append(template.format(years=years, regions=_regions(dataset, gap.regions)))
    return texts


def remark_texts(remarks: Iterable[str]) -> list[str]:
    """Remarks of the manifest, which is English, in Swedish."""
    known = {
        "2025 is published for both sexes together for municipalities, with cell key noise.": _(
            "2025 är för kommuner publicerat för båda könen tillsammans, med SCB:s skyddsbrus."
        ),
        "Single cells of 2024 and 2025 could not be checked against a second copy.": _(
            "Enskilda celler för 2024 och 2025 har inte gått att kontrollera mot en andra kopia."
        ),
        "1950-1967 of six municipalities could not be checked against a second copy.": _(
            "1950–1967 för sex kommuner har inte gått att kontrollera mot en andra kopia."
        ),
        (
            "2007, group 16-19: Kolada's both sexes together is not women plus men (off by up to "
            "54 persons in 41 regions). Women plus men is right: with it the ages 80 and over "
            "agree with Kolada's published share. Sums use women plus men."
        ): _(
            "2007, 16–19 år: Koladas tal för båda könen är inte summan av kvinnor och män "
            "(högst 54 personer fel, i 41 regioner). Vi räknar med kvinnor plus män, som stämmer."
        ),
        "The nation's births by mother's age are a few births a year short of the total.": _(
            "Rikets födda efter moderns ålder är några få färre per år än alla födda."
        ),
        "By completed age at death, not at the end of the year.": _(
            "Ålder vid dödsfallet, inte vid årets slut."
        ),
        (
            "Years SCB's mean population is not had for are the mean of the population at the "
            "year's two ends, age by age; their source is the population's tables."
        ): _(
            "År som SCB:s medelfolkmängd inte har hämtats för är medelvärdet av folkmängden vid "
            "årets början och slut, ålder för ålder. Källan är då folkmängdens tabeller."
        ),
        (
            "Population change differs from births, deaths and net migration by SCB's own "
            "corrections, mostly within 10 persons a year."
        ): _(
            "Folkökningen skiljer sig från födda, döda och flyttnetto med SCB:s egna "
            "justeringar, oftast högst 10 personer om året."
        ),
        (
            "Kolada files the projection from 2019 under 2015-2019; base year and horizon are "
            "inferred from its errors."
        ): _(
            "Kolada har lagt framskrivningen från 2019 under åren 2015–2019; startår och antal "
            "år framåt är härledda."
        ),
        "usable is false where the source mis-grouped the figure (1-5 and 20-44 of 2014).": _(
            "1–5 och 20–44 år från startåret 2014 är fel grupperade i källan och används inte."
        ),
    }
    listed = list(remarks)
    texts = [known[text] for text in listed if text in known]
    if len(texts) < len(listed):
        texts.append(_("Fler anmärkningar står på engelska i manifest.json."))
    return texts


def source_rows(sources: pd.DataFrame) -> pd.DataFrame:
    """Sources as read on screen; long lists of Kolada's numbers are counted."""

    def named(text: str) -> str:
        parts = text.split(", ")
        return text if len(parts) <= 8 else _("{count} nyckeltal").format(count=len(parts))

    own_files = ("regions", "municipalities")
    rows = sources.to_dict("records")
    return pd.DataFrame(
        {
            _("Tabell här"): [table_name(row["file"]) for row in rows],
            _("Utgivare"): [row["provider"] for row in rows],
            _("Tabell hos utgivaren"): [named(row["source"]) or MISSING for row in rows],
            _("Innehållskod"): [row["contents"] or MISSING for row in rows],
            _("Innehåll"): [
                table_name(row["file"]) if row["file"] in own_files else row["title"]
                for row in rows
            ],
        }
    )


def licence_rows() -> dict[str, str]:
    """Licence by provider."""
    return {
        "SCB": _("CC0: får användas fritt. Ange ”Källa: SCB”."),
        "Kolada": _("Får användas om källan anges: ”Källa: Kolada”."),
        "Umeå kommun": _("Kommunens publicerade prognos, citerad med namn."),
        _("Beräkningar och prognos"): _(
            "Egna. Ange ”Källa: SCB, bearbetat i Demografi Västerbotten” och dataversionen."
        ),
    }


def file_rows(files: pd.DataFrame) -> pd.DataFrame:
    """Files with checksums, shortened to what the eye compares."""
    return pd.DataFrame(
        {
            _("Fil"): files["file"],
            _("Rader"): [MISSING if pd.isna(rows) else whole(int(rows)) for rows in files["rows"]],
            "SHA-256": [f"{digest[:12]}…" for digest in files["sha256"]],
        }
    )


def table_sources(dataset: Dataset, table: str) -> str:
    """Source line of a whole table, with contents codes."""
    named = [f"{source.label} {source.contents}".strip() for source in dataset.sources(table)]
    return _("Källa: {sources}.").format(sources="; ".join(dict.fromkeys(named)))


def known_faults(gaps: Sequence[str], remarks: Sequence[str]) -> str:
    """List known gaps and remarks, or say that there are none."""
    if not gaps and not remarks:
        return _("Inga kända luckor.")
    parts = [(_("Kända luckor"), gaps), (_("Anmärkningar"), remarks)]
    return "\n\n".join(
        f"{heading}:\n" + "\n".join(f"- {text}" for text in texts)
        for heading, texts in parts
        if texts
    )
