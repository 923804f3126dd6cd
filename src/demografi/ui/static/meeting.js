// Mötesläge: slides follow the arrow keys, space, a clicker and swipes; the address says which
// slide is shown; printed, each is a page of its own.
{
  const slides = () => [...document.querySelectorAll('[class*="st-key-slide_"]')];
  const shown = (all) => {
    const top = (slide) => Math.abs(slide.getBoundingClientRect().top);
    return all.reduce((best, slide, at) => (top(slide) < top(all[best]) ? at : best), 0);
  };
  const go = (at) => {
    const all = slides();
    const to = Math.max(0, Math.min(at, all.length - 1));
    all[to]?.scrollIntoView({behavior: "instant", block: "start"});
  };

  const page = document.createElement("style");
  const fit = () => {
    // Never so small on a phone that nothing can be read: there the slide is narrower instead.
    const scale = Math.max(Math.min(innerWidth / 1920, innerHeight / 1080), 0.5);
    document.documentElement.style.setProperty("--scale", scale);
  };
  addEventListener("resize", fit);
  fit();

  const NEXT = ["ArrowRight", "ArrowDown", "PageDown", " "];
  const LEAVE = ".st-key-meeting_leave a";
  const BACK = ["ArrowLeft", "ArrowUp", "PageUp"];
  // A clicker sends Page Up and Page Down, wherever the focus is. Other keys belong to the control
  // that has it, but only those that it has a use for.
  const belongs = ({key, target}) => {
    const control = target.closest?.("input, textarea, button, a, [role=slider], [role=listbox]");
    if (!control || key.startsWith("Page")) return false;
    if (control.matches("button, a")) return key === " ";
    const closed = control.matches('[role="combobox"]:not([aria-expanded="true"])');
    if (closed && ["ArrowRight", "ArrowLeft", "Escape"].includes(key)) {
      control.blur();
      return false;
    }
    return true;
  };
  addEventListener("keydown", (event) => {
    const all = slides();
    if (!all.length || event.ctrlKey || event.altKey || event.metaKey) return;
    if (belongs(event)) return;
    const at = shown(all);
    if (event.key === " " && event.shiftKey) go(at - 1);
    else if (NEXT.includes(event.key)) go(at + 1);
    else if (BACK.includes(event.key)) go(at - 1);
    else if (event.key === "Escape" && at === 0) document.querySelector(LEAVE)?.click();
    else if (event.key === "Home" || event.key === "Escape") go(0);
    else if (event.key === "End") go(all.length - 1);
    else if (event.key === "f" || event.key === "F") {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen?.();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  let from = null;
  addEventListener("touchstart", (event) => {
    from = event.touches.length === 1 && !event.target.closest('[role="slider"], input')
      ? event.touches[0] : null;
  }, {passive: true});
  addEventListener("touchend", (event) => {
    const all = slides();
    if (!from || !all.length) return;
    const to = event.changedTouches[0];
    const across = to.clientX - from.clientX;
    if (Math.abs(across) > 60 && Math.abs(across) > 2 * Math.abs(to.clientY - from.clientY)) {
      go(shown(all) + (across < 0 ? 1 : -1));
    }
    from = null;
  }, {passive: true});

  const wanted = () => Number(/^#bild-(\d+)$/.exec(location.hash)?.[1] ?? 0);
  // A link to a slide waits until the slide has been drawn, and holds it while those before it
  // take their places, unless the reader goes elsewhere.
  let waiting = wanted();
  let patience = 0;
  new MutationObserver(() => {
    if (!waiting || slides().length < waiting) return;
    go(waiting - 1);
    clearTimeout(patience);
    patience = setTimeout(() => { waiting = 0; }, 1500);
  }).observe(document, {childList: true, subtree: true});
  for (const moved of ["keydown", "wheel", "touchstart", "pointerdown"]) {
    addEventListener(moved, () => { waiting = 0; }, {capture: true, passive: true});
  }
  addEventListener("hashchange", () => {
    if (wanted()) go(wanted() - 1);
  });
  let after = 0;
  addEventListener("scroll", () => {
    clearTimeout(after);
    after = setTimeout(() => {
      const all = slides();
      if (!all.length || waiting) return;
      const address = `${location.pathname}${location.search}#bild-${shown(all) + 1}`;
      history.replaceState(history.state, "", address);
    }, 80);
  }, true);

  // Pictures are drawn in the colours of the wall; on paper they have the light ones.
  const painted = new Map();
  const paint = () => {
    const names = getComputedStyle(document.documentElement).getPropertyValue("--on-paper");
    const said = names.replace(/['"]/g, "").trim().split(/\s+/);
    const rgb = (hex) => "rgb(" + [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16))
      .join(", ") + ")";
    const light = new Map();
    for (let at = 0; at + 1 < said.length; at += 2) light.set(rgb(said[at]), rgb(said[at + 1]));
    if (!light.size) return;
    for (const part of document.querySelectorAll(".st-key-meeting .js-plotly-plot *")) {
      for (const name of ["fill", "stroke", "color", "background-color"]) {
        const now = part.style?.getPropertyValue(name);
        const done = painted.get(part) ?? new Map();
        if (!light.has(now) || done.get(name)?.paper === now) continue;
        painted.set(part, done.set(name, {wall: now, paper: light.get(now)}));
        part.style.setProperty(name, light.get(now));
      }
    }
  };
  const unpaint = () => {
    for (const [part, done] of painted) {
      for (const [name, {wall}] of done) part.style.setProperty(name, wall);
    }
    painted.clear();
  };
  // A picture may be drawn again while it is printed: its place has another size on paper.
  const redrawn = new MutationObserver(paint);

  // A page of paper has the shape of the window, so that every picture fits as it is.
  addEventListener("beforeprint", () => {
    if (!slides().length) return;
    page.textContent = `@page {size: ${innerWidth}px ${innerHeight}px; margin: 0}`;
    document.head.append(page);
    unpaint();
    paint();
    redrawn.observe(document.body, {attributeFilter: ["style"], childList: true, subtree: true});
  });
  addEventListener("afterprint", () => {
    page.remove();
    redrawn.disconnect();
    unpaint();
  });
}
