"""Names of bodies → which may be short for which: "the city council" for "Harbour Council", "Acme" for "Acme Co."."""

from kg.lexicon import words

COMPANY_NOUNS = frozenset(
    "company firm group business carmaker airline lender bank retailer maker club charity operator insurer brewer "
    "manufacturer producer developer publisher broadcaster chain".split()
)


_NO_COMPANIES = frozenset(
    "academy agency army assembly authority church commission committee confederation congress council court department "
    "embassy federation institute ministry movement office parliament party police school senate society tribunal union "
    "university".split()
)


def may_be_company(name: str) -> bool:
    """Whether a folded name can be that of "the company" or "the club".

    >>> may_be_company("harbour pumps"), may_be_company("union of dockers")
    (True, False)
    """
    heads = {name.split()[-1], name.split(" of ")[0].split()[-1], name.split(" for ")[0].split()[-1]}
    return not heads & _NO_COMPANIES


def is_kind_of_body(name: str, noun: str) -> bool:
    """Whether a folded name says that its bearer is a certain kind of body.

    >>> is_kind_of_body("university of oslo", "university"), is_kind_of_body("harbour bank", "bank")
    (True, True)
    >>> is_kind_of_body("charity regulator", "charity")
    False
    """
    return name.endswith(" " + noun) or any(f" {noun} {case} " in f" {name}" for case in ("of", "for"))


_PLAIN = frozenset("borough city county district federal local municipal national regional state town village".split())
"""Words that may go with a noun that shortens a name: "the city council" for "Harbour Council"."""


def may_shorten(noun_phrase: str, name: str) -> bool:
    """Whether a common noun with what goes before it can stand for a body: "the central bank" is no "World Bank"."""
    if noun_phrase == "central bank":
        return "bank of" in name or "central" in name or "reserve" in name
    return set(noun_phrase.split()[:-1]) <= {*_PLAIN, *name.split()}


CHAMBERS = frozenset({"house", "senate", "congress", "commons", "lords", "government", "cabinet"})
"""Names of their own that begin or end those of others: "House" is neither "White House" nor "House Rules Committee"."""


def is_suffix(short: str, long: str) -> bool:
    """Whether the longer name only adds the legal form of a company."""
    return all(
        words.is_organization_suffix(w.title()) or words.is_organization_suffix(w.upper()) or w == "spa"
        for w in long[len(short) :].split()
    )
