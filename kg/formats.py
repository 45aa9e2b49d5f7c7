"""Rows → text: table, Markdown, CSV, TSV, and the SPARQL 1.1 results formats in JSON and XML."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, NamedNode

from kg.store import Rows, Term, as_text

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_WIDEST = 60  # columns of a cell in a table
_STEERING = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Text that cannot steer a terminal: white space folded, control characters shown as escapes.

    >>> plain("red \\x1b[31m" + chr(10) + "alert")
    'red \\\\x1b[31m alert'
    """
    return visible(re.sub(r"[\t\r\n ]+", " ", text))


def visible(text: str) -> str:
    """Lines that cannot steer a terminal: control characters other than tabs and ends of lines shown as escapes."""
    return _STEERING.sub(lambda m: f"\\x{ord(m[0]):02x}", text)


def count(n: int, one: str, many: str | None = None) -> str:
    """A number of things in words.

    >>> count(1, "origin"), count(2, "origin"), count(0, "person", "people")
    ('1 origin', '2 origins', '0 people')
    """
    return f"{n} {one if n == 1 else many or one + 's'}"


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _cell(term: Term | None) -> str:
    if term is None:
        return ""
    text = plain(as_text(term))
    if isinstance(term, NamedNode):
        text = text.rsplit("/id/", 1)[-1]
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def to_table(rows: Rows) -> str:
    """An aligned table for a terminal; long cells are cut."""
    cells = [list(rows.columns), *([_cell(t) for t in row] for row in rows.rows)]
    widths = [max(_width(row[i]) for row in cells) for i in range(len(rows.columns))]

    def line(row: Sequence[str]) -> str:
        return "  ".join(c + " " * (w - _width(c)) for c, w in zip(row, widths, strict=True)).rstrip()

    ruler = "  ".join("-" * w for w in widths)
    return "\n".join([line(cells[0]), ruler, *map(line, cells[1:]), f"({count(len(rows), 'row')})", ""])


def to_markdown(rows: Rows) -> str:
    """A Markdown table."""

    def line(row: Sequence[str]) -> str:
        return "| " + " | ".join(c.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;") for c in row) + " |"

    body = [line([plain(as_text(t)) if t else "" for t in row]) for row in rows.rows]
    return "\n".join([line(rows.columns), "|" + "---|" * len(rows.columns), *body, ""])


def to_csv(rows: Rows) -> str:
    """SPARQL 1.1 Query Results CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rows.columns)
    writer.writerows([as_text(t) if t else "" for t in row] for row in rows.rows)
    return out.getvalue()


def to_tsv(rows: Rows) -> str:
    """SPARQL 1.1 Query Results TSV."""
    lines = ["\t".join(f"?{c}" for c in rows.columns)]
    lines += ["\t".join(str(t).replace("\t", "\\t") if t else "" for t in row) for row in rows.rows]
    return "\n".join(lines) + "\n"


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    out = {"type": "literal", "value": term.value}
    if term.language:
        out["xml:lang"] = term.language
    elif term.datatype.value != _STRING:
        out["datatype"] = term.datatype.value
    return out


def to_json(rows: Rows) -> str:
    """SPARQL 1.1 Query Results JSON."""
    if rows.boolean is not None:
        return json.dumps({"head": {}, "boolean": rows.boolean}) + "\n"
    bindings = [
        {c: _json_term(t) for c, t in zip(rows.columns, row, strict=True) if t is not None} for row in rows.rows
    ]
    return (
        json.dumps(
            {"head": {"vars": list(rows.columns)}, "results": {"bindings": bindings}}, ensure_ascii=False, indent=1
        )
        + "\n"
    )


def _xml_text(text: str) -> str:
    """Text for XML 1.0, which cannot hold control characters."""
    return escape(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text))


def _xml_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{term.value}</bnode>"
    mark = f" xml:lang={quoteattr(term.language)}" if term.language else ""
    if not mark and term.datatype.value != _STRING:
        mark = f" datatype={quoteattr(term.datatype.value)}"
    return f"<literal{mark}>{_xml_text(term.value)}</literal>"


def to_xml(rows: Rows) -> str:
    """SPARQL Query Results XML."""
    head = "".join(f"<variable name={quoteattr(c)}/>" for c in rows.columns if rows.boolean is None)
    lines = ['<?xml version="1.0"?>', '<sparql xmlns="http://www.w3.org/2005/sparql-results#">', f"<head>{head}</head>"]
    if rows.boolean is not None:
        return "\n".join([*lines, f"<boolean>{str(rows.boolean).lower()}</boolean>", "</sparql>", ""])
    lines.append("<results>")
    for row in rows.rows:
        bound = zip(rows.columns, row, strict=True)
        lines.append(
            "<result>"
            + "".join(f"<binding name={quoteattr(c)}>{_xml_term(t)}</binding>" for c, t in bound if t is not None)
            + "</result>"
        )
    return "\n".join([*lines, "</results>", "</sparql>", ""])


FORMATS: dict[str, Callable[[Rows], str]] = {
    "table": to_table,
    "json": to_json,
    "csv": to_csv,
    "tsv": to_tsv,
    "xml": to_xml,
    "markdown": to_markdown,
}


def write_rows(rows: Rows, name: str) -> str:
    """The rows in a format; the triples of a CONSTRUCT query are always Turtle."""
    if rows.triples is not None:
        from kg.export import turtle

        return turtle(rows.triples)
    if rows.boolean is not None and name not in {"json", "xml"}:
        return f"{str(rows.boolean).lower()}\n"
    return FORMATS[name](rows)
