"""Tables of the text: key figures, years, age groups, places side by side."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from demografi import findings, knowledge, series
from demografi.findings import FAR_YEAR, NEAR_YEAR
from demografi.indicators import INDICATORS, observed
from demografi.knowledge import LATER, THEN
from demografi.regions import COUNTY, alphabetical
from demografi.report.basis import Basis
from demografi.report.columns import OUTLOOK, RANGE_COLUMNS, range_columns
from demografi.report.figures import SERVICES
from demografi.report.model import Column, Table
from demografi.text import _, age_groups, measures, outlooks, reports
from demografi.text.knowledge import all_definitions
from demografi.text.numbers import MISSING, decimal, interval, whole
from demografi.text.sources import source_line

__all__ = [
    "KEY_FIGURES",
    "definitions",
    "groups_by_year",
    "key_figures",
    "municipalities_now_and_later",
    "places_now",
    "total_by_year",
]

KEY_FIGURES = (
    "population",
    "working_age_20_64",
    "preschool_1_5",
    "school_6_15",
    "upper_secondary_16_18",
    "older_80",
    "dependency_ratio",
    "mean_age",
    "labour_entry_exit",
    "net_migration_per_1000",
)
"""Measures that open a report."""
COMPARED = (
    "dependency_ratio",
    "mean_age",
    "share_80",
    "labour_entry_exit",
    "change_5y",
    "net_migration_per_1000",
    "tfr_5y",
    "employment",
    "post_secondary",
    "foreign_born",
    "median_income",
)
"""Measures that places are set against each other by."""
OLDEST_COMMON = 5
"""Years that a common year may lie behind the newest figure."""


def measure_name(key: str) -> str:
    """Name of a measure with its unit, as the heading of a row."""
    name, unit = measures.unbroken(_(INDICATORS[key].name)), measures.axis_unit(key)
    return name if name.endswith(unit) else f"{name}, {unit}"


def _dated(key: str, cell: tuple[int, float] | None, usual: int) -> str:
    if cell is None:
        return MISSING
    text = measures.value_text(key, cell[1])
    return text if cell[0] == usual else f"{text} ({cell[0]})"


def key_figures(basis: Basis, code: str) -> Table:
    """Key figures of a place then, now and later."""
    data = basis.dataset
    cells = basis.county_cells(code)
    cells = cells[cells["place"] == code]
    rows, written = [], []
    for key in KEY_FIGURES:
        own = knowledge.standing(cells, code, key)
        nothing = (np.nan, np.nan)
        low, middle, high = own.later or (np.nan,) * 3
        rows.append(
            {
                "measure": measure_name(key),
                "digits": INDICATORS[key].decimals,
                "then_year": (own.then or nothing)[0],
                "then": (own.then or nothing)[1],
                "now_year": (own.now or nothing)[0],
                "now": (own.now or nothing)[1],
                "low": low,
                "middle": middle,
                "high": high,
            }
        )
        written.append(
            {
                _("Mått"): measure_name(key),
                str(THEN): _dated(key, own.then, THEN),
                _("Nu"): _dated(key, own.now, data.newest_year),
                _("{year}, 8 av 10 utfall").format(year=LATER): MISSING
                if own.later is None
                else measures.range_text(key, low, high),
            }
        )
    past = cells[cells["indicator"].isin(KEY_FIGURES) & (cells["view"] != "later")]
    source = source_line(data, past["source"], past["year"])
    return Table(
        f"nyckeltal-{code}",
        _("Nyckeltal för {place}").format(place=basis.name(code)),
        pd.DataFrame(rows),
        {
            "measure": Column(_("Mått"), kind="text"),
            "then_year": Column(_("Då, år"), kind="year"),
            "then": Column(_("Då"), digits_of="digits"),
            "now_year": Column(_("Nu, år"), kind="year"),
            "now": Column(_("Nu"), digits_of="digits"),
            **range_columns(str(LATER), OUTLOOK, digits_of="digits"),
        },
        f"{source} {basis.projection_line}" if basis.projected(code) else source,
        note=_("Nu är {year} där inget annat år står inom parentes.").format(year=data.newest_year),
        shown=pd.DataFrame(written),
        message=reports.place_message(
            "share_80",
            basis.name(code),
            basis.outlook(code, "share_80", NEAR_YEAR),
        ),
    )


def _shown_years(first: int, newest: int, last: int) -> list[int]:
    """Every tenth year behind, every fifth ahead, and the newest.

    >>> _shown_years(1968, 2025, 2050)
    [1970, 1980, 1990, 2000, 2010, 2020, 2025, 2030, 2035, 2040, 2045, 2050]
    """
    past = [year for year in range(first, newest) if year % 10 == 0]
    ahead = [year for year in range(newest + 1, last + 1) if year % 5 == 0]
    return [*past, newest, *ahead]


def total_by_year(basis: Basis, code: str) -> Table:
    """Population by decade behind and every fifth year ahead."""
    data = basis.dataset
    (line,) = basis.lines([code], "population")
    frame = findings.history_then_range(line.observed, basis.ranges(code, "population"))
    years = _shown_years(
        int(frame["year"].min()), data.newest_year, int(basis.trajectories.years[-1])
    )
    frame = frame[frame["year"].isin(years)].reset_index(drop=True)
    known = line.observed[line.observed["year"].isin(years)]
    return Table(
        f"folkmangd-per-ar-{code}",
        _("Folkmängd i {place}, statistik och prognos").format(place=basis.name(code)),
        frame,
        RANGE_COLUMNS,
        f"{source_line(data, known['source'], known['year'])} {basis.projection_line}",
        unit=_("personer den 31 december"),
        note=_("Mellan det lägsta och det högsta ligger 8 av 10 utfall."),
    )


def groups_by_year(basis: Basis, code: str) -> Table:
    """Ages of the services, every fifth year ahead."""
    data = basis.dataset
    past = series.group_series(data, code, SERVICES.labels)
    ahead = basis.group_ranges(code, SERVICES.labels)
    names = age_groups.titles(SERVICES)
    last = int(basis.trajectories.years[-1])
    years = [year for year in _shown_years(THEN, data.newest_year, last) if year >= THEN]
    table = findings.group_table(ahead, past)
    table = table[table["year"].isin(years)]
    known = past[past["year"].isin(years)]
    written = table.assign(
        text=[
            whole(row["value"]) if pd.notna(row["value"]) else interval(row["p10"], row["p90"])
            for row in table.to_dict("records")
        ]
    ).pivot(index="year", columns="group", values="text")
    heads = {group: _unbroken_ages(name) for group, name in names.items()}
    written = written.reindex(columns=list(SERVICES.labels)).fillna(MISSING).rename(columns=heads)
    return Table(
        f"verksamheternas-aldrar-{code}",
        _("Barn, unga och äldre i {place}").format(place=basis.name(code)),
        table.assign(group=table["group"].map(names)),
        {"group": Column(_("Åldersgrupp"), kind="text"), **RANGE_COLUMNS},
        f"{source_line(data, known['label'], known['year'])} {basis.projection_line}",
        unit=_("personer den 31 december"),
        note=_("Kommande år visas som det spann där 8 av 10 utfall ligger."),
        shown=written.rename_axis(_("År")).rename_axis(columns=None).reset_index().astype("str"),
        message=outlooks.groups_ahead(
            age_groups.named(SERVICES, findings.group_outlooks(ahead, past, FAR_YEAR))
        ),
    )


def _unbroken_ages(title: str) -> str:
    """Let a heading break after its name alone, not within its ages."""
    name, comma, ages = title.partition(", ")
    return name + comma + ages.replace(" ", "\u00a0").replace("–", "\u2060–\u2060")


def _common_year(known: Sequence["pd.DataFrame"]) -> int | None:
    """Newest year that all have, unless it is long before the newest that any has."""
    years = [set(frame["year"].astype(int)) for frame in known]
    common = set.intersection(*years) if years else set()
    newest = max(set.union(*years), default=0) if years else 0
    found = max(common, default=0)
    return found if found and newest - found <= OLDEST_COMMON else None


def _side_by_side(basis: Basis, codes: Sequence[str], key: str) -> pd.DataFrame:
    """One measure of some places, of a year they share where there is one.

    Columns place, year, value, source, estimated; no rows where nothing can be compared.
    """
    found = {code: observed(basis.dataset, code, key) for code in codes}
    known = {code: frame for code, frame in found.items() if len(frame)}
    if not known or (len(codes) > 1 and not set(known) - {codes[0]}):
        return pd.DataFrame(columns=["place", "year", "value", "source", "estimated"])
    year = _common_year(list(known.values()))
    rows = []
    for code, frame in known.items():
        row = (frame if year is None else frame[frame["year"] == year]).iloc[-1]
        rows.append(
            {
                "place": code,
                "year": int(row["year"]),
                "value": float(row["value"]),
                "source": row["source"],
                "estimated": row["basis"] == "indirect",
            }
        )
    return pd.DataFrame(rows)


def places_now(basis: Basis, codes: Sequence[str], keys: Sequence[str] = COMPARED) -> Table:
    """Places side by side by their newest common figures; a row per measure and place."""
    data = basis.dataset
    parts, written = [], []
    for key in keys:
        found = _side_by_side(basis, codes, key)
        if found.empty:
            continue
        usual = int(found["year"].mode().max())
        own = {row["place"]: row for row in found.to_dict("records")}
        parts.append(
            found.assign(
                measure=measure_name(key),
                digits=INDICATORS[key].decimals,
                name=found["place"].map(basis.name),
                how=found["estimated"].map({True: _("ja"), False: _("nej")}),
            )
        )
        written.append(
            {_("Mått"): measure_name(key), _("År"): str(usual)}
            | {
                basis.name(code): MISSING
                if code not in own
                else _dated(key, (own[code]["year"], own[code]["value"]), usual)
                + ("*" if own[code]["estimated"] else "")
                for code in codes
            }
        )
    frame = pd.concat(parts, ignore_index=True)
    notes = []
    if frame.groupby("measure")["year"].nunique().max() > 1:
        notes.append(_("Årtal inom parentes: platsens värde är från ett annat år."))
    if frame["estimated"].any():
        notes.append(
            _("* Skattat: rikets fruktsamhet efter ålder, omräknad till platsens antal födda.")
        )
    return Table(
        f"laget-{'-'.join(codes[:3])}",
        _("{place} mot andra, senaste gemensamma år").format(place=basis.name(codes[0])),
        frame,
        {
            "measure": Column(_("Mått"), kind="text"),
            "name": Column(_("Plats"), kind="text"),
            "value": Column(_("Värde"), digits_of="digits"),
            "year": Column(_("År"), kind="year"),
            "how": Column(_("Skattat"), kind="text"),
        },
        source_line(data, frame["source"], frame["year"]),
        note=" ".join(notes),
        shown=pd.DataFrame(written),
    )


def municipalities_now_and_later(basis: Basis) -> Table:
    """Every municipality and the county: population, dependency ratio and the oldest."""
    data = basis.dataset
    home = sorted(data.regions.municipalities(), key=lambda code: alphabetical(basis.name(code)))
    codes = (*home, COUNTY)
    people = basis.outlooks(codes, "population", FAR_YEAR).set_index("region")
    ratio = basis.outlooks(codes, "dependency_ratio", NEAR_YEAR).set_index("region")
    oldest = basis.outlooks(codes, "older_80", NEAR_YEAR).set_index("region")
    frame = pd.DataFrame({"name": people["name"]})
    for prefix, found in (("people", people), ("ratio", ratio), ("oldest", oldest)):
        for column in ("now", "low", "middle", "high"):
            frame[f"{prefix}_{column}"] = found[column]
    frame = frame.reset_index(drop=True)
    now = data.newest_year
    written = [
        {
            _("Kommun"): row["name"],
            _("Folkmängd {year}").format(year=now): whole(row["people_now"]),
            _("Folkmängd {year}").format(year=FAR_YEAR): interval(
                row["people_low"], row["people_high"]
            ),
            _("Kvot {year}").format(year=now): decimal(row["ratio_now"], 0),
            _("Kvot {year}").format(year=NEAR_YEAR): interval(row["ratio_low"], row["ratio_high"]),
            _("80+ år {year}").format(year=now): whole(row["oldest_now"]),
            _("80+ år {year}").format(year=NEAR_YEAR): interval(
                row["oldest_low"], row["oldest_high"]
            ),
        }
        for row in frame.to_dict("records")
    ]
    labels = {
        "people": (_("Folkmängd"), FAR_YEAR, 0),
        "ratio": (_("Försörjningskvot"), NEAR_YEAR, 1),
        "oldest": (_("80 år och äldre"), NEAR_YEAR, 0),
    }
    columns = {"name": Column(_("Kommun"), kind="text")}
    for prefix, (label, year, digits) in labels.items():
        columns[f"{prefix}_now"] = Column(f"{label} {now}", digits)
        own = {end: f"{prefix}_{column}" for end, column in OUTLOOK.items()}
        columns |= range_columns(f"{label} {year}", own, digits)
    past = [
        findings.latest(data, codes, key) for key in ("population", "dependency_ratio", "older_80")
    ]
    known = pd.concat(past)
    return Table(
        "kommunerna",
        _("Länets kommuner nu och framöver"),
        frame,
        columns,
        f"{source_line(data, known['source'], known['year'])} {basis.projection_line}",
        note=_(
            "Kvot är försörjningskvoten: unga och äldre per 100 i åldern 20–64 år. Kommande år "
            "visas som det spann där 8 av 10 utfall ligger."
        ),
        shown=pd.DataFrame(written),
    )


def definitions(basis: Basis) -> Table:
    """Definitions of the measures that reports speak of."""
    names = [_(INDICATORS[key].name) for key in dict.fromkeys([*KEY_FIGURES, *COMPARED])]
    frame = all_definitions(knowledge.spans(basis.dataset))
    frame = frame[frame.iloc[:, 0].isin(names)].reset_index(drop=True)
    return Table(
        "definitioner",
        _("Rapportens mått och hur de räknas"),
        frame,
        {str(name): Column(str(name), kind="text") for name in frame.columns},
        _("Källa: datamängdens manifest, version {version}.").format(version=basis.dataset.version),
        # Where each value comes from stands under its figure.
        shown=frame[[_("Mått"), _("Så räknas det"), _("Enhet"), _("År")]],
    )
