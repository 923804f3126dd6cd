"""Contrast is computed here, not believed."""

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from demografi.charts.palette import DARK, LIGHT, Palette, palette

CONFIG = Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml"

both_themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: str(theme.name))


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB`` as WCAG 2.1 defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(theme: Palette, rgba: str) -> str:
    """Solid colour that a see-through one gives on the page."""
    *parts, opacity = (float(part) for part in rgba[5:-1].split(","))
    ground = [int(theme.page[at : at + 2], 16) for at in (1, 3, 5)]
    solid = [round(c * opacity + g * (1 - opacity)) for c, g in zip(parts, ground, strict=True)]
    return "#" + "".join(f"{part:02X}" for part in solid)


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@both_themes
@pytest.mark.parametrize("ground", ["page", "card"])
def test_text_and_lines_stand_out(theme: Palette, ground: str) -> None:
    colours = {
        name: getattr(theme, name)
        for name in ("ink", "muted", "accent", "contrast", "women", "men")
    } | {f"category {at}": colour for at, colour in enumerate(theme.categories)}
    found = {name: contrast(colour, getattr(theme, ground)) for name, colour in colours.items()}
    assert {name: value for name, value in found.items() if value < 4.5} == {}


@both_themes
def test_line_in_a_range_stands_out_from_it(theme: Palette) -> None:
    band = mixed(theme, theme.faded(theme.accent, 0.18))
    assert contrast(theme.accent, band) >= 3
    assert contrast(theme.ink, mixed(theme, theme.faded(theme.ink, 0.22))) >= 3


def test_faded_keeps_the_colour() -> None:
    assert LIGHT.faded("#0B6B5D", 0.18) == "rgba(11,107,93,0.18)"


@both_themes
def test_ten_different_categories(theme: Palette) -> None:
    assert len(set(theme.categories)) == len(theme.categories) == 10


@both_themes
def test_women_and_men_differ_and_are_not_pink_and_blue(theme: Palette) -> None:
    for colour in (theme.women, theme.men):
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        assert green >= min(red, blue), "neither pink nor blue"
    assert theme.women == theme.accent
    assert theme.women != theme.men


@both_themes
def test_sequential_scale_goes_one_way(theme: Palette) -> None:
    steps = [contrast(colour, theme.page) for colour in theme.sequential]
    assert steps == sorted(steps), "the more there is, the further from the page"


@both_themes
def test_diverging_scale_has_its_palest_colour_in_the_middle(theme: Palette) -> None:
    assert len(theme.diverging) % 2 == 1, "zero has a colour of its own"
    middle = len(theme.diverging) // 2
    steps = [contrast(colour, theme.page) for colour in theme.diverging]
    assert all(a > b for a, b in pairwise(steps[: middle + 1]))
    assert all(a < b for a, b in pairwise(steps[middle:]))
    assert theme.diverging[0] == theme.contrast
    assert theme.diverging[-1] == theme.accent


def test_palette_by_name() -> None:
    assert palette("dark") is DARK
    assert palette("light") is LIGHT
    assert palette("anything") is LIGHT


@both_themes
def test_theme_of_the_server_is_the_palette(theme: Palette) -> None:
    configured: dict[str, Any] = tomllib.loads(CONFIG.read_text("utf-8"))["theme"][theme.name]
    assert tuple(configured["chartCategoricalColors"]) == theme.categories
    same = {
        "textColor": theme.ink,
        "backgroundColor": theme.page,
        "secondaryBackgroundColor": theme.card,
        "primaryColor": theme.accent,
        "linkColor": theme.accent,
        "borderColor": theme.line,
        "grayTextColor": theme.muted,
    }
    assert {key: configured[key] for key in same} == same
