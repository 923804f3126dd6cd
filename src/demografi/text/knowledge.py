"""Sentences of the shared-knowledge screen, made from its cells."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from demografi.dataset import CKM_YEAR, Dataset
from demografi.indicators import INDICATORS
from demografi.knowledge import (
    LATER,
    RECENT,
    THEN,
    Extremes,
    Missing,
    Risen,
    Shift,
    Shown,
    Standing,
    View,
    is_size,
)
from demografi.text import _
from demografi.text.measures import (
    definite,
    range_text,
    value_text,
    valued,
    with_unit,
    year_span,
)
from demografi.text.numbers import MISSING, capital, join
from demografi.text.sentences import number_word
from demografi.text.sources import source_line

__all__ = [
    "Card",
    "about_indicator",
    "all_definitions",
    "cards",
    "change_alt",
    "change_source",
    "change_title",
    "change_unit",
    "conclusion",
    "matrix_alt",
    "matrix_note",
    "matrix_title",
    "order_name",
    "range_remark",
    "view_link",
    "view_name",
]

Name = Callable[[str], str]
"""Code in, Swedish name out."""


def view_name(view: Shown) -> str:
    """Name a view: the year, or ``Nu``, or all three."""
    every = _("Då → nu → {year}").format(year=LATER)
    return {"all": every, "then": str(THEN), "now": _("Nu"), "later": str(LATER)}[view]


def view_link(view: Shown) -> str:
    """Write a view in links.

    >>> view_link("all"), view_link("now"), view_link("later")
    ('alla', 'nu', '2035')
    """
    return {"all": "alla", "then": str(THEN), "now": "nu", "later": str(LATER)}[view]


def order_name(order: str) -> str:
    """Name a way to sort."""
    return {"hogst": _("Högst först"), "lagst": _("Lägst först"), "namn": _("Namn")}[order]


def range_remark(key: str, low: float, high: float) -> str:
    """Name the 80 % range beside a value: ``8 av 10 utfall: 60–64``.

    >>> range_remark("mean_age", 45.0, 47.0)
    '8 av 10 utfall: 45,0–47,0'
    """
    return _("8 av 10 utfall: {range}").format(range=range_text(key, low, high))


def conclusion(
    key: str,
    ends: Extremes | None,
    county: tuple[int, float] | None,
    largest: Sequence[Shift],
    name: Name,
) -> str:
    """Say where an indicator is highest and lowest and where it is expected to shift most.

    Parameters
    ----------
    key : str
        Indicator.
    ends : Extremes or None
        Highest and lowest municipality.
    county : tuple of (int, float) or None
        Year and value of the county.
    largest : sequence of Shift
        Largest expected changes; empty when the indicator does not follow from a projection.
    name : callable
        Name of a place by its code.
    """
    if ends is None:
        return _("{measure} går inte att jämföra mellan kommunerna: uppgifter saknas.").format(
            measure=capital(definite(key))
        )
    size = INDICATORS[key].kind == "count" and ends.low_value >= 0
    template = (
        _("{measure} är störst i {high}, {top}, och minst i {low}, {bottom} ({year}).")
        if size
        else _("{measure} är högst i {high}, {top}, och lägst i {low}, {bottom} ({year}).")
    )
    text = template.format(
        measure=capital(definite(key)),
        high=name(ends.high),
        top=valued(key, ends.high_value),
        low=name(ends.low),
        bottom=valued(key, ends.low_value),
        year=ends.year,
    )
    if county is not None:
        year, value = county
        text += " " + _("Hela länet har {value}{year}.").format(
            value=valued(key, value), year="" if year == ends.year else f" ({year})"
        )
    if ends.known < ends.places:
        # TRANSLATORS: as in "Bara åtta av femton kommuner har jämförbara uppgifter för 2024."
        text += " " + _(
            "Bara {known} av {places} kommuner har jämförbara uppgifter för {year}."
        ).format(known=number_word(ends.known), places=number_word(ends.places), year=ends.year)
    return text + _expected(key, largest, name)


def _expected(key: str, largest: Sequence[Shift], name: Name) -> str:
    if not largest:
        return ""
    listed = [
        _("{place} från {now} till {range}").format(
            place=name(shift.place), now=value_text(key, shift.now), range=_between(key, shift)
        )
        for shift in largest
    ]
    text = " " + _("Störst förändring till {year} (8 av 10 utfall): {places}.").format(
        year=LATER, places=join(listed)
    )
    unsure = [name(shift.place) for shift in largest if not shift.certain]
    if unsure:
        text += " " + _("Om det blir upp eller ned är osäkert i {places}.").format(
            places=join(unsure)
        )
    return text


def _between(key: str, shift: Shift) -> str:
    if shift.low < 0:
        return _("mellan {low} och {high}").format(
            low=value_text(key, shift.low), high=value_text(key, shift.high)
        )
    return range_text(key, shift.low, shift.high)


def matrix_title(view: Shown, newest: int) -> str:
    """Title of the matrix."""
    return {
        "all": _("Från {then} till {newest}, och så väntas det se ut {later}").format(
            then=THEN, newest=newest, later=LATER
        ),
        "then": _("Så såg det ut {year}").format(year=THEN),
        "now": _("Så ser det ut nu, senast {year}").format(year=newest),
        "later": _("Så väntas det se ut {year}").format(year=LATER),
    }[view]


def matrix_alt(key: str, view: Shown) -> str:
    """Text alternative of the matrix."""
    if view == "all":
        return _(
            "Tabell med en rad per kommun och en kolumn per mått, sorterad efter {measure} nu. "
            "Varje cell har tre rader: {then}, nu och spannet för 8 av 10 utfall {later}."
        ).format(measure=definite(key).rstrip(","), then=THEN, later=LATER)
    return _(
        "Tabell med en rad per kommun och en kolumn per mått, {view}, sorterad efter {measure}."
    ).format(view=view_name(view).lower(), measure=definite(key).rstrip(","))


def change_title(key: str, counted: Risen | None) -> str:
    """Title of the chart then–now–later: in how many municipalities the indicator has risen.

    ``jämförbara`` are those that have figures for both years.
    """
    measure = capital(definite(key))
    if counted is None:
        return _("{measure} nu och {year}").format(measure=measure.rstrip(","), year=LATER)
    rose, known, whole = counted.rose, counted.known, counted.known == counted.places
    if rose == 0 and whole:
        template = _("{measure} har inte stigit i någon kommun sedan {year}")
    elif rose == 0:
        template = _(
            "{measure} har inte stigit i någon av {known} jämförbara kommuner sedan {year}"
        )
    elif rose == known and whole:
        template = _("{measure} har stigit i alla {known} kommuner sedan {year}")
    elif rose == known:
        template = _("{measure} har stigit i alla {known} jämförbara kommuner sedan {year}")
    elif whole:
        template = _("{measure} har stigit i {rose} av {known} kommuner sedan {year}")
    else:
        template = _("{measure} har stigit i {rose} av {known} jämförbara kommuner sedan {year}")
    return template.format(
        measure=measure,
        rose=number_word(rose),
        known=number_word(known),
        year=counted.since,
    )


def change_unit(key: str, frame: pd.DataFrame) -> str:
    """Unit of the chart then–now–later: counts are drawn in per cent of today's."""
    if is_size(frame, key):
        return _("dagens värde = 100 %")
    return _(INDICATORS[key].unit)


