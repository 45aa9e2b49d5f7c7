"""Names that a sentence tells to have stayed away from a gathering: "Lee skipped the summit", "in the absence of Holm"."""

import re

from spacy.tokens import Doc

ABSENT = frozenset({"without", "except", "minus", "unlike"})
_BEFORE = 8  # tokens before a name in which "in the absence of" is said of it
_BETWEEN = 25  # tokens from who stays away to the gathering
_SKIP = r"(?:skip(?:p(?:ed|ing)|s)?|miss(?:e[sd]|ing)?|(?:boycott|snubb?|shunn?)(?:s|ed|ing)?)"
_AWAY = r"(?:not|n['’]t|never|neither|nor)(?: \w+){0,2} (?:attend|join|take part in|be at)(?:ed|ing)?"
_LEAVE = (
    r"(?:(?:pull(?:s|ed|ing)?|left|bow(?:s|ed|ing)?|drop(?:s|ped|ping)?|kept|shut|pushed) out of"
    r"|(?:stay(?:s|ed|ing)?|kept) away|(?:absent|barred|excluded|expelled|missing) from"
    r"|with(?:draw(?:s|n|ing)?|drew) from)"
)
_SKIPPING = re.compile(rf"\b(?:{_SKIP}|{_LEAVE}|{_AWAY})(?: [\w'’-]+){{0,5}} $")
_STAYS = re.compile(rf"(?:(?:,|who|which|has|have|had|will|also|later|was|were) )*(?:{_SKIP}|{_LEAVE}) ")
_SKIPPED_BY = re.compile(r"\b(?:skipped|missed|boycotted|snubbed|shunned) by (?:[\w'’-]+ ){0,2}$")


def is_absent(doc: Doc, start: int, end: int, limit: int) -> bool:
    """Whether a name `[start, end)` is said not to be there: "in the absence of the mayor, Ann Lee", "Lee boycotted …"."""
    before, behind = doc[max(limit, start - _BEFORE) : start], doc[end : end + _BEFORE]
    if _STAYS.match(_spaced(behind.text)):
        return True
    return any(t.lower_ == "absence" for t in before) and not any(t.pos_ == "VERB" for t in before)


def stays_away(doc: Doc, name: tuple[int, int], gathering: tuple[int, int], limit: int) -> bool:
    """Whether somebody named at tokens `[start, end)` stays away from a gathering: by the words alone, as verbs of
    this kind are often tagged wrongly.
    """
    if name[1] <= gathering[0]:
        between = doc[max(name[1], gathering[0] - _BETWEEN) : gathering[0]]
        return _SKIPPING.search(_spaced(between.text)) is not None
    return _SKIPPED_BY.search(_spaced(doc[max(limit, name[0] - _BEFORE) : name[0]].text)) is not None


def _spaced(text: str) -> str:
    return " ".join(text.lower().split()) + " "
