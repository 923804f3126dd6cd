"""Projection and scenarios in one figure, and the difference between them."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from demografi.charts.layout import base, bottom_legend, mark_jump_off
from demografi.charts.lines import anchored, history_line
from demografi.charts.palette import Palette
from demografi.text import _
from demografi.text.columns import OBSERVED

__all__ = ["alternatives", "effect", "level", "together"]

_ENDS = ("p10", "p50", "p90")
_DASHES = ("dash", "dot", "dashdot")
"""Of the scenarios compared with, told apart without colour too."""


def _all_anchored(
    observed: pd.DataFrame, others: Mapping[str, pd.DataFrame] | None
) -> dict[str, pd.DataFrame]:
    columns = ["year", *_ENDS]
    return {name: anchored(observed, frame[columns]) for name, frame in (others or {}).items()}


def _band(
    figure: go.Figure,
    frame: pd.DataFrame,
    prefix: str,
    line: dict[str, object],
    name: str,
    *,
    field: str,
) -> None:
    """Add a range as a field, unless it has no colour, and its middle as a line."""
    low, middle, high = (frame[prefix + end] for end in _ENDS)
    number = f"{'+' if prefix == 'effect_' else ''},.0f"
    if field:
        figure.add_trace(
            go.Scatter(
                x=pd.concat([frame["year"], frame["year"][::-1]]),
                y=pd.concat([high, low[::-1]]),
                fill="toself",
                fillcolor=field,
                line={"width": 0},
                hoverinfo="skip",
                showlegend=False,
                name=_("8 av 10 utfall"),
            )
        )
    figure.add_trace(
        go.Scatter(
            x=frame["year"],
            y=middle,
            mode="lines",
            line=line,
            customdata=pd.DataFrame({"low": low, "high": high}).to_numpy(),
            hovertemplate=(
                f"%{{y:{number}}} ({_('8 av 10 utfall')}: %{{customdata[0]:{number}}} "
                f"{_('till')} %{{customdata[1]:{number}}})<extra>{name}</extra>"
            ),
            name=name,
        )
    )


def _main(figure: go.Figure, frame: pd.DataFrame, prefix: str, palette: Palette, name: str) -> None:
    """Add the projection in the accent colour, or the scenario in the contrast colour."""
    colour = palette.accent if prefix == "base_" else palette.contrast
    line: dict[str, object] = {"color": colour, "width": 2.5}
    _band(figure, frame, prefix, line, name, field=palette.faded(colour, 0.18))


def _beside(
    figure: go.Figure, others: Mapping[str, pd.DataFrame], prefix: str, palette: Palette
) -> None:
    """Add the scenarios compared with: broken lines, and a field where there is but one."""
    for at, (name, frame) in enumerate(others.items()):
        colour = palette.categories[2 + at]
        line: dict[str, object] = {"color": colour, "width": 2, "dash": _DASHES[at]}
        field = palette.faded(colour, 0.10) if len(others) == 1 else ""
        _band(figure, frame, prefix, line, name, field=field)


def alternatives(
    observed: pd.DataFrame,
    effects: pd.DataFrame,
    palette: Palette,
    *,
    unit: str,
    name: str | None,
    others: Mapping[str, pd.DataFrame] | None = None,
    height: int = 420,
) -> go.Figure:
    """Draw history, the projection, a scenario and others to compare with.

    Parameters
    ----------
    observed : DataFrame
        Columns year, value.
    effects : DataFrame
        Columns year, base_p10, base_p50, base_p90, p10, p50, p90.
    palette : Palette
        Colours.
    unit : str
        Unit of the y axis.
    name : str or None
        Of the scenario; without one only the projection is drawn.
    others : mapping of str to DataFrame, optional
        Columns year, p10, p50, p90 by name of scenarios to compare with, three at most.
    height : int
        CSS pixels.
    """
    figure = base(palette, height=height, unit=unit)
    figure.add_trace(history_line(observed, palette.ink, OBSERVED, 0))
    joined = anchored(observed, effects)
    _main(figure, joined, "base_", palette, _("Prognos"))
    if name is not None:
        _main(figure, joined, "", palette, name)
    _beside(figure, _all_anchored(observed, others), "", palette)
    mark_jump_off(figure, int(joined["year"].iloc[0]), palette)
    figure.update_layout(showlegend=True, legend=bottom_legend(palette))
    return figure


def level(
    observed: pd.DataFrame,
    effects: pd.DataFrame,
    palette: Palette,
    *,
    changed: bool,
    others: Mapping[str, pd.DataFrame] | None = None,
    height: int = 190,
) -> go.Figure:
    """Draw one small panel from zero: history, projection and scenarios of a group of ages."""
    figure = base(palette, height=height)
    figure.add_trace(history_line(observed, palette.ink, OBSERVED, 0))
    joined = anchored(observed, effects)
    _main(figure, joined, "base_", palette, _("Prognos"))
    if changed:
        _main(figure, joined, "", palette, _("Scenario"))
    _beside(figure, _all_anchored(observed, others), "", palette)
    figure.update_xaxes(nticks=5)
    figure.update_yaxes(rangemode="tozero", nticks=4)
    return figure


def effect(
    effects: pd.DataFrame,
    palette: Palette,
    *,
    others: Mapping[str, pd.DataFrame] | None = None,
    height: int = 200,
) -> go.Figure:
    """Draw the difference from the projection with its range, around a line at nothing.

    Parameters
    ----------
    effects : DataFrame
        Columns year, effect_p10, effect_p50, effect_p90.
    palette : Palette
        Colours.
    others : mapping of str to DataFrame, optional
        The same by name of scenarios to compare with, three at most.
    height : int
        CSS pixels.
    """
    figure = base(palette, height=height)
    _main(figure, effects, "effect_", palette, _("Skillnad"))
    _beside(figure, others or {}, "effect_", palette)
    figure.add_hline(y=0, line={"color": palette.muted, "width": 1})
    figure.update_xaxes(nticks=5)
    # Half a person up and down is not worth a mountain.
    drawn = ["effect_p10", "effect_p90"] if len(others or {}) == 1 else ["effect_p50"]
    shown = [effects[["effect_p10", "effect_p90"]].to_numpy()]
    shown += [frame[drawn].to_numpy() for frame in (others or {}).values()]
    low = min(0.0, *(float(values.min()) for values in shown))
    high = max(0.0, *(float(values.max()) for values in shown))
    reach = max(5.0, -low, high)
    figure.update_yaxes(
        nticks=5,
        tickformat="+,.0f",
        labelalias={"+0": "0"},
        range=[min(low, -0.1 * reach) - 0.05 * reach, max(high, 0.1 * reach) + 0.05 * reach],
    )
    return figure


def together(
    panels: Mapping[str, go.Figure], palette: Palette, *, columns: int = 2, height: int = 230
) -> go.Figure:
    """Put panels side by side in one figure, for a picture.

    Parameters
    ----------
    panels : mapping of str to Figure
        By title.
    palette : Palette
        Colours.
    columns : int
        Panels per row.
    height : int
        CSS pixels per row.
    """
    rows = -(-len(panels) // columns)
    figure = base(palette, height=height * rows)
    figure.set_subplots(
        rows=rows,
        cols=columns,
        subplot_titles=list(panels),
        horizontal_spacing=0.09,
        vertical_spacing=0.3 / max(rows, 1),
    )
    for at, panel in enumerate(panels.values()):
        where = {"row": at // columns + 1, "col": at % columns + 1}
        figure.add_traces(panel.data, rows=where["row"], cols=where["col"])
        for kind, update in (("xaxis", figure.update_xaxes), ("yaxis", figure.update_yaxes)):
            look = panel.layout[kind].to_plotly_json()
            update({key: look[key] for key in look if key not in ("anchor", "domain")}, **where)
        if panel.layout.shapes:
            figure.add_hline(y=0, line={"color": palette.muted, "width": 1}, **where)
    figure.update_annotations(font={"size": 14, "color": palette.ink})
    figure.update_layout(margin={"t": 30})
    return figure
