"""What reports and Mötesläge are computed from, shared by all who read them."""

import streamlit as st

from demografi.report import Basis
from demografi.ui import cached

__all__ = ["basis"]


@st.cache_resource(show_spinner=False, max_entries=2)
def _basis(version: str) -> Basis:  # noqa: ARG001 - the key
    return Basis(cached.dataset(), cached.projection())


def basis() -> Basis:
    """Return the figures and the projection in use, with what has been computed from them."""
    return _basis(cached.dataset().version)