def change_alt(key: str, frame: pd.DataFrame) -> str:
    """Text alternative of the chart then–now–later."""
    rows = frame.dropna(subset=["now"])
    listed = "; ".join(
        f"{row['name']} {value_text(key, row['then'])}, {value_text(key, row['now'])}, "
        f"{value_text(key, row['later'])}"
        for row in rows.to_dict("records")
    )
    return _("{measure} {then}, nu och {later} per kommun: {values}.").format(
        measure=capital(definite(key).rstrip(",")),
        then=year_span(frame["then_year"], str(THEN)),
        later=LATER,
        values=listed,
    )


def change_source(dataset: Dataset, frame: pd.DataFrame, key: str, projection: str) -> str:
    """Source line of the chart then–now–later."""
    years = [int(year) for name in ("then_year", "now_year") for year in frame[name].dropna()]
    line = source_line(dataset, [*frame["then_source"], *frame["now_source"]], years)
    return f"{line} {projection}" if INDICATORS[key].projectable else line


def _why(gap: Missing) -> str:
    return {
        "begins": _("börjar {year}"),
        "ends": _("senaste uppgift {year}"),
        "none": _("finns inte i datamängden"),
        "not_projected": _("följer inte av prognosen"),
        "outside": _("ingår inte i prognosen"),
    }[gap.why].format(year=gap.year)


def matrix_note(
    key: str,
    gaps: Mapping[View, Sequence[Missing]],
    rows: int,
    name: Name,
    *,
    estimated: bool = False,
    noisy: bool = False,
) -> str:
    """Define the chosen indicator and explain the dashes and marks of the matrix.

    Parameters
    ----------
    key : str
        The indicator it is sorted by.
    gaps : mapping of str to sequence of Missing
        Reasons for empty cells, by the views shown.
    rows : int
        Number of places shown: a gap of all of them is said without naming places.
    name : callable
        Name of a place by its code.
    estimated : bool
        Whether any value shown is estimated from the nation's rates.
    noisy : bool
        Whether SCB's cell key noise is in any value shown.
    """
    chosen = INDICATORS[key]
    parts = [f"**{_(chosen.name)}:** {_(chosen.formula)}. {_(chosen.note)}".strip()]
    if len(gaps) > 1:
        parts.append(
            _(
                "Cellerna läses uppifrån: {then}, **nu** och spannet för 8 av 10 utfall {later}."
            ).format(then=THEN, later=LATER)
        )
    if estimated:
        parts.append(
            _(r"\* Skattat: rikets fruktsamhet efter ålder, omräknad till platsens antal födda.")
        )
    if noisy:
        parts.append(
            _(
                "Från {year} har SCB:s siffror skyddsbrus (CKM): en kvot och dess delar "
                "publiceras var för sig och stämmer inte exakt med varandra."
            ).format(year=CKM_YEAR)
        )
    said = {view: _reasons(found, rows, name) for view, found in gaps.items() if found}
    if said:
        reasons = " ".join(
            f"{view_name(view)}: {text}." if len(gaps) > 1 else f"{text}."
            for view, text in said.items()
        )
        dashes = _("– betyder att värde saknas. {reasons}").format(reasons=reasons)
        if "now" in said:
            dashes += " " + _("Värden äldre än {years} år visas inte som dagens.").format(
                years=number_word(RECENT)
            )
        parts.append(dashes)
    return "  \n".join(parts)


