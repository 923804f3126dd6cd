"""Lines over time: history with gaps left open, projections with their range."""

from collections.abc import Collection, Mapping

import pandas as pd
import plotly.graph_objects as go

from demografi.charts.layout import base, bottom_legend, mark_jump_off
from demografi.charts.palette import Palette
from demografi.text import _
from demografi.text.columns import CALCULATED, OBSERVED

__all__ = [
    "anchored",
    "history_and_range",
    "history_line",
    "small_range",
    "small_ranges",
    "with_baseline",
    "with_gaps",
    "with_published",
]


def with_gaps(frame: pd.DataFrame, value: str = "value") -> pd.DataFrame:
    """Insert empty rows for missing years, so that no line is drawn over them."""
    if frame.empty:
        return frame[["year", value]]
    years = range(int(frame["year"].min()), int(frame["year"].max()) + 1)
    return frame.set_index("year")[[value]].reindex(years).rename_axis("year").reset_index()


def _format(digits: int) -> str:
    return f",.{digits}f"


def history_line(
    frame: pd.DataFrame, colour: str, name: str, digits: int, *, dash: str | None = None
) -> go.Scatter:
    """Draw observed years, broken at gaps; years that stand alone, which no line shows, as dots.

    Parameters
    ----------
    frame : DataFrame
        Columns year, value.
    colour, name : str
        Of the line.
    digits : int
        Decimals on hover.
    dash : str, optional
        Plotly's name of its dashes, where the line is not whole.
    """
    gapped = with_gaps(frame)
    known = gapped["value"].notna()
    alone = known & ~known.shift(1, fill_value=False) & ~known.shift(-1, fill_value=False)
    return go.Scatter(
        x=gapped["year"],
        y=gapped["value"],
        mode="lines+markers" if alone.any() else "lines",
        connectgaps=False,
        line={"color": colour, "width": 2.5, "dash": dash},
        marker={"color": colour, "size": [6 if dot else 0 for dot in alone]},
        name=name,
        hovertemplate=f"%{{y:{_format(digits)}}}<extra>{name}</extra>",
    )


def _range(
    figure: go.Figure,
    projected: pd.DataFrame,
    palette: Palette,
    digits: int,
    **where: int,
) -> None:
    """Add the 80 % range as a band and its middle as a line."""
    label = _("8 av 10 utfall")
    band = palette.faded(palette.accent, 0.18)
    figure.add_trace(
        go.Scatter(
            x=pd.concat([projected["year"], projected["year"][::-1]]),
            y=pd.concat([projected["p90"], projected["p10"][::-1]]),
            fill="toself",
            fillcolor=band,
            line={"width": 0},
            hoverinfo="skip",
            name=label,
        ),
        **where,
    )
    text = _format(digits)
    figure.add_trace(
        go.Scatter(
            x=projected["year"],
            y=projected["p50"],
            mode="lines",
            line={"color": palette.accent, "width": 2.5},
            customdata=projected[["p10", "p90"]].to_numpy(),
            hovertemplate=(
                f"%{{y:{text}}} ({label}: %{{customdata[0]:{text}}}–%{{customdata[1]:{text}}})"
                f"<extra>{_('Prognos')}</extra>"
            ),
            name=_("Prognos"),
        ),
        **where,
    )


def anchored(observed: pd.DataFrame, projected: pd.DataFrame) -> pd.DataFrame:
    """Let a projection start in the last observed value, so that the two meet.

    Where years between them are not known they do not meet: no line is drawn over a gap.

    Parameters
    ----------
    observed : DataFrame
        Columns year, value.
    projected : DataFrame
        Column year; any others are values that start in the last observed one.
    """
    if observed.empty or projected.empty:
        return projected
    last = observed.iloc[int(observed["year"].to_numpy().argmax())]
    later: pd.DataFrame = projected[projected["year"] > last["year"]]
    if len(later) and int(later["year"].iloc[0]) > int(last["year"]) + 1:
        return later
    start = {column: [last["value"]] for column in later.columns if column != "year"}
    joined: pd.DataFrame = pd.concat(
        [pd.DataFrame({"year": [int(last["year"])], **start}), later], ignore_index=True
    )
    return joined


