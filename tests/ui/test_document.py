from demografi.ui.document import document, routes


def test_document_is_swedish_named_and_knows_its_server() -> None:
    """Fails when a new Streamlit changes the document so that our changes miss it."""
    text = document()
    assert '<html lang="sv">' in text
    assert "<title>Demografi Västerbotten</title>" in text
    assert "BACKEND_BASE_URL" in text.split("<script type=")[0]
    assert "You need to enable" not in text
    assert '<div id="root"></div>' in text


def test_routes_cover_the_front_page_and_every_screen() -> None:
    assert [route.path for route in routes(["prognos", "data"])] == ["/", "/prognos", "/data"]
