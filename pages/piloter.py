"""Piloter: the questions of the county's pilots, each answered from data."""

from demografi.ui import cached, pilots, shell

data = cached.dataset()
pilots.show(data, pilots.choose_pilot())
shell.footer(data)
