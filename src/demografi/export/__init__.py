"""Figures and tables out of the browser: bytes that other programs open."""
