"""The colours, one set for light and one for dark; the same colour means the same thing.

Contrast against the card is at least 4.5:1 for everything that carries text or a line a reader
must tell apart (``tests/charts/test_palette.py`` computes it).
"""

from dataclasses import dataclass, fields
from typing import Literal

__all__ = ["DARK", "LIGHT", "Palette", "counterparts", "palette"]

Theme = Literal["light", "dark"]


@dataclass(frozen=True)
class Palette:
    """Colours of one theme.

    Attributes
    ----------
    ink, muted, line : str
        Text and observed history; captions, axes and comparisons; grid and borders.
    page, card : str
        Backgrounds.
    accent, contrast : str
        Projection and selection; the one thing to notice.
    women, men : str
        Pyramids.
    categories : tuple of str
        Ten colours for places that must be told apart, in order.
    sequential, diverging : tuple of str
        Map scales from low to high; diverging has zero in the middle.
    """

    name: Theme
    ink: str
    muted: str
    line: str
    page: str
    card: str
    accent: str
    contrast: str
    women: str
    men: str
    categories: tuple[str, ...]
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]

    def faded(self, colour: str, opacity: float) -> str:
        """Return ``#RRGGBB`` as an rgba colour."""
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return f"rgba({red},{green},{blue},{opacity})"


LIGHT = Palette(
    name="light",
    ink="#0C161D",
    muted="#44525C",
    line="#D5DBD9",
    page="#FFFFFF",
    card="#F3F5F4",
    accent="#0B6B5D",
    contrast="#B4492D",
    women="#0B6B5D",
    men="#8F6400",
    categories=(
        "#0B6B5D",
        "#B4492D",
        "#2E5FA3",
        "#8F6400",
        "#7A3B73",
        "#1E7A8C",
        "#5A731C",
        "#B8466D",
        "#5B6770",
        "#6A4A3A",
    ),
    sequential=("#E3EFEC", "#BFDDD6", "#8FC4B9", "#57A496", "#2A8474", "#0B6B5D", "#074A40"),
    diverging=("#B4492D", "#D58A72", "#EFD0C5", "#FBFBFA", "#C4DFD9", "#6DB0A3", "#0B6B5D"),
)

DARK = Palette(
    name="dark",
    ink="#EAF0F0",
    muted="#B3C0C4",
    line="#2A3740",
    page="#0F171C",
    card="#18222A",
    accent="#4FC3AE",
    contrast="#F0906F",
    women="#4FC3AE",
    men="#E0B34A",
    categories=(
        "#4FC3AE",
        "#F0906F",
        "#8AB4F0",
        "#E0B34A",
        "#D39ACB",
        "#6CC6DA",
        "#B3CC6B",
        "#F29BB7",
        "#A9B4BC",
        "#C9A793",
    ),
    sequential=("#1B2C31", "#1E4442", "#235F58", "#2B7C70", "#379A8A", "#4FC3AE", "#9BE3D5"),
    diverging=("#F0906F", "#B0644C", "#6B4238", "#26323A", "#245A54", "#369081", "#4FC3AE"),
)


def counterparts(there: Palette, here: Palette) -> dict[str, str]:
    """Colour of one palette that means what a colour of another means, by the latter.

    >>> counterparts(DARK, LIGHT)[DARK.ink] == LIGHT.ink
    True
    """
    found: dict[str, str] = {}
    for one in fields(Palette):
        before, after = (getattr(shades, one.name) for shades in (there, here))
        if isinstance(before, tuple):
            found.update(zip(before, after, strict=True))
        elif before.startswith("#"):
            found[before] = after
    return found


def palette(theme: str) -> Palette:
    """Return the palette of ``"light"`` or ``"dark"``."""
    return DARK if theme == "dark" else LIGHT
