"""The script Streamlit runs for every visitor and every change."""

from demografi.ui import shell

shell.run()
