"""A name and parameters → rows: the bundled queries, and those of the user.

A query file starts with `#+` lines (summary, params, example). A parameter `x` is a line
`VALUES ?x { UNDEF }` inside WHERE, whose UNDEF is replaced by the term; nothing else is touched, and a
value is never read as SPARQL.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.resources import resource_path
from kg.store import Rows, Store, Term

TYPES = {
    "iri": "absolute, such as https://example.org/a",
    "string": "valid Unicode",
    "date": "YYYY-MM-DD",
    "integer": "a whole number",
}
"""The types of parameters, and what their values look like."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a query, as its header declares it."""

    name: str
    type: str
    meaning: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A query file: its header and its text."""

    name: str
    summary: str
    example: str
    text: str
    params: tuple[Parameter, ...] = field(default=())
    shipped: bool = False


def catalogue() -> Iterator[Query]:
    """Every bundled query, by name."""
    for path in sorted(resource_path("queries").glob("*.rq")):
        yield _shipped(path)


def bundled(name: str) -> Query | None:
    """A bundled query by name, if there is one."""
    path = resource_path("queries") / f"{name}.rq"
    return _shipped(path) if re.fullmatch(r"[a-z][a-z0-9-]*", name) and path.is_file() else None


@cache
def _shipped(path: Path) -> Query:
    """A bundled query; the files of the package do not change while it runs."""
    return read(path, shipped=True)


def find(name: str) -> Query:
    """A bundled query by name, or a query file by path."""
    query = bundled(name)
    if query is not None:
        return query
    path = Path(name)
    if path.is_file():
        return read(path)
    if path.suffix in {".rq", ".sparql"}:
        raise QueryError(name, "no such file")
    names = [q.name for q in catalogue()]
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"bundled are {', '.join(names)}"
    raise QueryError(name, f"no bundled query and no file of this name; {hint}")


_PARAM = re.compile(r"^(?P<name>\w+): (?P<type>\w+)(?P<required>, required)?, (?P<meaning>.+)$")


def read(path: Path, *, shipped: bool = False) -> Query:
    """Parse a query file; QueryError with file and line if its header is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise QueryError(str(path), f"cannot be read: {e}") from e
    keys: dict[str, str] = {}
    params: list[Parameter] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+"):
            continue
        key, _, value = line[2:].strip().partition(": ")
        if key == "param":
            match = _PARAM.match(value)
            if match is None or match["type"] not in TYPES:
                raise QueryError(
                    path.stem,
                    f"{path.name}:{number}: expected '#+ param: NAME: TYPE[, required], MEANING' with a "
                    f"TYPE of {', '.join(TYPES)}",
                )
            params.append(Parameter(match["name"], match["type"], match["meaning"], match["required"] is not None))
        elif key in {"summary", "example"} and value:
            keys[key] = value
        else:
            raise QueryError(
                path.stem, f"{path.name}:{number}: unknown header '{key}'; known are summary, param, example"
            )
    if shipped and not {"summary", "example"} <= set(keys):
        raise QueryError(path.stem, f"{path.name}:1: a bundled query needs '#+ summary:' and '#+ example:'")
    return Query(path.stem, keys.get("summary", ""), keys.get("example", ""), text, tuple(params), shipped)


def run(name: str, params: Mapping[str, str], store: Store) -> Rows:
    """The rows of a bundled query or a query file."""
    query = find(name)
    text = bind(query, params)
    if not query.shipped:
        refuse(replace(query, text=text))
    try:
        return store.query(text)
    except QueryError as e:
        raise QueryError(name, e.reason) from e


# ---------------------------------------------------------------- tokens

