"""Sentence → who is said to have been at a gathering that another sentence tells: "Lee led the Omani team", "Holm also attended"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.gatherings import Sighting
from kg.extract.reading import Reading
from kg.lexicon import words
from kg.model import EntityKind, Span

_TEAMS = frozenset({"delegation", "team", "side"})
_LEADING = frozenset({"lead", "head"})
_HEADS = frozenset({"head", "leader", "chief"})
_ATTENDING = frozenset({"attend", "participate", "preside", "mediate"})
_SENDING = frozenset({"sent", "send", "sending", "sends"})
_NEGATIVE = frozenset("not n't n’t never no nobody without neither nor".split())
_MODAL = frozenset("could might may should would can if".split())
_LISTED = frozenset({"ADJ", "CCONJ", "DET", "NOUN", "PROPN"})  # what stands between the names of a list, with titles
_ASIDE = frozenset({"also", "both", "then", "will", "who", "was", "were", "is", "are", "has", "have", "had", "been"})
_JOINTS = frozenset({",", "of", "for", "'s", "’s", "&", "his", "her", "its", "their"})
_ASIDE_KINDS = frozenset({"press conference", "visit"})
_OFF = frozenset({"cancelled", "postponed"})
_REACH = 250  # tokens back to the gathering of the country that a delegation is from
_PHRASE = 7  # tokens of "the South American negotiating team"


@dataclass(frozen=True, slots=True)
class Attendance:
    """People who took part in a gathering told elsewhere; `side` is the country or body that they came for."""

    at: int  # token
    people: tuple[int, ...]  # entities of the article
    side: int | None
    part: Span
    previous: int  # the first token of the sentence before
    now: bool = False  # "is presiding": not at one that is over


def attendances(reading: Reading, sentence: DocSpan) -> Iterator[Attendance]:
    """Those of one sentence, in text order."""
    previous = max((s.start for s in reading.sentences if s.start < sentence.start), default=sentence.start)
    for token in sentence:
        if token.lemma_.lower() in _TEAMS and token.pos_ != "VERB":
            found = _leader(reading, sentence, token)
        elif token.lower_ in _SENDING:
            found = _envoy(reading, sentence, token)
        elif token.lower_ == "represented":
            found = _deputy(reading, sentence, token)
        elif _is_presence(token):
            people = _people_before(reading, token.i, sentence.start) or _people_behind(
                reading, _past_copula(token), sentence.end
            )
            found = people, None
        else:
            continue
        people, side = found
        if people and not _is_unsure(sentence, token):
            now = token.tag_ == "VBG" and any(c.tag_ in {"VBZ", "VBP"} for c in token.children)
            yield Attendance(token.i, people, side, reading.span(token.i, token.i + 1), previous, now)


def join_attendances(
    found: Sequence[Attendance], groups: Sequence[Sequence[Sighting]], served: Mapping[int, frozenset[int]]
) -> dict[int, list[Attendance]]:
    """Group → those who are said to have been there: at the one of their country or body, else at the one told last."""
    out: dict[int, list[Attendance]] = {}
    for a in found:
        sides = {a.side} if a.side is not None else {b for p in a.people for b in served.get(p, ())}
        best: tuple[int, int] | None = None
        for n, group in enumerate(groups):
            before = [a.at - s.trigger.start for s in group if s.trigger.start < a.at]
            powers = {p for s in group for p in s.powers}
            near = any(s.sentence.start <= a.at and s.sentence.end >= a.previous for s in group)
            fits = before and (near or (sides & powers and min(before) < _REACH))
            fits = fits and group[0].trigger.kind not in _ASIDE_KINDS
            over = _OFF | ({"held"} if a.now else set())
            if fits and (a.side is None or a.side in powers) and not any(s.status in over for s in group):
                best = min(best or (min(before), n), (min(before), n))
        if best is not None:
            out.setdefault(best[1], []).append(a)
    return out


def _leader(reading: Reading, sentence: DocSpan, team: Token) -> tuple[tuple[int, ...], int | None]:
    """ "Lee led the Omani delegation", "the Omani team, headed by Lee", "the head of the Omani side, Ann Lee"."""
    doc, start = reading.doc, team.i
    while start > sentence.start and team.i - start < _PHRASE and _is_within(reading, start - 1):
        start -= 1
    side = _side(reading, start, team.i)
    taken_up = doc[start].lower_ == "the" and team.i == start + 1  # "the delegation will be led by"
    whose = taken_up or any(t.lower_ in {"'s", "’s"} or t.ent_type_ or t.is_title for t in doc[start + 1 : team.i])
    if start == sentence.start or (side is None and not whose):
        people: tuple[int, ...] = ()
    elif doc[start - 1].lemma_.lower() in _LEADING:
        people = _people_before(reading, start - 1, sentence.start)[-1:]
    else:
        people = ()
    if doc[start - 1].lower_ == "of" and start > 1 and doc[start - 2].lemma_.lower() in _HEADS:
        people = _people_behind(reading, team.i + 1, sentence.end)[:1]
    elif not people and (side is not None or taken_up):
        people = _led_by(reading, team.i + 1, sentence.end)
    return people, side


def _envoy(reading: Reading, sentence: DocSpan, verb: Token) -> tuple[tuple[int, ...], int | None]:
    """ "Norway is sending its defence minister, Ann Lee"."""
    i = verb.i
    while i > sentence.start and reading.doc[i - 1].lower_ in _ASIDE:
        i -= 1
    name = reading.names.at(i - 1) if i > sentence.start else None
    if name is None or reading.names.kind(name) is EntityKind.PERSON:
        return (), None
    title = reading.doc[verb.i + 1 : verb.i + 3]
    titled = len(title) == 2 and title[0].lower_ in {"its", "the", "a"} and title[1].ent_type_ == "ROLE"
    return (_people_behind(reading, verb.i + 2, sentence.end)[:1] if titled else ()), reading.names.entity_of[name]


def _led_by(reading: Reading, i: int, end: int) -> tuple[int, ...]:
    """Lee of ", which was headed by Ann Lee"."""
    doc = reading.doc
    while i < end and (doc[i].text == "," or doc[i].lower_ in {"which", "was", "is", "will", "be"}):
        i += 1
    leads = i + 1 < end and words.headed_office(doc[i].lower_) is not None and doc[i + 1].lower_ == "by"
    return _people_behind(reading, i + 2, end)[:1] if leads else ()


def _deputy(reading: Reading, sentence: DocSpan, verb: Token) -> tuple[tuple[int, ...], int | None]:
    """ "Iraq was represented by Ann Lee"."""
    if verb.i + 1 >= sentence.end or verb.nbor().lower_ != "by" or verb.i - 2 < sentence.start:
        return (), None
    name = reading.names.at(verb.i - 2)
    side = None if name is None or reading.names.kind(name) is EntityKind.PERSON else reading.names.entity_of[name]
    return (_people_behind(reading, verb.i + 2, sentence.end)[:1], side) if side is not None else ((), None)


def _is_presence(token: Token) -> bool:
    """ "Holm also attended", "are taking part", "also present were": with no gathering named behind."""
    if token.lower_ == "present" and token.pos_ != "VERB":
        return any(t.lemma_ == "be" for t in token.doc[max(token.i - 2, token.sent.start) : token.i + 2])
    if token.lower_ == "part":
        return token.i > token.sent.start and token.nbor(-1).lemma_.lower() == "take" and _is_alone(token)
    return token.lemma_.lower() in _ATTENDING and token.pos_ == "VERB" and _is_alone(token)


def _past_copula(token: Token) -> int:
    """The token behind "present were"."""
    behind = token.i + 1
    return behind + 1 if behind < len(token.doc) and token.doc[behind].lemma_ == "be" else len(token.doc)


def _is_within(reading: Reading, i: int) -> bool:
    """Whether a token may belong to the phrase of a team: "the", "South American", "its", "Oman's"."""
    token = reading.doc[i]
    return token.pos_ in {"ADJ", "DET", "NOUN", "PROPN", "PRON", "NUM"} or token.lower_ in {"'s", "’s", "-"}


def _side(reading: Reading, start: int, end: int) -> int | None:
    names = reading.names
    found = [
        i
        for t in range(start, end)
        if (i := names.at(t)) is not None and names.kind(i) is not EntityKind.PERSON and not names.names[i].described
    ]
    return names.entity_of[found[-1]] if found else None


def _is_alone(verb: Token) -> bool:
    """ "Holm also attended", "Holm is presiding": nothing but an adverb, "alongside Lee" or the end behind it."""
    behind = verb.nbor() if verb.i + 1 < len(verb.doc) else None
    return behind is None or behind.is_punct or behind.lower_ in {"too", "alongside", "along", "with", "as"}


def _is_unsure(sentence: DocSpan, token: Token) -> bool:
    """Whether the words before it deny or only suppose it."""
    before = sentence.doc[max(sentence.start, token.i - 12) : token.i]
    return any(t.lower_ in _NEGATIVE | _MODAL for t in before)


def _people_before(reading: Reading, i: int, limit: int) -> tuple[int, ...]:
    """The people of the list of names that ends before a token, past adverbs and auxiliaries."""
    names, doc = reading.names, reading.doc
    found: list[int] = []
    relative = False
    while i > limit and (doc[i - 1].lower_ in _ASIDE or doc[i - 1].pos_ in {"ADV", "AUX"} or doc[i - 1].text == ","):
        relative = relative or doc[i - 1].lower_ == "who"
        i -= 1
    while i > limit:
        name, token = names.at(i - 1), doc[i - 1]
        if name is not None:
            if names.kind(name) is EntityKind.PERSON:
                found.append(names.entity_of[name])
            i = names.names[name].start
        elif token.ent_type_ == "ROLE" or token.pos_ in _LISTED or token.lower_ in _JOINTS:
            i -= 1
        else:
            break
    while relative and not found and i > limit:  # "Ann Lee, deputy head of trade at the treasury, who led …"
        i -= 1
        name = names.at(i)
        if name is not None and names.kind(name) is EntityKind.PERSON:
            found.append(names.entity_of[name])
    return tuple(dict.fromkeys(reversed(found)))


def _people_behind(reading: Reading, i: int, end: int) -> tuple[int, ...]:
    """The people of the list of names that begins at a token, behind titles."""
    names, doc = reading.names, reading.doc
    found: list[int] = []
    while i < end:
        name, token = names.at(i), doc[i]
        if name is not None:
            if names.kind(name) is EntityKind.PERSON:
                found.append(names.entity_of[name])
            i = names.names[name].end
        elif token.ent_type_ == "ROLE" or token.pos_ in _LISTED or token.lower_ in _JOINTS:
            i += 1
        else:
            break
    return tuple(dict.fromkeys(found))
