"""The shared-knowledge matrix: indicators of many places then, now and later.

A cell is one value of one indicator for one place, with the year it really is for. Cells that
are missing have a reason, so that a dash on screen is never unexplained.
"""

from demografi.knowledge.cells import (
    CHOICES,
    COMPARED,
    LATER,
    NEAR,
    RECENT,
    SETS,
    THEN,
    VIEWS,
    Shown,
    View,
    below,
    cells,
    column_years,
    columns_shown,
    rows_shown,
    shown_cells,
    spans,
    views_of,
    with_values,
)
from demografi.knowledge.missing import Missing, missing
from demografi.knowledge.places import Standing, is_size, side_by_side, standing
from demografi.knowledge.spread import (
    ORDERS,
    Extremes,
    Order,
    Risen,
    Shift,
    extremes,
    ranked,
    risen,
    shifts,
)

__all__ = [
    "CHOICES",
    "COMPARED",
    "LATER",
    "NEAR",
    "ORDERS",
    "RECENT",
    "SETS",
    "THEN",
    "VIEWS",
    "Extremes",
    "Missing",
    "Order",
    "Risen",
    "Shift",
    "Shown",
    "Standing",
    "View",
    "below",
    "cells",
    "column_years",
    "columns_shown",
    "extremes",
    "is_size",
    "missing",
    "ranked",
    "risen",
    "rows_shown",
    "shifts",
    "shown_cells",
    "side_by_side",
    "spans",
    "standing",
    "views_of",
    "with_values",
]
