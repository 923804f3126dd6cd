"""Sentences of Region 8 and Region 10."""

from collections.abc import Sequence

import pandas as pd

from demografi.pilots import Likeness, Pattern
from demografi.text import _
from demografi.text.age_groups import ages
from demografi.text.columns import ends
from demografi.text.measures import definite, value_text
from demografi.text.numbers import capital, decimal, join, percent, whole
from demografi.text.sentences import number_word

__all__ = [
    "answer",
    "limits",
    "noise_alt",
    "noise_rows",
    "noise_title",
    "pattern_alt",
    "pattern_note",
    "pattern_table",
    "sizes_alt",
    "sizes_frame",
    "sizes_table",
]


def answer(found: Pattern, spread: pd.DataFrame, sizes: pd.DataFrame, year: int) -> str:
    """Say what the members share, and what planning together gives.

    Parameters
    ----------
    found : Pattern
        What the members share.
    spread : DataFrame
        As from :func:`demografi.pilots.noise`.
    sizes : DataFrame
        As from :func:`demografi.pilots.class_sizes`.
    year : int
        Coming year.
    """
    return f"{_pattern(found)} {_gain(spread, sizes, year, found.measures[0].members)}"


def _pattern(found: Pattern) -> str:
    alike = min(found.measures, key=lambda one: one.spread)
    one_sided = [one for one in found.measures if one.one_sided]
    count = number_word(alike.members)
    closest = _(
        "Mest lika är de i {measure}: spridningen är {spread} av den i norra Sverige"
    ).format(measure=definite(alike.indicator), spread=percent(alike.spread, 0))
    if one_sided:
        closest += _(", och nästan alla ligger på samma sida om medeltalet i {measures}").format(
            measures=join([definite(one.indicator) for one in one_sided])
        )
    share = percent(100 * found.share, 0 if found.share >= 0.1 else 1)
    if found.shared:
        said = _(
            "Ja: sammantaget är bara {share} av slumpvisa grupper så lika som de {count} "
            "kommunerna."
        )
    else:
        said = _(
            "Inte säkert: {share} av slumpvisa grupper är sammantaget så lika som de {count} "
            "kommunerna."
        )
    return f"{said.format(share=share, count=count)} {closest}."


def _gain(spread: pd.DataFrame, sizes: pd.DataFrame, year: int, everybody: int) -> str:
    pupils = spread[spread["ages"] == "6-15"].iloc[0]
    school = sizes[sizes["ages"] == "6-15"]
    members, joint = school.iloc[:-1], school.iloc[-1]
    whom = (
        _("alla ihop")
        if len(members) == everybody
        else _("de {count} i Västerbotten ihop").format(count=number_word(len(members)))
    )
    return _(
        "Tillsammans blir framtiden säkrare: antalet elever 6–15 år {year} är känt på "
        "±{together} för {whom}, mot ±{alone} i medeltal var för sig. En årskull är "
        "{least}–{most} elever i kommunerna, {joint} tillsammans."
    ).format(
        whom=whom,
        year=year,
        together=percent(pupils["together"], 0),
        alone=percent(pupils["alone"], 0),
        least=decimal(members["middle"].min(), 0),
        most=decimal(members["middle"].max(), 0),
        joint=decimal(joint["middle"], 0),
    )


def noise_title(spread: pd.DataFrame, year: int) -> str:
    """Say by how much the range shrinks."""
    low, high = spread["gain"].min(), spread["gain"].max()
    return _("Osäkerheten {year} blir {low}–{high} mindre tillsammans").format(
        year=year, low=decimal(low, 0), high=percent(high, 0)
    )


def noise_alt(spread: pd.DataFrame) -> str:
    """Text alternative: each age group alone and together."""
    columns = ("ages", "least", "most", "alone", "together")
    values = "; ".join(
        _(
            "{ages} ±{least}–{most}\u00a0% var för sig (medel {alone}), ±{together}\u00a0% ihop"
        ).format(
            ages=ages(group),
            least=decimal(least, 0),
            most=decimal(most, 0),
            alone=decimal(alone, 0),
            together=decimal(together, 0),
        )
        for group, least, most, alone, together in zip(
            *(spread[name] for name in columns), strict=True
        )
    )
    return _("Halva spannet för 8 av 10 utfall: {values}.").format(values=values)


def pattern_table(found: Sequence[Likeness]) -> pd.DataFrame:
    """Write the pattern as a table for reading."""
    return pd.DataFrame(
        {
            _("Mått"): [f"{capital(definite(one.indicator))} ({one.year})" for one in found],
            _("Lägst–högst"): [
                _("{low} till {high}").format(
                    low=value_text(one.indicator, one.low), high=value_text(one.indicator, one.high)
                )
                for one in found
            ],
            _("Tillsammans"): [value_text(one.indicator, one.joint) for one in found],
            _("Norra Sverige, medel"): [value_text(one.indicator, one.north) for one in found],
            _("Över medel"): [
                _("{some} av {all}").format(some=one.above, all=one.members) for one in found
            ],
            _("Spridning mot norra Sverige"): [percent(one.spread, 0) for one in found],
            _("Så lika av slump"): [percent(one.share * 100, 0) for one in found],
        }
    )


