"""The door: ``streamlit run app.py``."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from demografi.ui.document import routes
from demografi.ui.server import AtOnce, lifespan, show_error

# The script lies outside this folder: beside a folder ``pages/`` Streamlit would run the first
# page asked for by itself, without the frame, when a server's first visitor follows a deep link.
app = st.App(
    "src/demografi/ui/main.py",
    routes=routes(path.stem for path in (Path(__file__).parent / "pages").glob("*.py")),
    lifespan=lifespan,
    middleware=[Middleware(AtOnce)],
    on_script_error=show_error,
)
