"""A whole update against the stub server, with SCB's own limit on calls enforced.

Two ratios, each at most 1.2: calls for data against the fewest the cell limit allows, and time
against the least the limit on calls allows for all calls made.
"""

import sys
import tempfile
import time
from pathlib import Path

from demografi import update
from demografi.sources.scb import Config
from tests.stub.demography import demography
from tests.stub.server import Stub, serving
from tests.stub.tables import tables

LIMIT = 1.2


def main() -> int:
    """Run and report; 1 when a ratio is above the limit."""
    demography(2025)
    config = Config()
    with tempfile.TemporaryDirectory() as place, serving(Stub(enforce=True)) as stub:
        for table in tables(2025).values():  # the stub's own work is not what is measured
            chosen = {v.code: list(v.codes)[:1] for v in table.variables}
            table.values(demography(2025), chosen)
        options = update.Options(
            api=stub.api, kolada=stub.kolada, root=Path(place), accept_revisions=True
        )
        began = time.perf_counter()
        outcome = update.run(options)
        seconds = time.perf_counter() - began
        refused = [call.status for call in stub.log if call.status == 429]
        scb = sum("/api/" in call.path for call in stub.log)
    found = outcome.survey
    least = (scb - 1) // config.calls * config.window
    calls, pace = found.calls / found.bound, seconds / least
    print(f"calls for data  {found.calls} (fewest {found.bound}), ratio {calls:.2f}")
    print(
        f"time            {seconds:.1f} s for {scb} calls (least {least:.0f} s), ratio {pace:.2f}"
    )
    print(f"estimate        {found.seconds:.0f} s; refused for pace: {len(refused)}")
    return int(calls > LIMIT or pace > LIMIT or bool(refused))


if __name__ == "__main__":
    sys.exit(main())