def pattern_note(found: Pattern, newest: int) -> str:
    """Say how to read the table, and why its years are not the newest.

    Parameters
    ----------
    found : Pattern
        What the members share.
    newest : int
        Newest year of the county's own figures.
    """
    older = [one.year for one in found.measures if one.year < newest]
    note = _(
        "Spridning: standardavvikelsen mellan kommunerna i procent av den i norra Sverige. Så lika "
        "av slump: andelen slumpvisa grupper av lika många kommuner som är minst så lika; alla "
        "mått tillsammans {share}."
    ).format(share=percent(100 * found.share, 0 if found.share >= 0.1 else 1))
    if older:
        note += " " + _(
            "Länet har siffror till {newest}, men {year} är det senaste år som alla kommuner i "
            "norra Sverige har, och alla jämförs med samma år."
        ).format(newest=newest, year=max(older))
    return note


def pattern_alt(found: Pattern) -> str:
    """Text alternative of the table."""
    values = "; ".join(
        _("{measure} {spread}").format(
            measure=definite(one.indicator), spread=percent(one.spread, 0)
        )
        for one in found.measures
    )
    return _("Spridningen mellan kommunerna mot norra Sveriges: {values}.").format(values=values)


def noise_rows(spread: pd.DataFrame) -> pd.DataFrame:
    """Add the names of the ages."""
    return spread.assign(name=[ages(group) for group in spread["ages"]])


def _size_names(rows: pd.DataFrame) -> list[str]:
    """Names of the members; the last row is all that are projected, whatever the group's name."""
    return [*rows["name"].iloc[:-1], _("Tillsammans")]


def sizes_table(sizes: pd.DataFrame) -> pd.DataFrame:
    """Write year groups for reading: one row per place, one column per age group."""
    table = {_("Kommun"): _size_names(sizes[sizes["ages"] == sizes["ages"].iloc[0]])}
    for group in dict.fromkeys(sizes["ages"]):
        rows = sizes[sizes["ages"] == group]
        table[ages(group)] = [
            _("{now} → {range}").format(now=decimal(now, 0), range=f"{whole(low)}–{whole(high)}")
            for now, low, high in zip(*(rows[c] for c in ("now", "low", "high")), strict=True)
        ]
    return pd.DataFrame(table)


def sizes_frame(sizes: pd.DataFrame) -> pd.DataFrame:
    """Year groups as numbers, named in Swedish, for downloads."""
    heads = ends("")
    return pd.DataFrame(
        {
            _("Ålder"): [ages(group) for group in sizes["ages"]],
            _("Kod"): sizes["code"],
            _("Kommun"): [
                name
                for group in dict.fromkeys(sizes["ages"])
                for name in _size_names(sizes[sizes["ages"] == group])
            ],
            _("Nu"): sizes["now"],
            heads["p10"]: sizes["low"],
            heads["p50"]: sizes["middle"],
            heads["p90"]: sizes["high"],
        }
    )


def sizes_alt(sizes: pd.DataFrame, group: str) -> str:
    """Text alternative: everybody's year group."""
    rows = sizes[sizes["ages"] == group]
    values = "; ".join(
        f"{name} {decimal(now, 0)} → {decimal(low, 0)}–{decimal(high, 0)}"
        for name, now, low, high in zip(
            _size_names(rows), *(rows[column] for column in ("now", "low", "high")), strict=True
        )
    )
    return _("Personer per åldersår, {ages}: {values}.").format(ages=ages(group), values=values)


def limits(missing: Sequence[str], drawn_among: int) -> list[str]:
    """What this does not tell.

    Parameters
    ----------
    drawn_among : int
        Municipalities that the random groups are taken from.
    missing : sequence of str
        Names of members that are not projected.
    """
    said = [
        capital(
            _(
                "större grupper ger säkrare planering, inte kortare vägar. Avstånden mellan "
                "kommunerna räknas inte in."
            )
        ),
        _(
            "Det som drabbar alla på samma gång, som lägre födelsetal i hela landet, jämnas inte "
            "ut av samverkan."
        ),
        _(
            "Slumpgrupperna är dragna bland norra Sveriges {count} kommuner. Med åtta eller tio "
            "kommuner syns bara tydliga mönster."
        ).format(count=drawn_among),
    ]
    if missing:
        said.append(
            _(
                "Prognosen gäller Västerbottens kommuner: {names} är med i mönstret men inte i "
                "osäkerheten och årskullarna."
            ).format(names=join(list(missing)))
        )
    return said
