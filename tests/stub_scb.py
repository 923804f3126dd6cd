"""Serve like SCB and Kolada, for trying things by hand: ``python -m tests.stub_scb --port 8099``.

Then ``demografi update --api http://127.0.0.1:8099/api/v2 --kolada http://127.0.0.1:8099/v3``.
The figures are made up (but consistent); see ``tests/stub``.
"""

import argparse
import sys
import threading

from tests.stub.server import Fault, Stub, serving, start
from tests.stub.tables import published, tables

__all__ = ["Fault", "Stub", "main", "published", "serving", "start", "tables"]


def main() -> None:
    parser = argparse.ArgumentParser(description="A server that answers like SCB and Kolada.")
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--last", type=int, default=2025, help="newest year published")
    parser.add_argument("--fault", action="append", default=[], help="kind of fault, for ever")
    parser.add_argument("--no-limit", action="store_true", help="do not enforce the call limit")
    chosen = parser.parse_args()
    stub = Stub(last=chosen.last, enforce=not chosen.no_limit)
    stub.faults += [Fault(kind, times=0) for kind in chosen.fault]
    _, stop = start(stub, chosen.port)
    sys.stdout.write(f"{stub.api}\n{stub.kolada}\n")
    sys.stdout.flush()
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        stop()


if __name__ == "__main__":
    main()
