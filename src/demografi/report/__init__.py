"""Reports: one model of text, figures and tables, and the templates that fill it."""

from demografi.report.annex import spoken_of
from demografi.report.basis import Basis
from demografi.report.model import (
    Band,
    Chart,
    Column,
    Figure,
    Report,
    Section,
    Series,
    Table,
    plain,
    printable,
)
from demografi.report.templates import (
    LEVELS,
    TEMPLATES,
    Order,
    Template,
    check_order,
    compose,
    offered_places,
)

__all__ = [
    "LEVELS",
    "TEMPLATES",
    "Band",
    "Basis",
    "Chart",
    "Column",
    "Figure",
    "Order",
    "Report",
    "Section",
    "Series",
    "Table",
    "Template",
    "check_order",
    "compose",
    "offered_places",
    "plain",
    "printable",
    "spoken_of",
]
