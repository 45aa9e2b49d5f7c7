"""Names that a sentence tells to have stayed away from a gathering: "Lee skipped the summit", "in the absence of Holm"."""

import re
from collections.abc import Iterator

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kg.extract.reading import Reading

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
_NOT_COMING = (
    r"(?:(?:did|does|do|could|will|would|can)(?: not|n[’']t)|ca n[’']t|wo n[’']t|(?:was|were|is) unable to|declined to|refused to) "
    r"(?:attend|travel|come|take part|participate|make the (?:trip|journey)|appear|be there)"
    r"|(?:was|were|is|are|has been) (?:absent|out of town|abroad|not (?:present|there|invited|in the room|at the))"
    r"|sent (?:his|her|their|its|a) (?:apologies|deputy)|(?:stayed|remained) (?:at )?home"
)
_STAYS = re.compile(
    rf"(?:(?:,|who|which|has|have|had|will|also|later|was|were) )*(?:{_SKIP}|{_LEAVE}|{_NOT_COMING})[ .,]"
)
_SKIPPED_BY = re.compile(r"\b(?:skipped|missed|boycotted|snubbed|shunned) by (?:[\w'’-]+ ){0,2}$")


def is_absent(doc: Doc, start: int, end: int, limit: int) -> bool:
    """Whether a name `[start, end)` is said not to be there: "in the absence of the mayor, Ann Lee", "Lee boycotted …"."""
    before, behind = doc[max(limit, start - _BEFORE) : start], doc[end : end + _BEFORE]
    if _STAYS.match(_spaced(behind.text)):
        return True
    return any(t.lower_ == "absence" for t in before) and not any(t.pos_ == "VERB" for t in before)


def absentees(reading: Reading, sentence: DocSpan) -> Iterator[tuple[int, int]]:
    """Token and entity of those of whom a sentence says that they did not come: "Lee was out of town"."""
    names = reading.names
    for i in names.within(sentence.start, sentence.end):
        name = names.names[i]
        if _STAYS.match(_spaced(reading.doc[name.end : min(name.end + _BEFORE, sentence.end)].text)):
            yield name.start, names.entity_of[i]


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
