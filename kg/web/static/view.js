// Shows the network that stands in the page as data. Words of articles are shown as text, never as markup.
(() => {
  "use strict";
  const COLOURS = {
    person: "#2f6fb4", organization: "#d98200", country: "#0a8a63", place: "#8a6fc0", meeting: "#c8452f", role: "#7a8691",
  };
  const PLURALS = {
    person: "people", organization: "organizations", country: "countries", place: "places", meeting: "meetings", role: "roles",
  };
  const net = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const panel = byId("panel"), picture = byId("picture"), table = byId("table"), mode = byId("mode");
  const hidden = new Set();
  let chosen = null, hovered = null, sigma = null, graph = null;

  function element(tag, text, name) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (name) made.className = name;
    return made;
  }

  function button(text, name, action) {
    const made = element("button", text, name);
    made.type = "button";
    made.addEventListener("click", action);
    return made;
  }

  function link(text, address) {
    if (!/^https?:\/\//i.test(address)) return element("span", text);
    const made = element("a", text);
    made.href = address;
    made.rel = "noopener noreferrer";
    return made;
  }

  // ---------------------------------------------------------------- panel

  function quoted(sentence) {
    const made = element("blockquote", sentence.text);
    const cite = element("cite", undefined, "soft");
    cite.append(link(sentence.source, sentence.source), ` · confidence ${sentence.confidence.toFixed(2)}`);
    made.append(cite);
    return made;
  }

  function told(number) {
    const fact = net.facts[number], made = element("section", undefined, "fact");
    made.append(element("h3", fact.label), ...fact.sentences.map(quoted));
    if (fact.more) made.append(element("p", `and ${fact.more} more sentences`, "soft"));
    return made;
  }

  function open(title, ...parts) {
    const close = button("×", "close", () => choose(null));
    close.setAttribute("aria-label", "Close");
    panel.replaceChildren(close, element("h2", title), ...parts);
    panel.hidden = false;
    panel.scrollTop = 0;
  }

  function kindOf(thing) {
    const made = element("p", undefined, "soft");
    made.append(element("span", undefined, `dot ${thing.kind}`), [thing.kind, thing.note].filter(Boolean).join(": "));
    return made;
  }

  function addressOf(thing) {
    const made = element("p", undefined, "soft");
    if (net.pages && /^https?:\/\//i.test(thing.iri)) {
      const page = element("a", "All that is known");
      page.href = new URL(thing.iri).pathname;
      made.append(page);
    } else made.append(element("span", thing.iri));
    return made;
  }

  function showThing(number) {
    const thing = net.things[number], parts = [kindOf(thing)];
    if (thing.names.length) parts.push(element("p", `also: ${thing.names.join(", ")}`, "soft"));
    parts.push(addressOf(thing), ...thing.facts.map(told));
    if (thing.more) parts.push(element("p", `and ${thing.more} more facts`, "soft"));
    open(thing.label, ...parts);
  }

  function showTie(number) {
    const tie = net.ties[number];
    const ends = element("p", `${net.things[tie.start].label} → ${net.things[tie.end].label}`, "soft");
    open(tie.label, ends, ...tie.facts.map(told));
  }

  function choose(number) {
    chosen = number;
    if (number === null) panel.hidden = true;
    else showThing(number);
    if (sigma) sigma.refresh({ skipIndexation: true });
  }

  function goTo(number) {
    choose(number);
    if (!sigma) return;
    const at = sigma.getNodeDisplayData(String(number));
    const ratio = Math.min(sigma.getCamera().ratio, 0.5);
    const beside = window.innerWidth > 640 ? { x: at.x + 0.2 * ratio, y: at.y } : { x: at.x, y: at.y - 0.4 * ratio };
    sigma.getCamera().animate({ ...beside, ratio }, { duration: 400 });
  }

  // ---------------------------------------------------------------- picture

  function near(number) {
    const focus = hovered ?? (chosen === null ? null : String(chosen));
    return focus === null || focus === number || graph.areNeighbors(focus, number);
  }

  function drawn() {
    graph = new graphology.Graph({ type: "directed" });
    const scale = Math.max(0.35, Math.min(1, Math.sqrt(250 / net.things.length)));
    net.things.forEach((thing, number) => graph.addNode(String(number), {
      label: thing.label, x: thing.x, y: thing.y, size: scale * (4 + 2 * Math.log2(1 + thing.weight)), color: COLOURS[thing.kind],
    }));
    net.ties.forEach((tie, number) => graph.addEdgeWithKey(String(number), String(tie.start), String(tie.end), {
      label: tie.label, size: 2 * scale, color: tie.former ? "#d9dfe5" : "#a9b4c0", type: "arrow",
    }));
    sigma = new Sigma(graph, picture, {
      renderEdgeLabels: true, enableEdgeEvents: true, stagePadding: 60, labelRenderedSizeThreshold: 5 * scale, labelDensity: 2 * scale, labelGridCellSize: 80, zIndex: true,
      labelFont: "system-ui, sans-serif", labelSize: 13, edgeLabelSize: 11,
      labelColor: { color: "#1c2733" }, edgeLabelColor: { color: "#5b6875" },
      nodeReducer(number, data) {
        const off = hidden.has(net.things[number].kind);
        if (off || near(number)) return { ...data, hidden: off, highlighted: Number(number) === chosen };
        return { ...data, color: "#e4e8ec", label: "", zIndex: -1 };
      },
      edgeReducer(number, data) {
        const tie = net.ties[number], ends = [String(tie.start), String(tie.end)];
        const focus = hovered ?? (chosen === null ? null : String(chosen));
        const off = [tie.start, tie.end].some((end) => hidden.has(net.things[end].kind));
        if (off || (focus !== null && !ends.includes(focus))) return { ...data, hidden: true };
        return { ...data, label: focus === null ? "" : data.label, forceLabel: true };
      },
    });
    sigma.on("clickNode", ({ node }) => choose(Number(node)));
    sigma.on("clickEdge", ({ edge }) => showTie(Number(edge)));
    sigma.on("clickStage", () => choose(null));
    sigma.on("enterNode", ({ node }) => { hovered = node; sigma.refresh({ skipIndexation: true }); });
    sigma.on("leaveNode", () => { hovered = null; sigma.refresh({ skipIndexation: true }); });
  }

  function legend() {
    const kinds = Object.keys(COLOURS).filter((kind) => net.things.some((thing) => thing.kind === kind));
    byId("legend").replaceChildren(...kinds.map((kind) => {
      const count = net.things.filter((thing) => thing.kind === kind).length;
      const item = element("li"), toggle = button(undefined, "", () => {
        if (!hidden.delete(kind)) hidden.add(kind);
        toggle.setAttribute("aria-pressed", String(!hidden.has(kind)));
        if (sigma) sigma.refresh();
        if (!table.hidden) listed();
      });
      toggle.setAttribute("aria-pressed", "true");
      toggle.append(element("span", undefined, `dot ${kind}`), `${PLURALS[kind]} ${count}`);
      item.append(toggle);
      return item;
    }));
  }

  // ---------------------------------------------------------------- search and table

  function matches(text) {
    const wanted = text.trim().toLowerCase();
    const fits = (thing) => [thing.label, ...thing.names].some((name) => name.toLowerCase().includes(wanted));
    return net.things.map((thing, number) => [thing, number]).filter(([thing]) => fits(thing) && !hidden.has(thing.kind))
      .sort(([a], [b]) => b.weight - a.weight || a.label.localeCompare(b.label));
  }

  function search() {
    const found = byId("found"), text = byId("search").value;
    if (!table.hidden) listed();
    found.hidden = !text.trim() || !table.hidden;
    if (found.hidden) return;
    const items = matches(text).slice(0, 12).map(([thing, number]) => {
      const item = element("li"), pick = button(undefined, "", () => { found.hidden = true; goTo(number); });
      pick.append(element("span", undefined, `dot ${thing.kind}`), thing.label);
      item.append(pick);
      return item;
    });
    found.replaceChildren(...(items.length ? items : [element("li", "nothing of this name", "soft")]));
  }

  function listed() {
    const made = element("table"), head = element("tr"), body = element("tbody");
    head.append(...["name", "kind", "facts"].map((name) => element("th", name)));
    for (const [thing, number] of matches(byId("search").value)) {
      const row = element("tr"), name = element("td");
      name.append(button(thing.label, "", () => choose(number)));
      const facts = thing.facts.slice(0, 3).map((fact) => net.facts[fact].label);
      const more = thing.facts.length + thing.more - facts.length;
      row.append(name, element("td", [thing.kind, thing.note].filter(Boolean).join(": ")),
        element("td", facts.join("; ") + (more ? ` and ${more} more` : "")));
      body.append(row);
    }
    made.append(element("thead"), body);
    made.tHead.append(head);
    table.replaceChildren(made);
  }

  function showTable(on) {
    table.hidden = !on;
    picture.hidden = on;
    mode.textContent = on ? "Picture" : "Table";
    byId("found").hidden = true;
    if (on) listed();
    else if (sigma) sigma.refresh();
  }

  legend();
  byId("search").addEventListener("input", search);
  byId("search").addEventListener("keydown", (event) => {
    if (event.key === "Escape") byId("found").hidden = true;
    if (event.key === "Enter") byId("found").querySelector("button")?.click();
  });
  mode.addEventListener("click", () => showTable(table.hidden));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") choose(null); });
  try {
    drawn();
  } catch (error) { // no WebGL
    sigma = null;
    mode.hidden = true;
    showTable(true);
  }
  const wanted = net.things.findIndex((thing) => `#${encodeURIComponent(thing.iri)}` === location.hash);
  if (wanted >= 0) goTo(wanted);
})();
