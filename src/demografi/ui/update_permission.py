"""Who may update from the screen: the operator says, else only someone at the same computer."""

import ipaddress
import logging
import os
from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

import streamlit as st

__all__ = ["ENVIRONMENT", "Permission", "permission", "rule"]

log = logging.getLogger(__name__)

ENVIRONMENT = "DEMOGRAFI_ALLOW_UPDATE"
Permission = Literal["allowed", "forbidden", "elsewhere"]

_YES = {"1", "true", "yes", "on", "ja"}
_NO = {"0", "false", "no", "off", "nej"}
# What a web server in front of the app adds to the requests it passes on.
_FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto")
_FORWARDED_TOO = ("X-Forwarded-Server", "X-Forwarded-Port", "X-Real-Ip", "X-Original-Host")


def _local(host: str) -> bool:
    """Whether a name or address is this computer's own."""
    if host.rstrip(".").lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def rule(environment: Mapping[str, str], address: str, headers: Mapping[str, str]) -> Permission:
    """Decide whether a visitor may update.

    Parameters
    ----------
    environment : mapping of str to str
        ``DEMOGRAFI_ALLOW_UPDATE`` decides where it is set; what is neither yes nor no is no.
    address : str
        What the server listens on; empty for everything.
    headers : mapping of str to str
        The visitor's request. A server on 127.0.0.1 behind a web server is public although it
        listens locally: a request that was passed on, or for another name than this computer's
        own, comes from elsewhere.

    Returns
    -------
    {'allowed', 'forbidden', 'elsewhere'}
        May; may not, as the operator said; may not, because the visitor may be anyone.
    """
    said = environment.get(ENVIRONMENT, "").strip().lower()
    if said in _YES:
        return "allowed"
    if said:
        if said not in _NO:
            log.warning("%s is '%s', neither 1 nor 0: taken as 0", ENVIRONMENT, said)
        return "forbidden"
    asked_for = headers.get("Host", "")
    passed_on = any(name in headers for name in (*_FORWARDED, *_FORWARDED_TOO))
    name = urlsplit(f"//{asked_for}").hostname or ""
    here = _local(address) and not passed_on and (not asked_for or _local(name))
    return "allowed" if here else "elsewhere"


def permission() -> Permission:
    """Decide for the visitor whose run this is."""
    return rule(os.environ, st.get_option("server.address") or "", st.context.headers)
