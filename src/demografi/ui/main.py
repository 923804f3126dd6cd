"""The script Streamlit runs for every visitor and every change."""

from demografi.ui import cached, shell

shell.run()
cached.settle()
