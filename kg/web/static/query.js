// The editor: SPARQL to our own endpoint and to no other; nothing is fetched from elsewhere and nothing is kept.
(() => {
  "use strict";
  const endpoint = new URL("/sparql", location.href).href;
  const texts = new Map(JSON.parse(document.getElementById("queries").textContent).map(({ name, text }) => [name, text]));
  const first = `SELECT ?type (COUNT(?thing) AS ?things) WHERE {
  ?thing a ?type .
}
GROUP BY ?type
ORDER BY DESC(?things)
`;
  Yasgui.Yasqe.defaults.value = first;
  const yasgui = new Yasgui(document.getElementById("yasgui"), {
    persistenceId: null,
    copyEndpointOnNewTab: true,
    requestConfig: { endpoint, method: "POST", acceptHeaderGraph: "text/turtle" },
    endpointCatalogueOptions: { getData: () => [], keys: [] },
    yasqe: { value: first, autocompleters: ["variables"], prefixCcApi: null, persistenceId: null },
    yasr: { persistenceId: null, prefixes: {} },
  });
  function open(name) {
    yasgui.addTab(true, { name, requestConfig: { endpoint, method: "POST" }, yasqe: { value: texts.get(name) } });
  }
  const place = document.getElementById("yasgui");
  place.addEventListener("click", (event) => { // things of this graph have their pages here
    const address = event.target.closest("a")?.href ?? "";
    if (!address.startsWith(place.dataset.base)) return;
    event.preventDefault();
    location.assign(new URL(address).pathname);
  });
  for (const button of document.querySelectorAll("button[data-query]")) {
    button.hidden = false;
    button.addEventListener("click", () => open(button.dataset.query));
  }
})();
