"""How names are compared: folding, initials, generic names of bodies."""

import re
import unicodedata
from functools import lru_cache

GENERIC_BODIES = frozenset(
    "ministry department parliament army navy military police court government senate congress embassy "
    "delegation bank agency office council assembly cabinet presidency treasury force forces".split()
)
"""Heads of names that many countries' bodies share."""

_OFFSHOOTS = frozenset("academy arena cup foundation fund institute museum prize stadium trust".split())

_SPELLING = (
    ("organis", "organiz"),
    ("co-op", "coop"),
    ("defence", "defense"),
    ("centre", "center"),
    ("labour", "labor"),
)
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
"""Letters that Unicode does not take apart."""


@lru_cache(maxsize=2**16)
def fold(text: str) -> str:
    """Case, accents, punctuation, possessives and British spelling folded away.

    >>> fold("Organisation for Economic Co-operation and Development")
    'organization for economic cooperation and development'
    """
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold().translate(_LETTERS)
    for british, american in _SPELLING:
        text = text.replace(british, american)
    text = re.sub(r"['’]s\b", "", text)
    return " ".join(re.sub(r"[^\w\s]", " ", text.replace(".", "")).split())


def is_offshoot(name: str) -> bool:
    """Whether a folded name is of a kind that bears the name of another body beside it.

    >>> is_offshoot("acme foundation"), is_offshoot("acme holdings")
    (True, False)
    """
    return name.rpartition(" ")[2] in _OFFSHOOTS


def is_product(short: str, long: str) -> bool:
    """Whether the longer of two folded names is that of a thing that the shorter's bearer makes.

    >>> is_product("acme", "acme 380 freighter"), is_product("acme", "acme pumps")
    (True, False)
    """
    return any(c.isdigit() for w in long[len(short) :].split()[:1] for c in w)


def initials(text: str) -> str:
    """Initials of the capitalised words.

    >>> initials("Organization for Economic Co-operation and Development")
    'OECD'
    """
    return "".join(w[0] for w in text.split() if w[:1].isupper())


def slug(text: str) -> str:
    """Lower-case words joined by hyphens, for IRIs; "x" if nothing is left.

    >>> slug("Gérald Darmanin"), slug("Jonas Støre"), slug("U.N. Security Council")
    ('gerald-darmanin', 'jonas-store', 'un-security-council')
    """
    return "-".join(re.findall(r"[a-z0-9]+", fold(text)))[:80].strip("-") or "x"
