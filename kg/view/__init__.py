"""Graph → one HTML page that shows it, with every sentence that supports it."""

from kg.view.page import view

__all__ = ["view"]
