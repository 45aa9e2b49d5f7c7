"""Words → what they say about roles, meetings and speech."""

from collections.abc import Iterator, Sequence
from functools import cache

from kg.lexicon import load, values
from kg.names import fold


@cache
def _honorifics() -> frozenset[str]:
    return frozenset(r["word"].casefold() for r in load("honorifics"))


def is_honorific(word: str) -> bool:
    """Whether a word stands before names out of politeness.

    >>> is_honorific("Mr."), is_honorific("Minister")
    (True, False)
    """
    return word.casefold().rstrip(".") in _honorifics()


@cache
def _organization_suffixes() -> frozenset[str]:
    return frozenset(r["word"] for r in load("organization_suffixes"))


def is_organization_suffix(word: str) -> bool:
    """Whether a word ends names of organizations.

    >>> is_organization_suffix("Inc."), is_organization_suffix("Lee")
    (True, False)
    """
    return word in _organization_suffixes()


@cache
def _modifiers() -> dict[str, str]:
    return {r["word"]: r["kind"] for r in load("role_modifiers")}


def role_modifier(word: str) -> str | None:
    """What a word before a title says of it: "former", "incoming" or "keep" (part of the title).

    >>> role_modifier("ex"), role_modifier("acting"), role_modifier("green")
    ('former', 'keep', None)
    """
    return _modifiers().get(word.casefold())


@cache
def _roles() -> dict[str, str]:
    return {r["word"]: r["kind"] for r in load("roles")}


def role_kind(title: str) -> str | None:
    """The kind of a title by its last words: office, rank, occupation or honorific; None if unknown.

    >>> role_kind("deputy foreign minister"), role_kind("striker"), role_kind("Secretary of State")
    ('office', 'occupation', 'office')
    """
    parts = title.casefold().split()
    heads = [" ".join(parts[i:]) for i in range(len(parts))]
    if "of" in parts:
        heads.append(parts[parts.index("of") - 1])
    return next((kind for h in heads if (kind := _roles().get(h)) is not None), None)


def is_rank(text: str) -> bool:
    """Whether words are a rank or a title of honour, as a whole.

    >>> is_rank("Brigadier General"), is_rank("prosecutor general")
    (True, False)
    """
    return _roles().get(text.casefold()) in {"rank", "honorific"}


def is_office(text: str) -> bool:
    """Whether words are the title of an office, as a whole.

    >>> is_office("first minister"), is_office("first chair")
    (True, False)
    """
    return _roles().get(text.casefold()) == "office"


