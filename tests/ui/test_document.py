from starlette.routing import Match

from demografi.ui.document import document, routes


def test_document_is_swedish_named_and_knows_its_server() -> None:
    """Fails when a new Streamlit changes the document so that our changes miss it."""
    text = document()
    assert '<html lang="sv">' in text
    assert "<title>Demografi Västerbotten</title>" in text
    assert "BACKEND_BASE_URL" in text.split("<script type=")[0]
    assert "Hoppa till innehållet" in text
    assert "WORDS" not in text
    assert "You need to enable" not in text
    assert '<div id="root"></div>' in text


def test_routes_cover_the_front_page_and_every_screen() -> None:
    paths = [route.path for route in routes(["prognos", "data"])]
    assert paths[:3] == ["/", "/prognos", "/data"]


def _endpoint(path: str) -> str:
    """Name what answers a path; empty when Streamlit does."""
    scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    found = (r for r in routes(["prognos"]) if r.matches(scope)[0] is Match.FULL)
    return next((route.endpoint.__name__ for route in found), "")


def test_an_unknown_name_gets_an_answer_of_ours_and_files_are_left_to_streamlit() -> None:
    assert _endpoint("/") == _endpoint("/prognos") == "_serve"
    assert _endpoint("/finns-inte") == _endpoint("/prognos/umea") == "_missing"
    assert _endpoint("/favicon.png") == _endpoint("/_stcore/health") == _endpoint("/static/a") == ""
