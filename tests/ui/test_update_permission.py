"""Updating from the screen is for whoever the operator says, else for who sits at the computer."""

import logging
from collections.abc import Mapping

import pytest

from demografi.ui.update_permission import ENVIRONMENT, Permission, rule

HERE = {"Host": "localhost:8501"}
EVERYWHERE = ".".join("0000")  # what an operator writes for all addresses


@pytest.mark.parametrize(
    ("said", "address", "headers", "expected"),
    [
        ("", "127.0.0.1", HERE, "allowed"),
        ("", "localhost", HERE, "allowed"),
        ("", "::1", {"Host": "[::1]:8501"}, "allowed"),
        ("", "127.0.0.1", {"Host": "127.0.0.1:8501"}, "allowed"),
        ("", "127.0.0.1", {}, "allowed"),
        ("", "", HERE, "elsewhere"),
        ("", EVERYWHERE, HERE, "elsewhere"),
        ("", "10.0.0.7", HERE, "elsewhere"),
        # Behind a web server: the name asked for, or what that server adds, tells.
        ("", "127.0.0.1", {"Host": "demografi.example.se"}, "elsewhere"),
        ("", "127.0.0.1", {"Host": "localhost.example.se"}, "elsewhere"),
        ("", "127.0.0.1", {**HERE, "X-Forwarded-For": "192.0.2.7"}, "elsewhere"),
        ("", "127.0.0.1", {**HERE, "X-Forwarded-Proto": "https"}, "elsewhere"),
        ("", "127.0.0.1", {**HERE, "Forwarded": "for=192.0.2.7"}, "elsewhere"),
        ("", "127.0.0.1", {**HERE, "X-Real-Ip": "192.0.2.7"}, "elsewhere"),
        ("1", EVERYWHERE, {"Host": "demografi.example.se"}, "allowed"),
        ("1", "127.0.0.1", {**HERE, "X-Forwarded-For": "192.0.2.7"}, "allowed"),
        (" Ja ", EVERYWHERE, {}, "allowed"),
        ("0", "127.0.0.1", HERE, "forbidden"),
        ("false", "127.0.0.1", HERE, "forbidden"),
    ],
)
def test_rule(said: str, address: str, headers: Mapping[str, str], expected: Permission) -> None:
    assert rule({ENVIRONMENT: said}, address, headers) == expected
    if not said:
        assert rule({}, address, headers) == expected


def test_neither_yes_nor_no_is_no(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert rule({ENVIRONMENT: "kanske"}, "127.0.0.1", HERE) == "forbidden"
    assert "neither 1 nor 0" in caplog.text
