"""Graph → HTTP: a SPARQL endpoint, a page to ask it from, pages of things, the picture of the graph."""