def offices(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The token spans that name offices, for pipelines without a model of titles: longest match first.

    >>> list(offices(["Deputy", "Prime", "Minister", "Ann", "Lee"]))
    [(0, 3)]
    """
    known = _roles()
    lower = [w.casefold() for w in words]
    end = 0
    for i in range(len(lower)):
        if i < end:
            continue
        for j in range(min(len(lower), i + 5), i, -1):
            phrase = lower[i:j]
            core = [w for w in phrase if role_modifier(w) != "keep"]
            if core:
                core[-1] = singular_role(core[-1])
            if core and " ".join(core) in known and known[" ".join(core)] != "honorific":
                yield i, j
                end = j
                break


def singular_role(word: str) -> str:
    """The singular of a known title in the plural; any other word as it is.

    >>> [singular_role(w) for w in ("senators", "secretaries", "spokeswomen", "fisheries")]
    ['senator', 'secretary', 'spokeswoman', 'fisheries']
    """
    known = _roles()
    if word in known or not word.endswith(("s", "men")):
        return word
    stems = (word[:-3] + "man",) if word.endswith("men") else (word[:-1], word[:-2], word[:-3] + "y")
    return next((s for s in stems if s in known), word)


@cache
def _portfolios() -> frozenset[str]:
    return frozenset(r["portfolio"] for r in load("portfolios"))


def is_portfolio(text: str) -> bool:
    """Whether a title may go on with these words: "minister of foreign affairs".

    >>> is_portfolio("Foreign Affairs"), is_portfolio("Norway")
    (True, False)
    """
    return text.casefold() in _portfolios()


_COMPANY_ENDINGS = frozenset(
    "ag asa co corp corporation gmbh group holding holdings inc industries limited llc llp ltd motors nv pharmaceuticals plc sa se spa "
    "systems technologies therapeutics".split()
)


def is_company(name: str) -> bool:
    """Whether a name says that its bearer is a company: by its legal form or what companies are called.

    >>> is_company("Acme Corp."), is_company("Harbour Herald")
    (True, False)
    """
    parts = name.casefold().split()
    return len(parts) > 1 and parts[-1].rstrip(".") in _COMPANY_ENDINGS


_REMITS = frozenset(
    "chair chief coordinator director editor head manager minister officer president professor secretary".split()
)


def has_remit(word: str) -> bool:
    """Whether a lower-case title may go on with what its holder is in charge of: "head of sales".

    >>> has_remit("head"), has_remit("mayor")
    (True, False)
    """
    return word in _REMITS


_HEADED = {
    "head": "head",
    "lead": "leader",
    "chair": "chair",
    "direct": "director",
    "edit": "editor",
    "coach": "coach",
    "captain": "captain",
    "command": "commander",
    "found": "founder",
    "co-found": "co-founder",
    "cofound": "co-founder",
    "preside": "president",
}
_HEADED_FORMS = {
    form: office for verb, office in _HEADED.items() for form in (verb, verb + "s", verb.removesuffix("e") + "ed")
} | {"led": "leader"}


def headed_office(form: str) -> str | None:
    """The office that a lower-case form of a verb gives to its subject.

    >>> headed_office("chairs"), headed_office("led"), headed_office("eats")
    ('chair', 'leader', None)
    """
    return _HEADED_FORMS.get(form)


@cache
def _meetings() -> dict[tuple[str, str], str]:
    return {(r["word"], r["pos"]): r["kind"] for r in load("meetings")}


def meeting_kind(word: str, pos: str) -> str | None:
    """The kind of gathering that a lower-case word names.

    >>> meeting_kind("talks", "NOUN"), meeting_kind("argue", "VERB")
    ('talks', None)
    """
    return _meetings().get((word, pos))


@cache
def _not_meetings() -> frozenset[str]:
    return frozenset(w for r in load("not_meetings") for w in (r["word"], *values(r["forms"])))


def is_not_meeting(word: str) -> bool:
    """Whether a lower-case word names an event with participants that is no gathering: calls, votes, matches.

    >>> is_not_meeting("phone call"), is_not_meeting("summit")
    (True, False)
    """
    return word in _not_meetings()


@cache
def _speech() -> frozenset[str]:
    return frozenset(r["lemma"] for r in load("speech"))


def is_speech(lemma: str) -> bool:
    """Whether a verb reports speech.

    >>> is_speech("say"), is_speech("eat")
    (True, False)
    """
    return lemma in _speech()


@cache
def _short_names() -> dict[str, frozenset[str]]:
    out: dict[str, set[str]] = {}
    for row in load("nicknames"):
        for short in values(row["short"]):
            out.setdefault(fold(short), set()).add(fold(row["name"]))
    return {short: frozenset(names) for short, names in out.items()}


def full_names(given: str) -> frozenset[str]:
    """The folded given names that a folded one may be short for.

    >>> sorted(full_names("liz")), sorted(full_names("pat"))
    (['elizabeth'], ['patricia', 'patrick'])
    """
    return _short_names().get(given, frozenset())


@cache
def _given_names() -> dict[str, str]:
    return {fold(r["name"]): r["pronoun"] for r in load("given_names")}


def pronoun_of(given: str) -> str | None:
    """The pronoun that goes with a given name, "he" or "she"; None if either may.

    >>> pronoun_of("Ann-Marie"), pronoun_of("Laura"), pronoun_of("Pat")
    (None, 'she', None)
    """
    return _given_names().get(fold(given))


@cache
def _frequent_names() -> frozenset[str]:
    return frozenset(fold(r["name"]) for r in load("frequent_names"))


def is_frequent_name(word: str) -> bool:
    """Whether very many people bear a folded name.

    >>> is_frequent_name("smith"), is_frequent_name("stoltenberg")
    (True, False)
    """
    return word in _frequent_names()