def history_and_range(
    observed: pd.DataFrame,
    projected: pd.DataFrame,
    palette: Palette,
    *,
    unit: str,
    digits: int = 0,
    height: int = 400,
    from_zero: bool = False,
    calculated: bool = False,
) -> go.Figure:
    """Draw observed history in ink and the projection with its range in the accent colour.

    Parameters
    ----------
    observed : DataFrame
        Columns year, value; missing years stay open.
    projected : DataFrame
        Columns year, p10, p50, p90.
    palette : Palette
        Colours.
    unit : str
        Unit of the y axis.
    digits : int
        Decimals shown on hover.
    height : int
        CSS pixels.
    from_zero : bool
        Start the y axis at zero.
    calculated : bool
        The years before are no statistics, but calculated with an assumption: drawn dashed.
    """
    figure = base(palette, height=height, unit=unit)
    figure.add_trace(_before(observed, palette, digits, calculated=calculated))
    joined = anchored(observed, projected)
    if len(joined):
        _range(figure, joined, palette, digits)
        jump_off = int(joined["year"].iloc[0])
        mark_jump_off(figure, jump_off, palette)
        end = joined.iloc[-1]
        figure.add_annotation(
            x=end["year"],
            y=end["p90"],
            text=_("8 av 10 utfall"),
            xanchor="right",
            yanchor="bottom",
            yshift=2,
            showarrow=False,
            font={"color": palette.accent, "size": 13},
        )
    figure.update_yaxes(
        tickformat=f",.{min(digits, 1)}f", rangemode="tozero" if from_zero else "normal"
    )
    return figure


def with_baseline(figure: go.Figure, baseline: pd.DataFrame, palette: Palette) -> go.Figure:
    """Draw the middle of the projection as a muted line for a what-if to be seen against.

    Parameters
    ----------
    figure : Figure
        The what-if, as from :func:`history_and_range`.
    baseline : DataFrame
        Columns year, p50.
    palette : Palette
        Colours.
    """
    name = _("Prognosen")
    figure.add_trace(
        go.Scatter(
            x=baseline["year"],
            y=baseline["p50"],
            mode="lines",
            line={"color": palette.muted, "width": 2, "dash": "dot"},
            hovertemplate=f"%{{y:,.0f}}<extra>{name}</extra>",
            name=name,
        )
    )
    end = baseline.iloc[-1]
    figure.add_annotation(
        x=end["year"],
        y=end["p50"],
        text=name,
        xanchor="right",
        yanchor="top",
        yshift=-2,
        showarrow=False,
        font={"color": palette.muted, "size": 13},
    )
    return figure


def _published(frame: pd.DataFrame, palette: Palette, name: str, size: int) -> go.Scatter:
    """Draw years that follow each other as a dashed line, and all years as open diamonds."""
    gapped = with_gaps(frame)
    return go.Scatter(
        x=gapped["year"],
        y=gapped["value"],
        mode="lines+markers",
        connectgaps=False,
        line={"color": palette.muted, "width": 1.5, "dash": "dash"},
        marker={
            "symbol": "diamond-open",
            "size": size,
            "color": palette.muted,
            "line": {"width": 2, "color": palette.muted},
        },
        hovertemplate=f"%{{y:,.0f}}<extra>{name}</extra>",
        name=name,
    )


def with_published(
    figure: go.Figure, frame: pd.DataFrame, palette: Palette, *, name: str
) -> go.Figure:
    """Add someone else's projection as muted diamonds with their name; nothing where there is none.

    Parameters
    ----------
    figure : Figure
        As from :func:`history_and_range`.
    frame : DataFrame
        Columns year, value.
    palette : Palette
        Colours.
    name : str
        Whose projection, from when.
    """
    if frame.empty:
        return figure
    figure.add_trace(_published(frame, palette, name, 9))
    # In the legend, not at the point: there it would lie on the range.
    for trace in figure.data:
        trace.showlegend = trace.name == name
    figure.update_layout(showlegend=True, legend=bottom_legend(palette))
    return figure


