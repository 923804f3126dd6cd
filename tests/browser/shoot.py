"""Take a picture of every screen: ``python -m tests.browser.shoot --out DIR``.

Starts the app (or uses one that runs, with ``--url``) and writes
``PAGE-WIDTHxHEIGHT-THEME.png``. Pictures are of the whole page, however tall, unless
``--fold`` asks for the first screenful. ``--pages`` takes page names or addresses:
``--pages prognos "befolkning?plats=2480"``.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, sync_playwright

from tests.browser.app import (
    FRONT_PAGE,
    PAGES,
    SIZES,
    THEMES,
    Size,
    Theme,
    launch_chromium,
    new_context,
    open_page,
    page_path,
    serve,
)


def _address(page: str) -> str:
    """Turn ``prognos`` or ``oversikt?plats=2480`` into a path."""
    name, _, query = page.lstrip("/").partition("?")
    return page_path(name or FRONT_PAGE) + (f"?{query}" if query else "")


def _grow_to_content(page: Page, size: Size) -> None:
    """Make the window as tall as the page: Streamlit scrolls inside, not the document."""
    height: int = page.evaluate(
        """() => Math.ceil(Math.max(...[...document.querySelectorAll(
            '[data-testid="stMain"], [data-testid="stAppViewContainer"]')]
            .map(e => e.scrollHeight + e.getBoundingClientRect().top)))"""
    )
    page.set_viewport_size({"width": size.width, "height": max(size.height, height)})
    page.wait_for_timeout(400)


def shoot(
    app_url: str,
    out: Path,
    pages: Sequence[str],
    sizes: Sequence[Size],
    themes: Sequence[Theme],
    *,
    whole: bool = True,
) -> list[Path]:
    """Write a PNG of each page, size and theme to ``out`` and return the paths."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        for theme in themes:
            for size in sizes:
                context = new_context(browser, size, theme)
                for name in pages:
                    page = context.new_page()
                    page.on("console", _tell_errors)
                    open_page(page, app_url, _address(name))
                    if whole:
                        _grow_to_content(page, size)
                    stem = re.sub(r"[^\w=-]+", "_", name)
                    path = out / f"{stem}-{size}-{theme}.png"
                    page.screenshot(path=path)
                    written.append(path)
                    page.close()
                context.close()
        browser.close()
    return written


def _tell_errors(message: ConsoleMessage) -> None:
    if message.type == "error":
        sys.stderr.write(
            f"console: {message.text.splitlines()[0]} ({message.location.get('url')})\n"
        )


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.shoot", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--pages", nargs="+", default=PAGES, metavar="PAGE")
    parser.add_argument("--sizes", nargs="+", type=Size.parse, default=SIZES, metavar="WxH")
    parser.add_argument("--themes", nargs="+", choices=THEMES, default=THEMES)
    parser.add_argument("--fold", action="store_true", help="only the first screenful")
    parser.add_argument("--url", help="an app that already runs")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        url = arguments.url or stack.enter_context(serve()).url
        for path in shoot(
            url.rstrip("/"),
            arguments.out,
            arguments.pages,
            arguments.sizes,
            arguments.themes,
            whole=not arguments.fold,
        ):
            sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
