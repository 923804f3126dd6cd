"""The age pyramid: women to the left, men to the right, one outline to compare with."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from demografi.charts.layout import base, bottom_legend
from demografi.charts.palette import Palette
from demografi.dataset import AGE_OPEN
from demografi.text import _
from demografi.text.numbers import whole

__all__ = ["pyramid"]


def _ticks(top: float) -> list[float]:
    """Three round steps of whole persons from zero to the top."""
    raw = max(top / 3, 1)
    magnitude = 10 ** np.floor(np.log10(raw))
    steps = (m * magnitude for m in (1, 2, 2.5, 5, 10))
    step = next(step for step in steps if step >= raw and step % 1 == 0)
    return [float(step * i) for i in range(1, 4)]


def _classes(ages: "pd.Series[int]", width: int) -> list[str]:
    """Write age classes: ``40``, ``40–44``, ``100+``."""
    return [
        f"{age}+" if age >= AGE_OPEN else f"{age}–{age + width - 1}" if width > 1 else str(age)
        for age in ages
    ]


def _steps(frame: pd.DataFrame, width: int) -> pd.DataFrame:
    """Both ends of every class of several years, so that what is drawn over bars ends with them.

    Parameters
    ----------
    frame : DataFrame
        Columns age, value, of one sex.
    width : int
        Years of age per bar.
    """
    frame = frame.sort_values("age")
    if width == 1:
        return frame
    ends = frame["age"].to_numpy()[:, None] + np.array([-0.5, width - 0.5])
    return pd.DataFrame({"age": ends.ravel(), "value": frame["value"].to_numpy().repeat(2)})


def pyramid(
    now: pd.DataFrame,
    palette: Palette,
    *,
    label: str,
    outlines: Mapping[str, pd.DataFrame] | None = None,
    top: float | None = None,
    low: pd.DataFrame | None = None,
    high: pd.DataFrame | None = None,
    width: int = 1,
    height: int = 560,
) -> go.Figure:
    """Draw an age pyramid, or one profile for both sexes where the year has no split.

    Parameters
    ----------
    now : DataFrame
        Columns sex (F and M, or T alone), age, value.
    palette : Palette
        Colours.
    label : str
        What the bars show, usually a year.
    outlines : mapping of str to DataFrame, optional
        The same columns by what they show; the first is drawn solid, the others dotted.
    top : float, optional
        Widest bar of the axis, to hold it still while years change.
    low, high : DataFrame, optional
        The 80 % range around ``now``, drawn as thin marks.
    width : int
        Years of age per bar; ``age`` is the youngest of each.
    height : int
        CSS pixels.
    """
    figure = base(palette, height=height)
    both = set(now["sex"]) == {"T"}
    outlines = outlines or {}
    widest = top or max(
        float(frame["value"].max())
        for frame in (now, high, *outlines.values())
        if frame is not None and len(frame)
    )
    names = {"F": _("Kvinnor"), "M": _("Män"), "T": _("Kvinnor och män")}
    colours = {"F": palette.women, "M": palette.men, "T": palette.women}
    unit = _("år")
    middle = (width - 1) / 2
    for sex, bars in now.groupby("sex"):
        side = -1 if sex == "F" else 1
        name = names[str(sex)]
        figure.add_trace(
            go.Bar(
                x=side * bars["value"],
                y=bars["age"] + middle,
                orientation="h",
                marker={"color": colours[str(sex)], "line": {"width": 0}},
                width=width * 0.92,
                name=f"{name} {label}",
                customdata=np.column_stack([bars["value"], _classes(bars["age"], width)]),
                hovertemplate=(
                    f"%{{customdata[1]}} {unit}: %{{customdata[0]:,.0f}}"
                    f"<extra>{name} {label}</extra>"
                ),
            )
        )
        if low is not None and high is not None:
            inner, outer = (_steps(f[f["sex"] == sex], width) for f in (low, high))
            figure.add_trace(
                go.Scatter(
                    x=pd.concat([side * inner["value"], side * outer["value"][::-1]]),
                    y=pd.concat([inner["age"], outer["age"][::-1]]),
                    fill="toself",
                    fillcolor=palette.faded(palette.ink, 0.22),
                    line={"width": 0},
                    hoverinfo="skip",
                    showlegend=side > 0,
                    name=_("8 av 10 utfall"),
                )
            )
        figure.add_annotation(
            x=0.02 if sex == "F" else 0.98,
            xref="paper",
            y=1,
            yref="paper",
            xanchor="left" if sex == "F" else "right",
            yanchor="top",
            text=f"<b>{name}</b>",
            showarrow=False,
            font={"color": colours[str(sex)], "size": 14},
        )
    for at, (name, frame) in enumerate(outlines.items()):
        line = {"color": palette.ink, "width": 1.5, "dash": "dot"} if at else {"color": palette.ink}
        for sex, outline in frame.groupby("sex"):
            side = -1 if sex == "F" else 1
            steps = _steps(outline, width)
            figure.add_trace(
                go.Scatter(
                    x=side * steps["value"],
                    y=steps["age"],
                    mode="lines",
                    line={"width": 1.5, "shape": "vhv" if width == 1 else "linear", **line},
                    name=name,
                    showlegend=side > 0,
                    customdata=steps["value"],
                    hovertemplate=f"%{{customdata:,.0f}}<extra>{name}</extra>",
                )
            )
    marks = _ticks(widest)
    ticks = marks if both else [-mark for mark in reversed(marks)] + [0.0, *marks]
    reach = max(widest * 1.04, marks[-1] * 0.8)
    figure.update_layout(
        barmode="overlay",
        hovermode="closest",
        showlegend=True,
        legend=bottom_legend(palette),
    )
    figure.update_xaxes(
        tickvals=ticks,
        ticktext=[whole(abs(tick)) for tick in ticks],
        range=[0 if both else -reach, reach],
        showgrid=True,
    )
    figure.update_yaxes(
        range=[-0.5, 101 + middle],
        zeroline=False,
        tickvals=[0, 20, 40, 60, 80, 100],
        ticktext=["0", "20", "40", "60", "80", "100+"],
    )
    return figure
