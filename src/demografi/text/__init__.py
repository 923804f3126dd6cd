"""Wording: the message catalogue, Swedish number forms, computed sentences.

Swedish is the source language: ``_("Folkmängd")`` is its own key, and another language is a
compiled catalogue in ``demografi/locale/<language>/LC_MESSAGES/demografi.mo``.
"""

import gettext
import os
from pathlib import Path

__all__ = ["LANGUAGE", "_", "ngettext"]

LANGUAGE = os.environ.get("DEMOGRAFI_LANGUAGE", "sv")

_catalogue = gettext.translation(
    "demografi", Path(__file__).parents[1] / "locale", languages=[LANGUAGE], fallback=True
)
_ = _catalogue.gettext
ngettext = _catalogue.ngettext
