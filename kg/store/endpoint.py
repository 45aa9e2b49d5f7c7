"""Where a remote graph is, and the credentials that are sent there: never in an address, never in a message."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pyoxigraph import NamedNode

from kg.errors import OptionError, StoreError

USER, PASSWORD, TOKEN, SCHEME = (f"KG_ENDPOINT_{name}" for name in ("USER", "PASSWORD", "TOKEN", "AUTH"))
"""Names of the environment variables, and of the lines of a file of credentials."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What an endpoint wants to see: nothing, a user and a password (Basic or Digest), or a token (Bearer)."""

    scheme: str = ""  # "", "basic", "digest", "bearer"
    user: str = ""
    secret: str = field(default="", repr=False)

    @classmethod
    def load(cls, environment: Mapping[str, str], file: Path | None = None) -> Credentials:
        """The credentials of a file, else those of the environment; OptionError says what is wrong, not what they are."""
        given = _lines(file) if file is not None else environment
        if token := given.get(TOKEN, ""):
            if not re.fullmatch("[!-~]+", token):
                raise OptionError(TOKEN, "holds a space or a character that is not ASCII")
            return cls("bearer", secret=token)
        if not given.get(USER):
            return cls()
        scheme = given.get(SCHEME, "basic").lower()
        if scheme not in {"basic", "digest"}:
            raise OptionError(SCHEME, "must be basic or digest")
        if ":" in given[USER]:
            raise OptionError(USER, "holds a colon, which neither Basic nor Digest allows")
        return cls(scheme, given[USER], given.get(PASSWORD, ""))

    def header(self) -> str | None:
        """The Authorization header of the schemes that send one unasked."""
        if self.scheme == "bearer":
            return f"Bearer {self.secret}"
        return f"Basic {self._pair()}" if self.scheme == "basic" else None

    def hide(self, text: str) -> str:
        """A text of the server without the secret, should it say it back."""
        for secret in (self.secret, self._pair()):
            text = text.replace(secret, "***") if self.secret else text
        return text

    def _pair(self) -> str:
        return base64.b64encode(f"{self.user}:{self.secret}".encode()).decode()


def _lines(file: Path) -> dict[str, str]:
    """NAME=VALUE lines of a file that only its owner can read."""
    try:
        if file.stat().st_mode & 0o077:
            raise OptionError("credentials", f"others can read {file}; make it yours alone: chmod 600 {file}")
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as e:
        raise OptionError("credentials", f"{file} cannot be read: {type(e).__name__}") from e
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    for number, (name, mark, _) in enumerate(pairs, 1):
        if not mark or name.strip() not in {USER, PASSWORD, TOKEN, SCHEME}:
            raise OptionError(
                "credentials",
                f"{file}: entry {number} is not NAME=VALUE with a NAME of {USER}, {PASSWORD}, {TOKEN}, {SCHEME}",
            )
    return {name.strip(): value.strip() for name, _, value in pairs}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The addresses of a graph in the SPARQL 1.1 Protocol, and in the Graph Store Protocol."""

    query: str
    update: str | None = None
    data: str | None = None  # Graph Store Protocol
    graph: str | None = None  # IRI of the graph; the default graph if there is none
    credentials: Credentials = Credentials()

    def __post_init__(self) -> None:
        for url in (self.query, self.update, self.data):
            if url is not None:
                _check(url)
        try:
            if self.graph is not None and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", NamedNode(self.graph).value):
                raise ValueError("not absolute")
        except ValueError as e:
            raise StoreError(self.query, f"'{self.graph}' is no IRI of a graph: {e}") from e


def _check(url: str) -> None:
    """StoreError unless a URL can be asked and holds no credentials."""
    try:
        parts = urlsplit(url)
        fine = parts.scheme in {"http", "https"} and bool(parts.hostname) and re.fullmatch("[!-~]+", url)
    except ValueError:
        fine = None
    if not fine:
        raise StoreError(url, "an endpoint is an http or https URL")
    if "@" in parts.netloc:
        place = url.replace(parts.netloc, parts.netloc.rpartition("@")[2])
        raise StoreError(place, f"the address holds credentials; put them into {USER} and {PASSWORD}, or into a file")
