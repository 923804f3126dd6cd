"""Figures of one place: the builders, wordings and sources of its screens, ready for a page."""

from collections.abc import Sequence
from dataclasses import replace

from demografi import comparison, findings, knowledge, series
from demografi.charts.bars import components, ranking
from demografi.charts.comparison import compared
from demografi.charts.dumbbell import then_now_later
from demografi.charts.lines import history_and_range
from demografi.charts.pyramid import pyramid
from demografi.comparison import Line
from demografi.findings import FAR_YEAR, NEAR_YEAR
from demografi.indicators import AGE_GROUPS, INDICATORS
from demografi.regions import COUNTY
from demografi.report import native
from demografi.report.basis import Basis
from demografi.report.columns import ENDS, OUTLOOK, RANGE_COLUMNS, pyramid_columns, range_columns
from demografi.report.model import Column, Figure, Table
from demografi.text import _, measures, outlooks, reports, sentences
from demografi.text import comparison as compared_words
from demografi.text import knowledge as knowledge_words
from demografi.text.columns import OBSERVED, PROJECTED, component_columns
from demografi.text.numbers import percent, signed_interval
from demografi.text.sources import observed_line, source_line
from demografi.text.years import gaps_note

__all__ = [
    "ages_then_now_later",
    "change",
    "growth",
    "history",
    "measure_lines",
    "municipalities",
    "reading_help",
    "total_ahead",
]

SERVICES = AGE_GROUPS["services"]
BARS = 5
"""Years of age per bar of a pyramid."""
HEIGHT = 330
"""CSS pixels of figures that need no more, so that two fit on a page."""
LOW = 300
"""CSS pixels of figures that fit twice on a page with their text."""


def history(basis: Basis, code: str) -> Figure:
    """Population since 1950, or as far back as there are figures."""
    data, name = basis.dataset, basis.name(code)
    totals = series.total_series(data, code)
    top = findings.peak(data, code)
    nothing = totals.iloc[:0].assign(p10=0.0, p50=0.0, p90=0.0)
    title = _("Folkmängd i {place} {first}–{last}").format(
        place=name, first=top.first_year, last=top.last_year
    )
    return Figure(
        f"folkmangd-{code}",
        title,
        reports.history_message(name, top),
        lambda colours: history_and_range(
            totals, nothing, colours, unit=_("personer"), height=HEIGHT
        ),
        (native.ranges(totals, nothing),),
        Table(
            f"folkmangd-{code}",
            title,
            totals,
            {"year": Column(_("År"), kind="year"), "value": Column(_("Folkmängd"))},
            observed_line(data, "population_total", totals["year"]),
            unit=_("personer den 31 december"),
        ),
        sentences.history(name, top),
    )


def total_ahead(basis: Basis, code: str) -> Figure:
    """Population and its projection."""
    data, name = basis.dataset, basis.name(code)
    lines = basis.lines([code], "population")
    observed = lines[0].observed
    coming = basis.ranges(code, "population")
    outlook = basis.outlook(code, "population", FAR_YEAR)
    title = _("Folkmängd i {place} till {year}").format(
        place=name, year=basis.trajectories.years[-1]
    )
    known = source_line(data, observed["source"], observed["year"])
    return Figure(
        f"prognos-{code}",
        title,
        reports.total_message(name, outlook),
        lambda colours: history_and_range(
            observed, coming, colours, unit=_("personer"), height=HEIGHT
        ),
        (native.ranges(observed, coming),),
        Table(
            f"prognos-{code}",
            title,
            findings.history_then_range(observed, coming),
            RANGE_COLUMNS,
            f"{known} {basis.projection_line}",
            unit=_("personer den 31 december"),
        ),
        outlooks.total_ahead(name, outlook),
    )


def reading_help(basis: Basis, code: str) -> Figure:
    """The projection once more, on the page that explains the range."""
    figure = total_ahead(basis, code)
    title = _("Så ser intervallet ut: folkmängd i {place}").format(place=basis.name(code))
    return replace(figure, key=f"intervall-{code}", title=title, message=title)


