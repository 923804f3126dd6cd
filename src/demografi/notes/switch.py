"""Whether notes are on, which every screen asks; databases are loaded where they are."""

import os
from collections.abc import Mapping

__all__ = ["SWITCH", "allowed"]

SWITCH = "DEMOGRAFI_NOTES"
"""Environment variable: ``1`` turns notes on."""


def allowed(environment: Mapping[str, str] | None = None) -> bool:
    """Whether the operator has turned notes on.

    >>> allowed({"DEMOGRAFI_NOTES": "1"}), allowed({})
    (True, False)
    """
    return (os.environ if environment is None else environment).get(SWITCH, "") == "1"
