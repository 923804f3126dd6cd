"""What the figures say about a place, gathered for screens, sentences and exports."""

from demografi.findings.components import (
    Peak,
    RecentChange,
    change_components,
    past_and_coming,
    peak,
    projected_components,
    recent_change,
    year_changes,
)
from demografi.findings.pyramids import (
    in_classes,
    projected_pyramid,
    pyramid_table,
    pyramid_width,
    pyramid_years,
    years_with_split,
)
from demografi.findings.ranges import (
    Outlook,
    group_outlooks,
    group_ranges,
    group_table,
    history_then_range,
    latest,
    outlook,
    outlooks,
    row_outlook,
)
from demografi.findings.years import DRAWS, FAR_YEAR, HORIZON, NEAR_YEAR, SEED, in_year

__all__ = [
    "DRAWS",
    "FAR_YEAR",
    "HORIZON",
    "NEAR_YEAR",
    "SEED",
    "Outlook",
    "Peak",
    "RecentChange",
    "change_components",
    "group_outlooks",
    "group_ranges",
    "group_table",
    "history_then_range",
    "in_classes",
    "in_year",
    "latest",
    "outlook",
    "outlooks",
    "past_and_coming",
    "peak",
    "projected_components",
    "projected_pyramid",
    "pyramid_table",
    "pyramid_width",
    "pyramid_years",
    "recent_change",
    "row_outlook",
    "year_changes",
    "years_with_split",
]