def ages_then_now_later(basis: Basis, code: str) -> Figure:
    """Age pyramid of a coming year, today's and the oldest one as outlines."""
    data, name, drawn = basis.dataset, basis.name(code), basis.trajectories
    split = findings.years_with_split(data, code)
    ages = series.population_ages(data, code)
    # A hundred bars are a block on paper and on a wall: classes of five years, each summed on
    # every draw. One-year ages are in the workbook.
    then = findings.in_classes(ages[ages["year"] == split[0]], BARS)
    now, later = (
        findings.projected_pyramid(drawn, basis.members(code), year, BARS)
        for year in (drawn.jump_off, NEAR_YEAR)
    )
    table = findings.pyramid_table(
        {
            str(split[0]): then,
            str(drawn.jump_off): now["p50"],
            **{f"{NEAR_YEAR} {end}": later[end] for end in ENDS},
        }
    )
    label = _("{year}, prognos").format(year=NEAR_YEAR)
    outlines = {str(drawn.jump_off): now["p50"], str(split[0]): then}
    title = _("Åldrarna i {place} {then}, {now} och {later}").format(
        place=name, then=split[0], now=drawn.jump_off, later=NEAR_YEAR
    )
    known = observed_line(data, "population", [split[0], drawn.jump_off])
    return Figure(
        f"pyramid-{code}",
        title,
        reports.age_message(name, basis.outlook(code, "older_80", NEAR_YEAR)),
        lambda colours: pyramid(
            later["p50"],
            colours,
            label=label,
            outlines=outlines,
            low=later["p10"],
            high=later["p90"],
            width=BARS,
            height=500,
        ),
        (
            native.age_bars(
                later,
                label,
                (str(drawn.jump_off), now["p50"]),
                width=BARS,
            ),
        ),
        Table(
            f"pyramid-{code}",
            title,
            table,
            pyramid_columns(table),
            f"{known} {basis.projection_line}",
            unit=_("personer efter kön och ålder i femårsklasser"),
            note=""
            if drawn.jump_off in split
            else _(
                "{year} är åldrarna kända för kvinnor och män tillsammans; delningen är vår "
                "beräkning."
            ).format(year=drawn.jump_off),
        ),
        _(
            "Ålderspyramid för {place} {target} enligt prognosen, konturer för {now} och {then}."
        ).format(place=name, target=NEAR_YEAR, now=drawn.jump_off, then=split[0]),
    )


def change(basis: Basis, code: str) -> Figure:
    """Natural change and net migration, observed and projected."""
    data, name, drawn = basis.dataset, basis.name(code), basis.trajectories
    past = findings.change_components(data, code)
    flows = findings.past_and_coming(past, basis.components(code))
    recent = findings.recent_change(past)
    title = _("Födelsenetto och flyttnetto i {place}, per år").format(place=name)
    known = source_line(data, past["source"], past["year"])
    return Figure(
        f"forandring-{code}",
        title,
        sentences.components_finding(recent, data.newest_year),
        lambda colours: components(flows, colours, jump_off=drawn.jump_off, height=400),
        (native.change_columns(flows, jump_off=drawn.jump_off),),
        Table(
            f"forandring-{code}",
            title,
            flows,
            component_columns(
                ["births", "deaths", "natural_change", "net_migration"],
                ranged=["natural_change", "net_migration"],
            ),
            f"{known} {basis.projection_line}",
            unit=_("personer per år, prognosens mitt efter linjen"),
        ),
        outlooks.components_ahead(name, flows, NEAR_YEAR),
    )


def measure_lines(
    basis: Basis, codes: Sequence[str], indicator: str, *, base: int | None = None
) -> Figure:
    """Places over time by one indicator; as an index when a base year is given."""
    data, definition = basis.dataset, INDICATORS[indicator]
    levels = basis.lines(codes, indicator)
    lines: Sequence[Line] = comparison.indexed(levels, base) if base else levels
    digits = 1 if base else definition.decimals
    unit = _("index, {year} = 100").format(year=base) if base else measures.axis_unit(indicator)
    table = comparison.comparison_table(lines, levels if base else None)
    projected = table["projected"].astype(bool)
    table = table.assign(kind=projected.map({True: PROJECTED, False: OBSERVED}))
    past = table[~projected]
    source = source_line(data, past["source"], past["year"])
    if projected.any():
        source += " " + basis.projection_line
    columns = {
        "year": Column(_("År"), kind="year"),
        "name": Column(_("Plats"), kind="text"),
        "value": Column(_("Index") if base else _(definition.name), digits),
        **range_columns(PROJECTED, {"p10": "low", "p90": "high"}, digits),
    }
    if base:
        columns["level"] = Column(_(definition.name), definition.decimals)
    columns |= {
        "kind": Column(_("Slag"), kind="text"),
        "source": Column(_("Källa"), kind="text"),
    }
    key = f"{reports.measure_slug(indicator)}-{'-'.join(codes[:3])}"
    title = compared_words.lines_title(indicator, lines, base)
    return Figure(
        key,
        title,
        _lines_message(basis, codes[0], indicator, title),
        lambda colours: compared(
            lines, colours, unit=unit, digits=digits, base_year=base, height=LOW
        ),
        (native.place_lines(lines, digits=digits),),
        Table(
            key,
            title,
            table,
            columns,
            source,
            unit=unit,
            note=_lines_note(lines),
        ),
        compared_words.alt_text(indicator, lines, base),
    )


