// What Streamlit's front end has no setting for. Runs first, in the head of our own document.

// The directory of the screen's address is where the app is, also beneath a path of a proxy.
window.__streamlit = {BACKEND_BASE_URL: new URL(".", location.href).href};

// When a screen opened without choices writes them to its address, that is not a step for
// "back" to undo: it would take two to leave the screen.
{
  const push = history.pushState;
  history.pushState = function (state, title, address) {
    const same = new URL(address, location.href).pathname === location.pathname;
    const step = same && !location.search ? history.replaceState : push;
    // The front end forgets the part after "#", which says where on the screen the reader is.
    const whole = same && !String(address).includes("#") ? `${address}${location.hash}` : address;
    return step.call(this, state, title, whole);
  };
}

// Streamlit's own few words in the language of the page; document.py puts the pairs in.
{
  const words = WORDS;
  const said = (text) => {
    for (const [from, to] of words) {
      const found = text.trim().match(from);
      if (found) return to.replace("$1", found[1] ?? "");
    }
    return null;
  };
  // A range stays on one line: no break after its dash, nor around its "till".
  const together = (text) =>
    text
      .replace(/(?<=[\d+])–(?=[\d+−])/g, "–\u2060")
      .replace(/(?<=\d(?:\u00a0%)?) till (?=[+−]?\d)/g, "\u00a0till\u00a0");
  const mend = (node) => {
    const ours = said(node.data) ?? together(node.data);
    if (ours !== node.data) node.data = ours;
  };
  const translate = (root) => {
    for (const element of [root, ...root.querySelectorAll("[aria-label], [title]")]) {
      for (const name of ["aria-label", "title"]) {
        const ours = said(element.getAttribute(name) ?? "");
        if (ours !== null) element.setAttribute(name, ours);
      }
    }
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) mend(texts.currentNode);
  };

  // A menu that opens takes the focus, so that the next Tab is in it and not behind it.
  // Its contents come a moment after it, and the front end moves the focus once more itself.
  const enter = (root) => {
    const menu = root.matches('[data-testid="stPopoverBody"]')
      ? root
      : root.querySelector('[data-testid="stPopoverBody"]');
    if (!menu) return;
    const until = performance.now() + 1000;
    const attempt = () => {
      const inside = menu.contains(document.activeElement) && document.activeElement !== menu;
      if (inside || !menu.isConnected) return;
      menu.querySelector("button, a, input")?.focus();
      if (performance.now() < until) setTimeout(attempt, 60);
    };
    setTimeout(attempt, 60);
  };

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") {
        const ours = said(change.target.getAttribute(change.attributeName) ?? "");
        if (ours !== null) change.target.setAttribute(change.attributeName, ours);
      }
      if (change.type === "characterData" && !change.target.parentElement?.closest("svg, input")) {
        mend(change.target);
      }
      for (const node of change.addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE || node.closest("svg, .js-plotly-plot")) continue;
        translate(node);
        enter(node);
      }
    }
  }).observe(document, {
    childList: true,
    subtree: true,
    characterData: true,
    attributes: true,
    attributeFilter: ["aria-label", "title"],
  });
}

// On a phone the menu covers the screen: a choice in it puts it away.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('[data-testid="stSidebarNavLink"], [data-testid^="stSidebarNav"] a');
  if (link && matchMedia("(max-width: 768px)").matches)
    setTimeout(() => {
      document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
    }, 100);
});
