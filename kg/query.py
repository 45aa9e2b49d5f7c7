"""A name and parameters → rows: the bundled queries, and those of the user.

A query file starts with `#+` lines (summary, params, example). A parameter `x` is a line
`VALUES ?x { UNDEF }` inside WHERE, whose UNDEF is replaced by the term; nothing else is touched.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.resources import resource_path
from kg.store import Rows, Store, Term

TYPES = ("iri", "string", "date", "integer")


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


def catalogue() -> Iterator[Query]:
    """Every bundled query, by name."""
    for path in sorted(resource_path("queries").glob("*.rq")):
        yield read(path)


def find(name: str) -> Query:
    """A bundled query by name, or a query file by path."""
    bundled = resource_path("queries") / f"{name}.rq"
    if re.fullmatch(r"[a-z][a-z0-9-]*", name) and bundled.is_file():
        return read(bundled)
    path = Path(name)
    if path.is_file():
        return read(path, bundled=False)
    if path.suffix in {".rq", ".sparql"}:
        raise QueryError(name, "no such file")
    names = [q.name for q in catalogue()]
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"bundled are {', '.join(names)}"
    raise QueryError(name, f"no bundled query and no file of this name; {hint}")


_PARAM = re.compile(r"^(?P<name>\w+): (?P<type>\w+)(?P<required>, required)?, (?P<meaning>.+)$")


def read(path: Path, *, bundled: bool = True) -> Query:
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
    if bundled and not {"summary", "example"} <= set(keys):
        raise QueryError(path.stem, f"{path.name}:1: a bundled query needs '#+ summary:' and '#+ example:'")
    return Query(path.stem, keys.get("summary", ""), keys.get("example", ""), text, tuple(params))


def run(name: str, params: Mapping[str, str], store: Store) -> Rows:
    """The rows of a bundled query or a query file."""
    query = find(name)
    refuse(query)
    return store.query(bind(query, params))


# ---------------------------------------------------------------- parameters


def bind(query: Query, params: Mapping[str, str]) -> str:
    """The text of a query with its parameters filled in as terms."""
    known = {p.name: p for p in query.params}
    for name in params:
        if name not in known:
            raise QueryError(
                query.name, f"has no parameter '{name}'; " + (f"it has {', '.join(known)}" if known else "it has none")
            )
    text = query.text
    for parameter in query.params:
        value = params.get(parameter.name)
        if value is None:
            if parameter.required:
                raise QueryError(query.name, f"needs --param {parameter.name}=… ({parameter.meaning})")
            continue
        slot = re.compile(rf"VALUES\s+\?{parameter.name}\s*\{{\s*UNDEF\s*\}}")
        term = str(_term(query, parameter, value))
        text, count = slot.subn(lambda _, term=term, name=parameter.name: f"VALUES ?{name} {{ {term} }}", text)  # type: ignore[misc]
        if count == 0:
            raise QueryError(
                query.name, f"declares parameter '{parameter.name}' but has no VALUES ?{parameter.name} {{ UNDEF }}"
            )
    return text


def _term(query: Query, parameter: Parameter, value: str) -> Term:
    """The RDF term of a parameter's text."""
    try:
        if parameter.type == "iri":
            if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value):
                raise ValueError("not an absolute IRI")
            return NamedNode(value)
        if parameter.type == "date":
            return Literal(
                date.fromisoformat(value).isoformat(), datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date")
            )
        if parameter.type == "integer":
            return Literal(str(int(value)), datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    except ValueError as e:
        raise QueryError(
            query.name, f"parameter '{parameter.name}' must be of type {parameter.type}, not '{value}' ({e})"
        ) from e
    return Literal(value)


# ---------------------------------------------------------------- what is refused

_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r"|<[^<>\"{}|^`\\\x00-\x20]*>|#[^\n]*|[?$]\w+|[\w.-]*:[\w.:%\\-]*|@\w+|(?P<word>[A-Za-z]+)",
    re.DOTALL,
)
_REFUSED = {
    "SERVICE": "asks another server",
    "LOAD": "fetches a document",
    "FROM": "names another graph; the graph is chosen by --store, --graph or --endpoint",
    **dict.fromkeys(("INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE"), "changes the graph"),
}


def refuse(query: Query) -> None:
    """QueryError if the query would reach out of the graph or change it."""
    for match in _TOKEN.finditer(query.text):
        word = (match["word"] or "").upper()
        if word in _REFUSED:
            line = query.text.count("\n", 0, match.start()) + 1
            raise QueryError(query.name, f"line {line}: {word} is refused: it {_REFUSED[word]}")
