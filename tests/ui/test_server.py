"""What the server does for every connection."""

import asyncio
import socket
from typing import Any

import requests
import uvicorn
from starlette.types import Receive, Scope, Send
from websockets.asyncio.client import connect

from demografi.ui.server import AtOnce

Seen = dict[str, int]


def recorder(seen: Seen) -> Any:
    """Return an application that notes whether its connections wait before they send."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        transport: Any = receive.__self__.transport  # type: ignore[attr-defined]
        connection = transport.get_extra_info("socket")
        seen[scope["type"]] = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.close"})
        else:
            await send({"type": "http.response.start", "status": 204})
            await send({"type": "http.response.body"})

    return answer


async def visit(application: Any) -> None:
    """Ask an application over HTTP and a websocket, served as Streamlit serves it."""
    with socket.socket(socket.AF_INET) as bound:
        bound.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{bound.getsockname()[1]}"
        server = uvicorn.Server(
            uvicorn.Config(application, ws="websockets-sansio", lifespan="off", log_config=None)
        )
        serving = asyncio.create_task(server.serve(sockets=[bound]))
        while not server.started:
            await asyncio.sleep(0.01)
        answer = await asyncio.to_thread(requests.get, f"http://{address}", timeout=10)
        assert answer.status_code == 204
        async with connect(f"ws://{address}"):
            pass
        server.should_exit = True
        await serving


def test_no_connection_waits_before_it_sends() -> None:
    before: Seen = {}
    asyncio.run(visit(recorder(before)))
    assert before == {"http": 0, "websocket": 0}  # or AtOnce is needed no more

    after: Seen = {}
    asyncio.run(visit(AtOnce(recorder(after))))
    assert set(after) == {"http", "websocket"}
    assert all(after.values())


def test_what_gives_no_connection_is_answered_as_well() -> None:
    asked: list[str] = []

    async def application(scope: Scope, _receive: Receive, _send: Send) -> None:
        asked.append(scope["type"])

    async def nothing() -> Any:
        raise AssertionError("nobody asked")

    async def said(_message: Any) -> None:
        raise AssertionError("nothing to say")

    asyncio.run(AtOnce(application)({"type": "lifespan"}, nothing, said))
    assert asked == ["lifespan"]
