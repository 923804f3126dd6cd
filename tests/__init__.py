"""Tests of Demografi Västerbotten; the folders mirror ``src/demografi``."""