def _before(
    frame: pd.DataFrame, palette: Palette, digits: int = 0, *, calculated: bool
) -> go.Scatter:
    """Draw the years before a projection: statistics, or what is calculated with an assumption."""
    if calculated:
        return history_line(frame, palette.ink, CALCULATED, digits, dash="dash")
    return history_line(frame, palette.ink, OBSERVED, digits)


def small_range(
    observed: pd.DataFrame,
    projected: pd.DataFrame,
    palette: Palette,
    *,
    published: tuple[str, pd.DataFrame] | None = None,
    calculated: bool = False,
    height: int = 190,
) -> go.Figure:
    """Draw one small history-and-range panel from zero, to stand beside others.

    Parameters
    ----------
    observed, projected : DataFrame
        Columns year, value and year, p10, p50, p90.
    palette : Palette
        Colours.
    published : (str, DataFrame), optional
        Someone else's projection: name; columns year, value.
    calculated : bool
        The years before are no statistics, but calculated with an assumption: drawn dashed.
    height : int
        CSS pixels.
    """
    figure = base(palette, height=height)
    figure.add_trace(_before(observed, palette, calculated=calculated))
    joined = anchored(observed, projected)
    if len(joined):
        _range(figure, joined, palette, 0)
    if published is not None and len(published[1]):
        figure.add_trace(_published(published[1], palette, published[0], 7))
    figure.update_xaxes(nticks=5)
    figure.update_yaxes(rangemode="tozero", nticks=4)
    return figure


def small_ranges(
    panels: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]],
    palette: Palette,
    *,
    columns: int = 3,
    height: int = 210,
    published: Mapping[str, tuple[str, pd.DataFrame]] | None = None,
    calculated: Collection[str] = (),
) -> go.Figure:
    """Draw one small history-and-range panel per group, each with its own scale from zero.

    Parameters
    ----------
    panels : mapping
        Observed (year, value) and projected (year, p10, p50, p90) by panel title.
    palette : Palette
        Colours.
    columns : int
        Panels per row.
    height : int
        CSS pixels per row of panels.
    published : mapping, optional
        Someone else's projection by panel title: name; columns year, value.
    calculated : collection of str
        Titles of panels whose years before are calculated with an assumption: drawn dashed.
    """
    rows = -(-len(panels) // columns)
    figure = base(palette, height=height * rows)
    figure.set_subplots(
        rows=rows,
        cols=columns,
        subplot_titles=list(panels),
        horizontal_spacing=0.07,
        vertical_spacing=0.28 / max(rows, 1),
    )
    for at, (title, (observed, projected)) in enumerate(panels.items()):
        where = {"row": at // columns + 1, "col": at % columns + 1}
        figure.add_trace(_before(observed, palette, calculated=title in calculated), **where)
        joined = anchored(observed, projected)
        if len(joined):
            _range(figure, joined, palette, 0, **where)
        name, frame = (published or {}).get(title, ("", observed[:0]))
        if len(frame):
            figure.add_trace(_published(frame, palette, name, 7), **where)
    template = figure.layout.xaxis.to_plotly_json()
    figure.for_each_xaxis(lambda axis: axis.update({**_look(template), "nticks": 5}))
    look = _look(figure.layout.yaxis.to_plotly_json())
    figure.for_each_yaxis(
        lambda axis: axis.update({**look, "rangemode": "tozero", "nticks": 4, "tickformat": ",.0f"})
    )
    figure.update_annotations(font={"size": 14, "color": palette.ink})
    figure.update_layout(margin={"t": 30}, hovermode="x")
    return figure


def _look(axis: dict[str, object]) -> dict[str, object]:
    """What makes one axis look like another, without its place in the figure."""
    return {key: value for key, value in axis.items() if key not in ("anchor", "domain")}