def _lines_message(basis: Basis, code: str, indicator: str, title: str) -> str:
    if not INDICATORS[indicator].projectable or not basis.projected(code):
        return title
    if indicator == "population":
        return reports.total_message(basis.name(code), basis.outlook(code, indicator, FAR_YEAR))
    return reports.place_message(
        indicator, basis.name(code), basis.outlook(code, indicator, NEAR_YEAR)
    )


def _lines_note(lines: Sequence[Line]) -> str:
    """How to read the lines on paper, where nobody can point at one."""
    parts = []
    if any(len(line.projected) for line in lines):
        parts.append(_("Heldragen linje är statistik, streckad är prognosens mitt."))
    parts.append(compared_words.ends_note(lines))
    parts.append(gaps_note(comparison.gaps(lines)))
    return " ".join(filter(None, parts))


def growth(basis: Basis, target: int = FAR_YEAR) -> Figure:
    """Expected change of the county's municipalities, ranked, each with its range."""
    codes = basis.dataset.regions.municipalities()
    ahead = basis.outlooks(tuple(codes), "population", target)
    frame = ahead.rename(columns={"change": "value"}).sort_values("value", ascending=False)
    text = [
        _("{middle} ({range})").format(
            middle=percent(row["value"], 0, sign=True),
            range=signed_interval(row["change_low"], row["change_high"]),
        )
        for row in frame.to_dict("records")
    ]
    title = _("Folkmängden {year} jämfört med nu, i procent").format(year=target)
    spread = ("change_low", "change_high")
    frame = frame.assign(text=text)
    return Figure(
        "kommunernas-framtid",
        title,
        reports.growth_message(frame),
        lambda colours: ranking(frame, colours, text=text, diverging=True, spread=spread),
        (native.place_bars(frame, title, text, digits=1, spread=spread),),
        Table(
            "kommunernas-framtid",
            title,
            frame,
            {
                "name": Column(_("Kommun"), kind="text"),
                "now": Column(_("Nu")),
                **range_columns(str(target), OUTLOOK),
                "value": Column(_("Förändring, procent"), digits=1),
            },
            basis.projection_line,
            unit=_("procent"),
            note=_("Stapeln är prognosens mitt, linjen och parentesen 8 av 10 utfall."),
        ),
        f"{title}. {outlooks.movers_ahead(frame)}.",
    )


def municipalities(basis: Basis, indicator: str, place: str = COUNTY) -> Figure:
    """One indicator in every municipality then, now and later, highest now first."""
    data, definition = basis.dataset, INDICATORS[indicator]
    cells = basis.county_cells(place)
    order = knowledge.ranked(data, cells, "now", indicator, "hogst")
    frame = knowledge.side_by_side(data, cells, indicator, order)
    frame = frame.dropna(subset=["then", "now", "later"], how="all")
    digits = definition.decimals
    chosen = basis.name(place) if place in order else ""
    title = _("{measure} {then}, nu och {later}").format(
        measure=_(definition.name), then=knowledge.THEN, later=knowledge.LATER
    )
    key = f"{reports.measure_slug(indicator)}-kommuner"
    if place != COUNTY:
        key += f"-{place}"
    return Figure(
        key,
        title,
        knowledge_words.change_title(indicator, knowledge.risen(data, cells, indicator)),
        lambda colours: then_now_later(
            frame,
            colours,
            key=indicator,
            then=knowledge.THEN,
            later=knowledge.LATER,
            chosen=chosen,
        ),
        (
            native.then_now_later_bars(
                frame,
                then=knowledge.THEN,
                later=knowledge.LATER,
                digits=digits,
                chosen=[chosen] if chosen else [],
            ),
        ),
        Table(
            key,
            title,
            frame,
            {
                "name": Column(_("Kommun"), kind="text"),
                "then": Column(_("Då"), digits),
                "then_year": Column(_("Då, år"), kind="year"),
                "now": Column(_("Nu"), digits),
                "now_year": Column(_("Nu, år"), kind="year"),
                **range_columns(str(knowledge.LATER), OUTLOOK | {"p50": "later"}, digits),
                "now_source": Column(_("Källa"), kind="text"),
            },
            knowledge_words.change_source(data, frame, indicator, basis.projection_line),
            unit=knowledge_words.change_unit(indicator, frame),
        ),
        knowledge_words.change_alt(indicator, frame),
    )