def _reasons(gaps: Sequence[Missing], rows: int, name: Name) -> str:
    outside = {gap.places for gap in gaps if gap.why == "outside"}
    parts = [
        _("{places} ingår inte i prognosen, som räknar på länets kommuner").format(
            places=join([name(code) for code in places])
        )
        for places in sorted(outside)
    ]
    unprojected = [gap.indicator for gap in gaps if gap.why == "not_projected"]
    if unprojected:
        named = list(dict.fromkeys(_(INDICATORS[key].name) for key in unprojected))
        parts.append(
            _("Följer inte av prognosen och visas inte: {measures}").format(
                measures="; ".join(named)
            )
        )
    by_places: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for gap in gaps:
        if gap.why not in ("outside", "not_projected"):
            by_places.setdefault((_why(gap), gap.places), []).append(
                _(INDICATORS[gap.indicator].name)
            )
    for (why, places), measures in by_places.items():
        where = "" if len(places) == rows else f" ({join([name(code) for code in places])})"
        parts.append(f"{'; '.join(measures)}: {why}{where}")
    return ". ".join(capital(part) for part in parts)


def about_indicator(key: str) -> dict[str, str]:
    """Definition of an indicator: text by heading."""
    chosen = INDICATORS[key]
    rows = {
        _("Så räknas det"): _(chosen.formula),
        _("Enhet"): _(chosen.unit),
        _("Källa"): _(chosen.source),
        _("Prognos"): _("Ja, räknas ur prognosens åldrar och händelser.")
        if chosen.projectable
        else _("Nej, måttet följer inte av prognosens åldrar och händelser."),
    }
    return rows | ({_("Att tänka på"): _(chosen.note)} if chosen.note else {})


def all_definitions(spans: Mapping[str, tuple[int, int]]) -> pd.DataFrame:
    """Definitions of all indicators as a table.

    Parameters
    ----------
    spans : mapping of str to (int, int)
        First and last observed year by indicator.
    """
    rows = [
        {
            _("Mått"): _(chosen.name),
            _("Så räknas det"): " ".join(
                f"{part}." for part in (_(chosen.formula), _(chosen.note).rstrip(".")) if part
            ),
            _("Enhet"): _(chosen.unit),
            _("Källa"): _(chosen.source),
            # The word joiner keeps the two years on one line.
            _("År"): "{}\u2060–\u2060{}".format(*spans[key]) if key in spans else MISSING,
            _("Prognos"): _("ja") if chosen.projectable else _("nej"),
        }
        for key, chosen in INDICATORS.items()
    ]
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class Card:
    """A figure card: what it is, the figure, what stands beneath."""

    label: str
    value: str
    remark: str


def cards(key: str, place: str, own: Standing, ends: Extremes | None, name: Name) -> list[Card]:
    """Four figures: the chosen place now and later, the highest and the lowest municipality.

    Parameters
    ----------
    key : str
        Indicator.
    place : str
        Name of the chosen place.
    own : Standing
        Its values.
    ends : Extremes or None
        Highest and lowest municipality.
    name : callable
        Name of a place by its code.
    """
    found = [_own_now(key, place, own), _own_later(key, place, own)]
    if ends is None:
        return found
    return [
        *found,
        Card(
            _("Högst: {place}").format(place=name(ends.high)),
            valued(key, ends.high_value),
            _("av länets kommuner, {year}").format(year=ends.year),
        ),
        Card(
            _("Lägst: {place}").format(place=name(ends.low)),
            valued(key, ends.low_value),
            _("av länets kommuner, {year}").format(year=ends.year),
        ),
    ]


def _own_now(key: str, place: str, own: Standing) -> Card:
    if own.now is None:
        return Card(place, MISSING, _("inga aktuella uppgifter"))
    remark = _("ingen uppgift för {year}").format(year=THEN)
    if own.then is not None:
        remark = _("{year}: {value}").format(year=own.then[0], value=valued(key, own.then[1]))
    if own.estimated:
        remark = _("skattat ur rikets tal")
    return Card(f"{place} {own.now[0]}", valued(key, own.now[1]), remark)


def _own_later(key: str, place: str, own: Standing) -> Card:
    label = f"{place} {LATER}"
    if own.later is None:
        why = (
            _("ingår inte i prognosen")
            if INDICATORS[key].projectable
            else _("måttet följer inte av prognosen")
        )
        return Card(label, MISSING, why)
    low, middle, high = own.later
    return Card(
        label,
        with_unit(key, range_text(key, low, high)),
        _("8 av 10 utfall, mitten {value}").format(value=value_text(key, middle)),
    )