_TOKEN = re.compile(
    r"""
      (?P<slot> VALUES\s+\?(?P<name>\w+)\s*\{\s*UNDEF\s*\} )
    | \"{3} (?:[^"\\]|\\.|"(?!""))* \"{3} | '{3} (?:[^'\\]|\\.|'(?!''))* '{3}    # long strings
    | " (?:[^"\\\r\n]|\\.)* " | ' (?:[^'\\\r\n]|\\.)* '                        # strings
    | < (?:[^\x00-\x20<>"{}|^`\\]|\\[uU][0-9A-Fa-f]{4,8})* >                     # IRIs
    | \# [^\r\n]*                                                               # comments
    | [?$]\w+ | @[A-Za-z]+(?:-+[A-Za-z0-9]+)*                                   # variables, languages
    | : (?:[\w%:\x80-\U0010FFFF]|\\.) (?:[\w%:.\-\x80-\U0010FFFF]|\\.)*          # names after their prefix
    | \\.
    | (?P<word> \w[\w.\-]* )                                                    # keywords, prefixes, numbers
    """,
    re.DOTALL | re.VERBOSE,
)
"""The tokens of SPARQL in which letters are no keyword, and the words in which they may be."""


# ---------------------------------------------------------------- parameters


def bind(query: Query, params: Mapping[str, str]) -> str:
    """The text of a query with its parameters filled in as terms, in one pass: values are not searched for slots."""
    terms = _terms(query, params)
    if not terms:
        return query.text
    filled = set()

    def fill(match: re.Match[str]) -> str:
        name = match["name"]
        if name not in terms:
            return match[0]
        filled.add(name)
        return f"VALUES ?{name} {{ {terms[name]} }}"

    text = _TOKEN.sub(fill, query.text)
    for name in terms:
        if name not in filled:
            raise QueryError(query.name, f"declares parameter '{name}' but has no VALUES ?{name} {{ UNDEF }}")
    return text


def _terms(query: Query, params: Mapping[str, str]) -> dict[str, Term]:
    """The terms of the parameters that are given; QueryError if one is unknown or missing."""
    known = {p.name: p for p in query.params}
    for name in params:
        if name not in known:
            raise QueryError(
                query.name, f"has no parameter '{name}'; " + (f"it has {', '.join(known)}" if known else "it has none")
            )
    for parameter in query.params:
        if parameter.required and parameter.name not in params:
            raise QueryError(query.name, f"needs --param {parameter.name}=… ({parameter.meaning})")
    return {p.name: _term(query, p, params[p.name]) for p in query.params if p.name in params}


def _term(query: Query, parameter: Parameter, value: str) -> Term:
    """The RDF term of a parameter's text."""
    try:
        if parameter.type == "iri":
            if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value):
                raise ValueError
            return NamedNode(value)
        if parameter.type == "date":
            return Literal(
                date.fromisoformat(value).isoformat(), datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date")
            )
        if parameter.type == "integer":
            return Literal(str(int(value)), datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
        return Literal(value)
    except ValueError as e:
        form = f"{parameter.type} ({TYPES[parameter.type]})"
        raise QueryError(query.name, f"parameter '{parameter.name}' must be of type {form}, not '{value}'") from e


# ---------------------------------------------------------------- what is refused

_ANYWHERE = {
    "SERVICE": "asks another server",
    "FROM": "names another graph; the graph is chosen by --store, --graph or --endpoint",
}
_WHOLE = {
    "LOAD": "fetches a document",
    **dict.fromkeys(("INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE"), "changes the graph"),
}


def refuse(query: Query) -> None:
    """QueryError if the query would reach out of the graph or change it."""
    for match in _TOKEN.finditer(query.text):
        word, prefixed = match["word"] or "", query.text.startswith(":", match.end())
        keyword = _keyword(word, prefixed=prefixed)
        if keyword is not None:
            line = query.text.count("\n", 0, match.start()) + 1
            reason = f"line {line}: {keyword} is refused: it {(_ANYWHERE | _WHOLE)[keyword]}"
            raise QueryError(query.name, reason + (f"; call the prefix '{word}:' something else" if prefixed else ""))


def _keyword(word: str, *, prefixed: bool) -> str | None:
    """The refused keyword in a word; engines also find SERVICE and FROM in `SERVICE:x`, `ASKFROM` or `1SERVICE`.

    >>> _keyword("service", prefixed=True), _keyword("ASKFROM", prefixed=True), _keyword("load", prefixed=True)
    ('SERVICE', 'FROM', None)
    """
    upper = word.upper()
    within = next((k for k in _ANYWHERE if k in upper), None)
    return within or (upper if upper in _WHOLE and not prefixed else None)
