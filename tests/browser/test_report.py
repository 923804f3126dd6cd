"""An editor makes a report in the browser and takes it along."""

import zipfile
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenVisit
from tests.browser.probes import failures

pytestmark = pytest.mark.browser


def test_report_is_made_and_downloaded(visit: OpenVisit, tmp_path: Path) -> None:
    page = visit("/rapport?plats=2403&innehall-kommunbild=historia&filer=docx,pptx").page
    page.get_by_role("button", name="Skapa filerna").click()
    button = page.get_by_role("button", name="Ladda ner Word")
    expect(button).to_be_visible(timeout=60_000)
    with page.expect_download() as caught:
        button.click()
    target = tmp_path / caught.value.suggested_filename
    caught.value.save_as(target)
    assert target.name.startswith("kommunbild-bjurholm-")
    document = docx.Document(str(target))
    assert document.core_properties.title == "Kommunbild: Bjurholm"
    assert len(document.inline_shapes) >= 2
    with page.expect_download() as caught:
        page.get_by_role("button", name="Ladda ner PowerPoint").click()
    with zipfile.ZipFile(caught.value.path()) as made:
        assert any(name.startswith("ppt/charts/chart") for name in made.namelist())
    assert failures(page) == []
