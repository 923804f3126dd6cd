"""Tables as the stub describes them, without a server."""

from functools import lru_cache

from demografi.dataset import SNAPSHOT, read_directory
from demografi.sources import Cube, parse
from tests.stub.server import Stub, _document
from tests.stub.tables import tables

__all__ = ["NUTS", "REGIONS", "described"]

_FRAME = read_directory(SNAPSHOT).regions.frame
REGIONS = tuple(_FRAME["code"])
_COUNTIES = _FRAME[_FRAME["level"] == "county"]
NUTS = dict(zip(_COUNTIES["code"], _COUNTIES["nuts"], strict=True))


@lru_cache(maxsize=100)
def described(table: str, last: int = 2025, fault: str = "") -> Cube:
    document = _document(Stub(last=last), tables(last)[table], None, fault)
    return parse(document, table, metadata=True)
