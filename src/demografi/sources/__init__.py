"""Where figures come from: SCB (PxWebApi v2) and Kolada (v3). Requests in, tidy frames out."""

from demografi.sources.catalogue import FIGURES
from demografi.sources.client import KOLADA_URL, SCB_URL, Client, Patience
from demografi.sources.figures import Choice, Figure
from demografi.sources.jsonstat import Cube, parse, read_json
from demografi.sources.kolada import KEY_FIGURES, KoladaClient
from demografi.sources.orders import Order, make_order
from demografi.sources.planning import Block, cells, fewest_calls, plan
from demografi.sources.scb import ScbClient
from demografi.sources.tidy import check_answer, tidy

__all__ = [
    "FIGURES",
    "KEY_FIGURES",
    "KOLADA_URL",
    "SCB_URL",
    "Block",
    "Choice",
    "Client",
    "Cube",
    "Figure",
    "KoladaClient",
    "Order",
    "Patience",
    "ScbClient",
    "cells",
    "check_answer",
    "fewest_calls",
    "make_order",
    "parse",
    "plan",
    "read_json",
    "tidy",
]
