"""Mötesläge: a place's story as slides that fill the window."""

import html
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from demografi.charts.layout import CONFIG
from demografi.charts.palette import LIGHT, Palette, counterparts, palette
from demografi.charts.stage import staged
from demografi.report.model import Figure
from demografi.report.story import Chapter, Scene, answer, most_moves, story
from demografi.text import _, meeting
from demografi.text.numbers import signed
from demografi.ui import cached, choices, shell
from demografi.ui.basis import basis
from demografi.ui.card import colours, kept
from demografi.ui.notes import leave_note

__all__ = ["Opening", "background", "opening", "scenes", "show"]

_STYLE = (Path(__file__).parent / "static" / "meeting.css").read_text(encoding="utf-8")
_STILL = CONFIG | {"staticPlot": True}
"""Nobody points at a chart from the back of a room."""


def background() -> Palette:
    """Choose light or dark slides; ``bakgrund`` in the link, the reader's theme by default."""
    name = choices.segments(
        "bakgrund",
        _("Bakgrund"),
        ("tema", "ljus", "mork"),
        "tema",
        show=meeting.background_name,
    )
    return {"tema": colours(), "ljus": palette("light"), "mork": palette("dark")}[name]


@st.cache_resource(show_spinner=False, max_entries=64)
def _story(version: str, code: str) -> tuple[Scene, ...]:  # noqa: ARG001 - the key
    return story(basis(), code)


@st.cache_resource(show_spinner=False, max_entries=256)
def _answer(version: str, code: str, persons: int) -> Figure:  # noqa: ARG001 - the key
    return answer(basis(), code, persons)


def scenes(code: str) -> tuple[Scene, ...]:
    """Return the story of a place, told once per dataset."""
    return _story(cached.dataset().version, code)


def _style(shades: Palette) -> None:
    text = _STYLE
    for word, colour in {
        "PAGE": shades.page,
        "INK": shades.ink,
        "MUTED": shades.muted,
        "ACCENT": shades.accent,
        "PAPER": LIGHT.page,
        "BLACK": LIGHT.ink,
        "GREY": LIGHT.muted,
        "SPRUCE": LIGHT.accent,
    }.items():
        text = text.replace(word, colour)
    # Paper is white: meeting.js gives pictures the light colours while they are printed.
    pairs = {} if shades is LIGHT else counterparts(shades, LIGHT)
    swap = " ".join(f"{there} {here}" for there, here in pairs.items())
    st.html(f"<style>{text} :root {{--on-paper: '{swap}'}}</style>")


class Opening(NamedTuple):
    """The first slide, to be filled in."""

    heading: DeltaGenerator
    choices: DeltaGenerator
    others: DeltaGenerator


def opening() -> Opening:
    """Begin with the first slide: it holds the choices that all others follow from."""
    slides = st.container(key="meeting")
    with slides, st.container(key="slide_1"), st.container(key="stage_1"):
        heading = st.container()
        chosen = st.container(key="meeting_choices")
        st.html(f'<p class="keys">{html.escape(meeting.how_to())}</p>')
        with st.container(key="meeting_leave"):
            shell.link("oversikt", _("Lämna mötesläget"), {})
    return Opening(heading, chosen, slides)


def show(
    first: Opening,
    code: str,
    told: Sequence[Scene],
    shades: Palette,
    *,
    title: str,
    lead: str,
) -> None:
    """Fill the first slide and show the others.

    Parameters
    ----------
    first : Opening
        Where.
    code : str
        The place.
    title, lead : str
        On the first slide.
    told : sequence of Scene
        One slide each.
    shades : Palette
        Colours of all slides.
    """
    with first.heading:
        shell.heading(title, lead)
    count = 2 + len(told)
    with first.others:
        _style(shades)
        for at, scene in enumerate(told, start=2):
            with st.container(key=f"slide_{at}"), st.container(key=f"stage_{at}"):
                _words(scene.chapter, scene.figure)
                _chart(scene.figure, shades, at, count)
        with st.container(key=f"slide_{count}"), st.container(key=f"stage_{count}"):
            _live(code, shades, count)


@st.fragment
def _live(code: str, shades: Palette, at: int) -> None:
    """Show the slide that answers the audience: one slider, what follows from it."""
    version = cached.dataset().version
    most, step = most_moves(basis(), code)
    words = st.container(key="meeting_answer", gap=None)
    with st.container(key="meeting_live"):
        persons = choices.slide("flytt", meeting.question(), -most, most, 0, step=step, show=signed)
    figure = _answer(version, code, persons)
    with words:
        _words("val", figure)
    _chart(figure, shades, at, at)
    choices.write_link()


def _words(chapter: Chapter, figure: Figure) -> None:
    heading, message = html.escape(meeting.chapter(chapter)), html.escape(figure.message)
    st.html(f'<p class="chapter">{heading}</p><h2>{message}</h2>')


def _chart(figure: Figure, shades: Palette, at: int, count: int) -> None:
    st.plotly_chart(
        kept(
            ("meeting", cached.dataset().version, figure.key, shades.name),
            lambda: staged(figure.draw(shades)),
        ),
        theme=None,
        config=_STILL,
        height="stretch",
        key=f"picture_{at}",
        alt=figure.alt,
    )
    leave_note(figure.key, figure.message)
    st.html(
        f'<p class="foot"><span>{html.escape(figure.remarks)}</span><span>{at} / {count}</span></p>'
    )
