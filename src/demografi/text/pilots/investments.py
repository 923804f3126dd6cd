"""Sentences of Storuman: the investment, and the measured case of Skellefteå."""

import pandas as pd

from demografi.dataset import Dataset
from demografi.pilots import Investment, MeasuredCase
from demografi.text import _
from demografi.text.age_groups import ages
from demografi.text.columns import ends
from demografi.text.numbers import about, decimal, interval, percent, signed, whole
from demografi.text.pilots.wording import signed_range, span_text
from demografi.text.sentences import number_word
from demografi.text.sources import source_line

__all__ = [
    "ages_alt",
    "ages_rows",
    "ages_texts",
    "ages_title",
    "answer",
    "case_alt",
    "case_note",
    "case_title",
    "change_frame",
    "change_table",
    "changes_alt",
    "limits",
    "rows_note",
    "rows_title",
    "scenario_alt",
    "scenario_note",
    "scenario_source",
    "scenario_title",
    "years_note",
]


def answer(name: str, found: Investment, case: MeasuredCase, case_name: str) -> str:
    """Say what the jobs bring, what is left, and what was measured in Skellefteå."""
    total, left = found.change("total", found.last), found.change("total", found.after)
    pupils = found.change("6-15", found.last)
    cases = found.cases[found.cases["year"] == found.last]
    text = _(
        "{jobs} jobb {first}–{last} ger {name} {total} fler invånare {last} än utan dem, varav "
        "{pupils} elever 6–15 år. {after} är {left} kvar. Det mesta beror på antagandena: mellan "
        "en och tre fjärdedelar inflyttare ger {least}–{most}."
    ).format(
        jobs=whole(found.measure.number("jobs")),
        first=found.first,
        last=found.last,
        name=name,
        total=span_text(total),
        pupils=span_text(pupils),
        after=found.after,
        left=span_text(left),
        least=whole(round(float(cases["middle"].min()), -1)),
        most=whole(round(float(cases["middle"].max()), -1)),
    )
    return f"{text} {_measured(case, case_name)}"


def _measured(case: MeasuredCase, name: str) -> str:
    wording = (
        _(
            "Det mätta exemplet: år {year} hade {name} {peak} fler invånare än mitten av prognosen "
            "från {origin}, och {above} fler än dess övre gräns"
        )
        if case.peak_low > 0
        else _(
            "Det mätta exemplet: år {year} hade {name} {peak} fler invånare än mitten av "
            "prognosen från {origin}, men inom dess spann"
        )
    )
    text = wording.format(
        name=name,
        year=case.peak_year,
        peak=about(case.peak),
        origin=case.origin,
        above=about(case.peak_low),
    )
    if case.last_year == case.peak_year:
        return text + "."
    return text + _(
        ". År {year} hade skillnaden mot mitten krympt till {share} av de {peak}."
    ).format(
        year=case.last_year,
        share=percent(100 * case.last / case.peak, 0),
        peak=about(case.peak),
    )


def years_note(asked: int, first: int, last: int) -> str:
    """Say that years that run backwards are not followed, and which are; nothing if they are."""
    if asked == last:
        return ""
    return _(
        "Sista året kan inte vara {asked} när jobben börjar {first}. Vi räknar med {last}, det "
        "tidigaste möjliga."
    ).format(asked=asked, first=first, last=last)


def scenario_title(name: str, found: Investment) -> str:
    """Title of the lines."""
    return _("Folkmängden i {name} med och utan {jobs} jobb").format(
        name=name, jobs=whole(found.measure.number("jobs"))
    )


def scenario_alt(name: str, found: Investment) -> str:
    """Text alternative of the lines: the two years, with and without."""

    def at(frame: pd.DataFrame, year: int) -> str:
        row = frame[frame["year"] == year].iloc[0]
        return interval(row["p10"], row["p90"])

    return _(
        "Linjer för {name}: {last} {with_last} med jobben och {without_last} utan, {after} "
        "{with_after} med och {without_after} utan."
    ).format(
        name=name,
        last=found.last,
        after=found.after,
        with_last=at(found.with_it, found.last),
        without_last=at(found.without, found.last),
        with_after=at(found.with_it, found.after),
        without_after=at(found.without, found.after),
    )


def scenario_note(found: Investment) -> str:
    """Say what the scenario assumes and where each number comes from."""
    value = found.measure
    text = _(
        "Antaganden: {share} av jobben tas av inflyttare, full drift efter {ramp} år, {stay} av "
        "de inflyttade bor kvar efter stängningen."
    ).format(
        share=percent(value.number("share"), 0),
        ramp=whole(value.number("ramp")),
        stay=percent(value.number("stay"), 0),
    )
    if found.household is not None:
        text += " " + _(
            "{size} personer flyttar in per jobb, räknat ur inflyttningens åldrar och "
            "sysselsättningsgraden {year} ({source})."
        ).format(
            size=decimal(found.household.value, 1),
            year=found.household.year,
            source=found.household.source,
        )
    return text


def scenario_source(dataset: Dataset, found: Investment) -> str:
    """Source line of the observed part."""
    return source_line(dataset, found.observed["label"], found.observed["year"])


def rows_title(found: Investment) -> str:
    """Title of the table of age groups."""
    return _("Vad det betyder för skola, arbete och vård {last} och {after}").format(
        last=found.last, after=found.after
    )


def group_name(group: str) -> str:
    """Name an age group by what it is for."""
    return {
        "total": _("Alla invånare"),
        "1-5": _("Förskolebarn 1–5 år"),
        "6-15": _("Elever 6–15 år"),
        "20-64": _("Arbetsför ålder 20–64 år"),
        "80+": _("80 år och äldre"),
    }[group]


