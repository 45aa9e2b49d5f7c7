"""Resolution → RDF."""
