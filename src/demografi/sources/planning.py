"""As few calls as possible, none above the cell limit.

What is wanted of a table is a set of *blocks*, each a product of codes per variable. Two blocks
are asked for together when their joint product costs no more calls; a block above the limit is
cut. The least number of calls any plan can have is the number of cells wanted, divided by the
limit and rounded up: :func:`fewest_calls`.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

__all__ = ["Block", "cells", "fewest_calls", "join", "plan", "split"]

Block = Mapping[str, tuple[str, ...]]
"""Codes per variable."""

Spans = tuple[tuple[int, int], ...]
"""A part of a block: first and last+1 position per axis."""


def cells(block: Block) -> int:
    """Count the cells of a block."""
    return math.prod(len(codes) for codes in block.values())


def fewest_calls(blocks: Iterable[Block], limit: int) -> int:
    """Lower bound on calls: different cells wanted, by the limit, rounded up."""
    blocks = list(blocks)
    if not blocks:
        return 0
    # Blocks of one table overlap little; the cells of a union are counted by inclusion-exclusion.
    total = 0
    for size in range(1, len(blocks) + 1):
        for some in combinations(blocks, size):
            common = math.prod(
                len(set.intersection(*(set(block[name]) for block in some))) for name in some[0]
            )
            total += common if size % 2 else -common
    return -(-total // limit)


@lru_cache(maxsize=100_000)
def _grid(shape: tuple[int, ...], limit: int) -> tuple[int, tuple[int, ...]]:
    """Least calls of a regular grid, and the number of pieces per axis."""
    if math.prod(shape) <= limit:
        return 1, (1,) * len(shape)
    best, cut = math.prod(shape), shape
    # An axis of n codes in k pieces has pieces of ceil(n/k); only k that change that matter.
    first, rest = shape[0], shape[1:]
    if not rest:
        pieces = -(-first // limit)
        return pieces, (pieces,)
    seen = set()
    for pieces in range(1, first + 1):
        longest = -(-first // pieces)
        if longest in seen:
            continue
        seen.add(longest)
        if pieces >= best:
            break
        if longest > limit:
            continue
        inner, inner_cut = _grid(rest, limit // longest)
        if pieces * inner < best:
            best, cut = pieces * inner, (pieces, *inner_cut)
    return best, cut


@lru_cache(maxsize=10_000)
def _cuts(shape: tuple[int, ...], limit: int) -> tuple[int, tuple[Spans, ...]]:
    """Cut a block into parts: a regular grid, or two grids side by side if that is fewer."""
    best, pieces = _grid(shape, limit)
    bound = -(-math.prod(shape) // limit)
    divided: tuple[int, int] | None = None
    for axis, length in enumerate(shape):
        if best == bound:
            break
        for at in range(1, length):
            left = _grid((*shape[:axis], at, *shape[axis + 1 :]), limit)[0]
            if left >= best:
                break
            both = left + _grid((*shape[:axis], length - at, *shape[axis + 1 :]), limit)[0]
            if both < best:
                best, divided = both, (axis, at)
    if divided is None:
        return best, tuple(_grid_spans(shape, pieces))
    axis, at = divided
    parts: list[Spans] = []
    for low, high in ((0, at), (at, shape[axis])):
        inner = (*shape[:axis], high - low, *shape[axis + 1 :])
        for spans in _grid_spans(inner, _grid(inner, limit)[1]):
            first, last = spans[axis]
            parts.append((*spans[:axis], (first + low, last + low), *spans[axis + 1 :]))
    return best, tuple(parts)


def _grid_spans(shape: Sequence[int], pieces: Sequence[int]) -> list[Spans]:
    """Spans of a grid, pieces of an axis as equal as they can be."""
    found: list[Spans] = [()]
    for length, count in zip(shape, pieces, strict=True):
        edges = [length * k // count for k in range(count + 1)]
        axis = list(pairwise(edges))
        found = [(*spans, span) for spans in found for span in axis]
    return found


def split(block: Block, limit: int) -> list[Block]:
    """Cut a block into blocks of at most ``limit`` cells that cover it exactly once."""
    names = list(block)
    _, parts = _cuts(tuple(len(block[name]) for name in names), limit)
    return [
        {name: block[name][low:high] for name, (low, high) in zip(names, spans, strict=True)}
        for spans in parts
    ]


def _joint(a: Block, b: Block) -> Block:
    return {name: tuple(dict.fromkeys((*a[name], *b[name]))) for name in a}


def join(blocks: Sequence[Block], limit: int) -> list[Block]:
    """Put blocks together wherever that does not cost a call more.

    Pairs are joined, the one that saves most first, until none is worth it.
    """
    parts = list(blocks)

    def calls(block: Block) -> int:
        return _cuts(tuple(len(codes) for codes in block.values()), limit)[0]

    while len(parts) > 1:
        gains = []
        for i, j in combinations(range(len(parts)), 2):
            if parts[i].keys() != parts[j].keys():
                continue
            joint = _joint(parts[i], parts[j])
            gain = calls(parts[i]) + calls(parts[j]) - calls(joint)
            extra = cells(joint) - cells(parts[i]) - cells(parts[j])
            gains.append((gain, -extra, i, j, joint))
        usable = [found for found in gains if found[0] > 0 or (found[0] == 0 and found[1] >= 0)]
        if not usable:
            break
        _, _, i, j, joint = max(usable, key=lambda found: found[:2])
        parts = [part for at, part in enumerate(parts) if at not in (i, j)] + [joint]
    return parts


def plan(blocks: Sequence[Block], limit: int) -> list[Block]:
    """Blocks to ask for, each at most ``limit`` cells, together covering all of ``blocks``."""
    return [part for block in join(blocks, limit) for part in split(block, limit)]
