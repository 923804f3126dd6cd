"""The reader takes every form JSON-stat 2.0 allows, and nothing else."""

import copy
import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demografi.errors import SourceError
from demografi.sources import parse, read_json


def document(**changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": "Folkmängd",
        "updated": "2026-02-24T07:00:00Z",
        "id": ["Region", "Tid"],
        "size": [2, 3],
        "dimension": {
            "Region": {
                "category": {"index": {"2480": 1, "00": 0}, "label": {"2480": "A", "00": "A"}},
                "extension": {"elimination": True},
            },
            "Tid": {"category": {"index": ["2023", "2024", "2025"]}},
        },
        "value": [1, 2, 3, 4, 5.5, None],
    }
    made.update(copy.deepcopy(changes))
    return made


def refused(body: Any, **choices: Any) -> SourceError:
    with pytest.raises(SourceError) as caught:
        parse(body, "TAB1", **choices)
    assert "TAB1" in str(caught.value)
    assert caught.value.remedy
    return caught.value


def test_codes_by_position_whatever_the_order_of_the_mapping() -> None:
    cube = parse(document(), "TAB1")
    region = cube.variable("Region")
    assert region is not None
    assert region.codes == ("00", "2480")
    assert region.elimination
    assert cube.variable("Tid") is not None
    assert cube.variable("Kon") is None
    np.testing.assert_array_equal(cube.values, [[1, 2, 3], [4, 5.5, np.nan]])
    assert (cube.title, cube.updated) == ("Folkmängd", "2026-02-24T07:00:00Z")


def test_sparse_values_are_missing_where_they_are_not_named() -> None:
    cube = parse(document(value={"0": 7, "5": 0}), "TAB1")
    assert cube.values[0, 0] == 7
    assert cube.values[1, 2] == 0
    assert np.isnan(cube.values).sum() == 4


@pytest.mark.parametrize("status", [{"0": "..", "4": "."}, ["..", "", "", "", ".", ""]])
def test_a_marked_cell_is_missing_not_zero(status: Any) -> None:
    cube = parse(document(value=[0, 2, 3, 4, 0, 6], status=status), "TAB1")
    assert np.isnan(cube.values[0, 0])
    assert np.isnan(cube.values[1, 1])
    assert cube.values[1, 2] == 6


def test_a_mark_with_a_letter_says_something_about_a_figure() -> None:
    cube = parse(document(value=[1, 2, 3, 4, 5, 6], status={"1": "p", "2": "-"}), "TAB1")
    assert np.isnan(cube.values.ravel()).tolist() == [False, False, True, False, False, False]


def test_one_mark_for_all() -> None:
    assert np.isnan(parse(document(status=".."), "TAB1").values).all()


@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 3), st.randoms(use_true_random=False))
def test_every_form_says_the_same(a: int, b: int, c: int, random: Any) -> None:
    codes = {"A": [f"a{i}" for i in range(a)], "B": list(map(str, range(b))), "C": ["x"] * 0}
    codes["C"] = [f"c{i}" for i in range(c)]
    values = [random.choice([None, 0, 1, -3, 2.5]) for _ in range(a * b * c)]
    dense: dict[str, Any] = {
        "class": "dataset",
        "id": list(codes),
        "size": [a, b, c],
        "dimension": {k: {"category": {"index": v}} for k, v in codes.items()},
        "value": values,
    }
    sparse = copy.deepcopy(dense)
    for name, listed in codes.items():
        shuffled = list(enumerate(listed))
        random.shuffle(shuffled)
        index = {code: at for at, code in shuffled}
        sparse["dimension"][name]["category"]["index"] = index
    sparse["value"] = {str(at): v for at, v in enumerate(values) if v is not None}
    one, two = parse(dense, "T"), parse(json.loads(json.dumps(sparse)), "T")
    np.testing.assert_array_equal(one.values, two.values)
    assert one.variables == two.variables
    flat = [math.nan if v is None else v for v in values]
    np.testing.assert_array_equal(one.values.ravel(), flat)


@pytest.mark.parametrize(
    "changes",
    [
        {"class": "collection"},
        {"value": [1, 2, 3]},
        {"value": [1, 2, 3, 4, 5, 6, 7]},
        {"value": None},
        {"value": {"6": 1}},
        {"value": {"-1": 1}},
        {"value": {"x": 1}},
        {"value": ["1", 2, 3, 4, 5, 6]},
        {"value": [True, 2, 3, 4, 5, 6]},
        {"value": [float("inf"), 2, 3, 4, 5, 6]},
        {"size": [2, 2]},
        {"size": [2]},
        {"size": [2, 3.5]},
        {"id": ["Region", "Alder"]},
        {"id": None},
        {"status": {"9": ".."}},
        {"status": [".."]},
        {"dimension": {"Region": {}, "Tid": {}}},
    ],
)
def test_what_does_not_fit_together_is_refused(changes: dict[str, Any]) -> None:
    assert refused(document(**changes)).code == "bad_answer"


@pytest.mark.parametrize("index", [{"00": 0, "2480": 2}, {"00": 0, "2480": 0}, ["00", "00"], None])
def test_bad_positions(index: Any) -> None:
    body = document()
    body["dimension"]["Region"]["category"]["index"] = index
    assert refused(body).code == "bad_answer"


def test_single_value_may_have_a_label_only() -> None:
    body = document(size=[1, 3], value=[1, 2, 3])
    body["dimension"]["Region"] = {"category": {"label": {"00": "Riket"}}}
    variable = parse(body, "TAB1").variable("Region")
    assert variable is not None
    assert variable.codes == ("00",)


def test_metadata_has_no_values() -> None:
    assert parse(document(value=[]), "TAB1", metadata=True).values.size == 0


@pytest.mark.parametrize("body", [b'{"value": [NaN]}', b'{"a": Infinity}', b'{"value": [1,', b""])
def test_json_is_read_strictly(body: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        read_json(body, "TAB1")
    assert caught.value.code == "truncated"


@pytest.mark.parametrize("body", [[], "text", None, 3])
def test_other_json_is_refused(body: Any) -> None:
    assert refused(body).code == "bad_answer"
