"""Errors carry what the log and the Swedish wording need."""

import pickle

import pytest

from demografi.errors import DatasetError, DemografiError, RequestError


@pytest.mark.parametrize("kind", [DatasetError, RequestError])
def test_message_remedy_and_facts(kind: type[DemografiError]) -> None:
    error = kind("code", "What is wrong.", "What to do.", table="births", row=3)
    assert isinstance(error, DemografiError)
    assert str(error) == "What is wrong. What to do."
    assert (error.code, error.facts) == ("code", {"table": "births", "row": 3})


def test_without_remedy_there_is_no_trailing_space() -> None:
    assert str(DemografiError("code", "What is wrong.")) == "What is wrong."


def test_errors_travel_between_processes() -> None:
    sent = RequestError("too_far", "The year 2200 is too far.", "Choose 2050.", year=2200)
    came = pickle.loads(pickle.dumps(sent))  # noqa: S301 - our own bytes
    assert type(came) is RequestError
    assert (str(came), came.code, came.facts) == (str(sent), "too_far", {"year": 2200})