def change_table(found: Investment) -> pd.DataFrame:
    """Write the differences for reading: one row per age group."""
    rows = []
    for group in dict.fromkeys(found.changes["ages"]):
        here = found.changes[found.changes["ages"] == group]
        row = {_("Grupp"): group_name(group)}
        for year, low, high, base in zip(
            *(here[name] for name in ("year", "low", "high", "base")), strict=True
        ):
            row[_("Utan, {year}").format(year=year)] = whole(base)
            row[_("Skillnad {year}").format(year=year)] = signed_range(low, high)
        rows.append(row)
    return pd.DataFrame(rows)


def change_frame(found: Investment) -> pd.DataFrame:
    """Differences as numbers, named in Swedish, for downloads."""
    rows, heads = found.changes, ends(_("Skillnad"))
    return pd.DataFrame(
        {
            _("Grupp"): [group_name(group) for group in rows["ages"]],
            _("År"): rows["year"],
            ends(_("Utan"))["p50"]: rows["base"],
            heads["p10"]: rows["low"],
            heads["p50"]: rows["middle"],
            heads["p90"]: rows["high"],
        }
    )


def changes_alt(found: Investment) -> str:
    """Text alternative of the table: all inhabitants, pupils and working ages."""
    return _("Skillnaden sista året {year}: {total} invånare, {pupils} elever 6–15 år.").format(
        year=found.last,
        total=span_text(found.change("total", found.last)),
        pupils=span_text(found.change("6-15", found.last)),
    )


def rows_note(found: Investment) -> str:
    """Say how to read the differences."""
    return _(
        "Skillnaden är 8 av 10 utfall, räknad på samma dragningar med och utan jobben. {last} är "
        "sista året, {after} visar vad som är kvar."
    ).format(last=found.last, after=found.after)


def case_title(case: MeasuredCase, name: str) -> str:
    """Title of the measured case."""
    return _("{name} mot prognosen från {origin}").format(name=name, origin=case.origin)


def case_alt(case: MeasuredCase, name: str) -> str:
    """Text alternative of the measured case: each year."""
    columns = ("year", "value", "p10", "p90")
    values = "; ".join(
        _("{year} {value} mot {low}–{high}").format(
            year=year, value=whole(value), low=whole(low), high=whole(high)
        )
        for year, value, low, high in zip(*(case.path[c] for c in columns), strict=True)
        if year > case.origin
    )
    return _("Utfallet i {name} mot prognosens 8 av 10 utfall: {values}.").format(
        name=name, values=values
    )


def case_note(case: MeasuredCase) -> str:
    """Say how the projection was made and how the other municipalities fared."""
    others = len(case.others) - 1
    return _(
        "Prognosen är gjord med samma metod och bara med data till och med {origin}. Samma år "
        "hamnade {outside} av länets övriga {others} kommuner utanför sitt spann; {name} avvek "
        "mest av dem, {deviation}."
    ).format(
        origin=case.origin,
        outside=number_word(case.outside),
        others=number_word(others),
        **_most_off(case),
    )


def _most_off(case: MeasuredCase) -> dict[str, str]:
    others = case.others[case.others["code"] != case.code]
    row = others.iloc[int(others["deviation"].abs().to_numpy().argmax())]
    return {"name": str(row["name"]), "deviation": percent(row["deviation"], 1, sign=True)}


def ages_title(case: MeasuredCase, name: str) -> str:
    """Title of the differences by age: which ages the surplus was in."""
    here = case.ages[case.ages["year"] == case.peak_year]
    if here.empty:
        return _("Skillnaden efter ålder i {name}").format(name=name)
    top = here.sort_values("difference").iloc[-1]
    return _("{name} {year}: störst överskott i åldern {ages}, {difference}").format(
        name=name,
        year=case.peak_year,
        ages=ages(str(top["ages"])),
        difference=signed(top["difference"]),
    )


def ages_rows(case: MeasuredCase) -> pd.DataFrame:
    """Differences at the peak with the names of the ages, short enough for a phone."""
    here = case.differences()
    short = _("{ages} år")
    return here.assign(
        name=[short.format(ages=str(group).replace("-", "–")) for group in here["ages"]]
    )


def ages_texts(here: pd.DataFrame) -> list[str]:
    """Figures at the bars: the difference, and its range."""
    rows = zip(*(here[name] for name in ("value", "low", "high")), strict=True)
    return [f"{signed(value)} ({signed_range(low, high)})" for value, low, high in rows]


def ages_alt(here: pd.DataFrame, name: str) -> str:
    """Text alternative of the bars."""
    rows = zip(here["name"], ages_texts(here), strict=True)
    return _("Staplar för skillnaden i {name} mot prognosen efter ålder: {values}.").format(
        name=name, values="; ".join(f"{group} {text}" for group, text in rows)
    )


def limits(case: MeasuredCase, case_name: str) -> list[str]:
    """What this does not tell."""
    return [
        _(
            "Hur stor del av jobben som tas av inflyttare, och hur många som stannar, finns det "
            "ingen statistik om. Pröva andra tal på skärmen Scenarier."
        ),
        _("Spannet i scenariot är slumpens och prognosens. Antagandena väger tyngre än det."),
        _(
            "Hela överskottet i {name} är inte fabrikens: i prognosfelet ingår också pandemin, "
            "flyktingar från Ukraina och annat. Av de {others} andra kommunerna hamnade {outside} "
            "utanför sina spann."
        ).format(
            name=case_name,
            others=number_word(len(case.others) - 1),
            outside=number_word(case.outside),
        ),
        _(
            "Om planerna påverkade flyttningen redan före {year} ingår det i prognosen, och "
            "skillnaden blir för liten."
        ).format(year=case.origin + 1),
    ]
