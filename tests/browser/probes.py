"""Questions asked of a drawn page, answered as a list of complaints; empty is good."""

from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG_2_1_AA: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")

# Text is cut off when the box drawn by its letters reaches outside an ancestor that hides what
# overflows (an ellipsis is such an ancestor). Up to the first ancestor that scrolls in that
# direction: what can be scrolled to is not lost. Sideways scrolling of the page itself is.
_CUT_OFF: Final = """() => {
  const SLACK = 1.5, complaints = new Set();
  const name = e => (e.closest('[data-testid]')?.dataset.testid ?? e.tagName)
    + (e.ownerSVGElement || e.tagName === 'svg' ? ' (svg)' : '');
  const visible = e => e.checkVisibility({opacityProperty: true, visibilityProperty: true});
  const spills = (text, node, from) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(r => r.width > 0 && r.height > 0);
    if (!boxes.length) return;
    const box = {
      left: Math.min(...boxes.map(r => r.left)), right: Math.max(...boxes.map(r => r.right)),
      top: Math.min(...boxes.map(r => r.top)), bottom: Math.max(...boxes.map(r => r.bottom)),
    };
    // A line box is taller than its letters; only half of what sticks out up or down can be ink.
    const lead = 0.2 * Math.min(...boxes.map(r => r.height));
    let horizontal = true, vertical = true;
    for (let a = from; a && a !== document.documentElement; a = a.parentElement) {
      const style = getComputedStyle(a), frame = a.getBoundingClientRect();
      if (style.display === 'contents') continue;
      if (frame.width <= 1 || frame.height <= 1) {
        if (style.overflow !== 'visible') return;   // for screen readers only
        continue;
      }
      const hides = value => value === 'hidden' || value === 'clip';
      const scrolls = value => value === 'auto' || value === 'scroll';
      if (horizontal && hides(style.overflowX)
          && (box.right > frame.right + SLACK || box.left < frame.left - SLACK)) {
        const far = Math.max(box.right - frame.right, frame.left - box.left).toFixed(0);
        complaints.add(`cut off sideways by ${far} px in ${name(a)}: "${text}"`);
        return;
      }
      if (vertical && hides(style.overflowY)
          && (box.bottom > frame.bottom + SLACK + lead || box.top < frame.top - SLACK - lead)) {
        const far = Math.max(box.bottom - frame.bottom, frame.top - box.top).toFixed(0);
        complaints.add(`cut off in height by ${far} px in ${name(a)}: "${text}"`);
        return;
      }
      if (scrolls(style.overflowX)) horizontal = false;
      if (scrolls(style.overflowY)) vertical = false;
      if (!horizontal && !vertical) return;
    }
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data.trim(), parent = node.parentElement;
    if (!text || !parent || !visible(parent)) continue;
    if (['SCRIPT', 'STYLE', 'NOSCRIPT', 'TITLE'].includes(parent.tagName)) continue;
    if (parent.closest('[data-testid="stIconMaterial"], canvas')) continue;
    spills(text.slice(0, 60), node, parent);
  }
  for (const input of document.querySelectorAll('input, textarea')) {
    if (visible(input) && input.clientWidth > 1 && input.value
        && input.scrollWidth > input.clientWidth + SLACK)
      complaints.add(`cut off in a field: "${input.value}"`);
  }
  for (const box of [document.documentElement,
                     ...document.querySelectorAll('[data-testid="stMain"]')]) {
    if (box.scrollWidth > box.clientWidth + SLACK)
      complaints.add(`the page is ${box.scrollWidth - box.clientWidth} px too wide (${name(box)})`);
  }
  return [...complaints];
}"""

# Labels that lie on each other in a chart cannot be read though nothing is cut off. Text drawn
# twice at the same place (Plotly keeps a hidden copy for measuring) is not a clash.
_OVERLAPS: Final = """() => {
  const complaints = [];
  for (const chart of document.querySelectorAll('[data-testid="stPlotlyChart"]')) {
    const labels = [...chart.querySelectorAll('.main-svg text')]
      .filter(t => t.textContent.trim() && !t.closest('.hoverlayer, .modebar')
        && t.checkVisibility({opacityProperty: true, visibilityProperty: true}))
      .map(t => ({text: t.textContent.trim(), box: t.getBoundingClientRect()}))
      .filter(l => l.box.width > 0 && l.box.height > 0);
    for (let i = 0; i < labels.length; i++) for (let j = i + 1; j < labels.length; j++) {
      const a = labels[i].box, b = labels[j].box;
      if (labels[i].text === labels[j].text && Math.abs(a.left - b.left) < 1
          && Math.abs(a.top - b.top) < 1) continue;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      // A line box has some 15 % of air above and below its letters.
      if (across > 2 && down > 0.35 * Math.min(a.height, b.height))
        complaints.push(`"${labels[i].text}" and "${labels[j].text}" overlap`);
    }
  }
  return complaints;
}"""

_FAILURES: Final = """() => [
  ...document.querySelectorAll('[data-testid="stException"], [data-testid$="ErrorElement"],'
    + '[data-testid="stConnectionStatus"], [role="dialog"]')
].map(e => e.innerText.slice(0, 300))"""

# What the app says when a screen fails, and what Streamlit and Python say in English.
_FAILURE_WORDS: Final = (
    "Något gick fel",
    "Traceback",
    "Something went wrong",
    "This app has encountered an error",
    "Page not found",
    "KeyError",
    "ValueError",
    "Oh no",
)


def cut_off_text(page: Page) -> list[str]:
    """Return texts that do not fit where they stand, and a page wider than its window."""
    found: list[str] = page.evaluate(_CUT_OFF)
    return found


def overlapping_labels(page: Page) -> list[str]:
    """Return pairs of chart labels that lie on each other."""
    found: list[str] = page.evaluate(_OVERLAPS)
    return found


def failures(page: Page) -> list[str]:
    """Return what the page shows of errors: Streamlit's boxes, and the words of a stack trace."""
    found: list[str] = page.evaluate(_FAILURES)
    text = page.locator("body").inner_text()
    return found + [word for word in _FAILURE_WORDS if word in text]


def accessibility_violations(page: Page) -> list[str]:
    """Return axe-core's violations of WCAG 2.1 A and AA, one line for each element."""
    options = {"runOnly": {"type": "tag", "values": list(WCAG_2_1_AA)}}
    violations: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:200]} — "
        + "; ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])
        for violation in violations
        for node in violation["nodes"]
    ]
