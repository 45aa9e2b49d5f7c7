// Reads a GEXF file with graphology, or Cytoscape JSON with cytoscape.js, and prints its nodes and edges.
const fs = require("fs");
const [format, path] = process.argv.slice(2);
const text = fs.readFileSync(path, "utf8");
let nodes, edges;
if (format === "gexf") {
  const { MultiDirectedGraph } = require("graphology");
  const graph = require("graphology-gexf/node").parse(MultiDirectedGraph, text);
  nodes = graph.mapNodes((id, data) => [id, data.label]);
  edges = graph.mapEdges((_, data, source, target) => [source, target, data.relation]);
} else {
  const graph = require("cytoscape")({ headless: true, elements: JSON.parse(text).elements });
  nodes = graph.nodes().map((n) => [n.id(), n.data("name")]);
  edges = graph.edges().map((e) => [e.source().id(), e.target().id(), e.data("interaction")]);
}
console.log(JSON.stringify({ nodes: nodes.sort(), edges: edges.sort() }));
