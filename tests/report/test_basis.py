"""A report's basis answers the same question once, and keeps no more than it must."""

import pytest

from demografi import Dataset
from demografi.projection import Trajectories
from demografi.report import basis
from demografi.report.basis import Basis


def test_newest_answers_are_kept(
    dataset: Dataset, trajectories: Trajectories, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(basis, "MOST_KEPT", 3)
    asked: list[int] = []
    one = Basis(dataset, trajectories)

    def answer(key: int) -> int:
        def compute() -> int:
            asked.append(key)
            return key

        return one.kept(("question", key), compute)

    assert [answer(key) for key in (1, 2, 3, 3, 2, 1)] == [1, 2, 3, 3, 2, 1]
    assert asked == [1, 2, 3]
    answer(4)
    assert [answer(key) for key in (2, 3, 4)] == [2, 3, 4]
    assert asked == [1, 2, 3, 4], "what was asked long ago gives way"
    answer(1)
    assert asked == [1, 2, 3, 4, 1]
