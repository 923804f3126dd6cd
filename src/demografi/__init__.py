"""Demography of the municipalities of Västerbotten.

The core works without a screen: ``demografi.load()`` gives the dataset, and the functions of
:mod:`demografi.indicators` and :mod:`demografi.projection` take it from there.
"""

from demografi.dataset import Dataset, load

__all__ = ["Dataset", "__version__", "load"]

__version__ = "0.1.0"
