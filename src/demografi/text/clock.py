"""Readers' time of day."""

from babel.dates import get_timezone

__all__ = ["ZONE"]

ZONE = get_timezone("Europe/Stockholm")
"""The same wherever the server stands."""
