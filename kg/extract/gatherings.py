"""Sightings → gatherings: which namings of meetings in one article are the same meeting."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.moods import led_in_by
from kg.extract.support import Trigger
from kg.model import DateValue, Duration, Precision, Span

_GROUPS = {kind: "talks" for kind in ("talks", "meeting", "session", "summit", "conference", "debate", "other")}
_ORDINALS = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split())
_FUTURE = frozenset({"planned", "postponed", "cancelled"})
_PAST = frozenset({"held"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_ANY = frozenset({"event", "gathering", "meeting", "session", "talk", "talks"})  # whatever it was called before
_WORDS = {  # what a noun may take up that was told by another word
    "meeting": frozenset({"meet", "sit", "gather", "convene", "assemble", "audience", "encounter", "visit"}),
    "talk": frozenset({"negotiation", "meet", "meeting", "discussion", "round", "confer"}),
    "negotiation": frozenset({"talk", "round"}),
    "ceremony": frozenset({"sign", "signing", "inauguration"}),
    "signing": frozenset({"sign"}),
}
_OTHER_ONES = frozenset("another last next previous earlier later similar separate first second third final".split())
_BESIDE = frozenset({"after", "following", "since", "before", "ahead", "at", "sidelines", "margins", "eve"})
_REACH = 250  # tokens between two namings of which one tells the parties, the other place or date


@dataclass(frozen=True, slots=True)
class Sighting:
    """One naming of a gathering, with the arguments that its sentence gives it."""

    trigger: Trigger
    status: str
    sentence: DocSpan
    places: tuple[int, ...]  # entities of the article
    cities: frozenset[int]  # those of the places that are no countries
    venue: str | None
    date: DateValue | None
    date_text: str | None
    participants: tuple[int, ...]  # entities of the article
    named: frozenset[int]  # those of them that the sentence names
    powers: frozenset[int]  # the countries and bodies among them, and those that the people among them act for
    parts: tuple[Span, ...]
    confidence: float
    duration: Duration | None = None
    series: Span | None = None  # the words that name it together with others: "two rounds of talks"
    restricted: bool = False  # its own phrase says whose it is: "the talks with Norway"

    @property
    def is_taking_up(self) -> bool:
        """ "The talks": one told before, whoever else is said to be there."""
        head = self.trigger.head
        before = {t.lower_ for t in head.doc[max(self.sentence.start, head.i - 4) : head.i]}
        definite = _article(head) or (not self.named and any(c.lower_ == "their" for c in head.children))
        return head.pos_ != "VERB" and definite and not self.restricted and not before & _OTHER_ONES

    @property
    def number(self) -> str:
        """ "Third" of "the third round"; "" where it has none."""
        head = self.trigger.head
        before = head.doc[max(self.sentence.start, head.i - 4) : head.i]
        return next((t.lower_ for t in before if t.lower_ in _ORDINALS), "")

    @property
    def content(self) -> int:
        """How much it says about its gathering."""
        return bool(self.places or self.venue) + bool(self.date_text) + min(len(self.participants), 2)

    @property
    def day(self) -> str | None:
        """What is compared of a date: the day where it is known, else the words."""
        if self.date is not None:
            return f"{self.date.start}/{self.date.end}"
        return self.date_text.casefold() if self.date_text else None


def own_briefings(sighting: Sighting) -> Iterator[Sighting]:
    """ "In briefings after the talks the two envoys said": each has one of their own."""
    head, who = sighting.trigger.head, sighting.participants
    own = sighting.trigger.kind == "press conference" and head.tag_ in {"NNS", "NNPS"} and len(who) > 1
    if not own or any(c.lower_ == "joint" for c in head.children):
        yield sighting
        return
    for party in who:
        yield replace(sighting, participants=(party,), named=sighting.named & {party})


def join(sightings: Sequence[Sighting]) -> list[list[Sighting]]:
    """Groups of sightings of one gathering, in order of first appearance.

    A sighting joins the group with which it agrees best and clashes in nothing. One that says nothing
    of its own ("the talks") is left out.
    """
    groups: list[list[Sighting]] = []
    for sighting in sorted(sightings, key=lambda s: (s.is_taking_up and not (s.places or s.date), -s.content)):
        if not sighting.content and sighting.duration is None:
            continue
        scored = [(_agreement(sighting, g), -_distance(sighting, g), i) for i, g in enumerate(groups)]
        fitting = [s for s in scored if s[0] > 0 or (s[0] == 0 and _goes_on(sighting, groups[s[2]]))]
        told = _taken_up(sighting, groups) if not fitting or not (sighting.places or sighting.date_text) else None
        if told is not None:
            told.append(sighting)
        elif fitting:
            groups[max(fitting)[2]].append(sighting)
        else:
            groups.append([sighting])
    for group in groups:
        group.sort(key=lambda s: s.trigger.start)
    return sorted(groups, key=lambda g: g[0].trigger.start)


def without(groups: Sequence[Sequence[Sighting]], absent: Iterable[tuple[int, int]]) -> list[list[Sighting]]:
    """The groups, each without those of whom it is said right behind it that they did not come (token, entity)."""
    gone: dict[int, set[int]] = {}
    for at, entity in absent:
        before = [(at - s.trigger.start, n) for n, group in enumerate(groups) for s in group if s.trigger.start < at]
        distance, nearest = min(before, default=(_REACH, -1))
        if distance < _REACH:
            gone.setdefault(nearest, set()).add(entity)
    return [[_leaving_out(s, gone.get(n, set())) for s in group] for n, group in enumerate(groups)]


def _leaving_out(s: Sighting, gone: set[int]) -> Sighting:
    return replace(s, participants=tuple(p for p in s.participants if p not in gone), named=s.named - gone)


def _taken_up(s: Sighting, groups: Sequence[list[Sighting]]) -> list[Sighting] | None:
    """The gathering told last before "the talks" by a word that it may take up, if nothing clashes but the parties."""
    if not s.is_taking_up:
        return None
    lemma = s.trigger.head.lemma_.lower()
    wanted = {lemma} | _WORDS.get(lemma, frozenset())
    before = [
        (max(g.trigger.start for g in group if g.trigger.start < s.trigger.start), i)
        for i, group in enumerate(groups)
        if group[0].trigger.start < s.trigger.start
        and any(g.trigger.head.lemma_.lower() in wanted or lemma in _ANY for g in group)
        and _agreement(replace(s, powers=frozenset()), group) >= 0
    ]
    start, nearest = max(before, default=(0, -1))
    return groups[nearest] if before and s.trigger.start - start < _REACH else None


def _article(head: Token) -> bool:
    return any(c.lower_ in _DEFINITE or c.lower_ == "their" for c in head.children)


def _definite(s: Sighting) -> bool:
    """ "The talks", "that session", "Monday's talks", "the Russia-US talks": one that the reader knows of."""
    head = s.trigger.head
    return head.pos_ != "VERB" and any(c.lower_ in _DEFINITE or c.dep_ == "nmod:poss" for c in head.children)


def _is_new(s: Sighting) -> bool:
    """ "A meeting": none that was told before."""
    head = s.trigger.head
    return head.pos_ != "VERB" and any(c.lower_ in {"a", "an"} and c.i < head.i for c in head.children)


def _goes_on(s: Sighting, group: Sequence[Sighting]) -> bool:
    """Whether one that says little speaks of a gathering told before: by the same word, or in the same sentence."""
    if s.content > 1 or (_is_new(s) and any(g.trigger.start < s.trigger.start for g in group)):
        return False
    lemma = s.trigger.head.lemma_.lower()
    if _definite(s) and s.named and not s.named & {p for g in group for p in g.participants}:
        return False  # "the NATO summit" is no meeting of others
    near = any(g.sentence.start == s.sentence.start for g in group)
    return near or _definite(s) or any(g.trigger.head.lemma_.lower() == lemma for g in group)


def _apart(a: Sighting, b: Sighting) -> bool:
    """Whether the words say that two are two: "met at the summit", "ahead of the talks"; "the first", "the third round"."""
    if a.number and b.number and a.number != b.number:
        return True
    if a.trigger.start == b.trigger.start and not {*a.participants} & {*b.participants}:
        return True
    if a.sentence.start != b.sentence.start:
        return False
    return any(led_in_by(s.trigger.head) & _BESIDE for s in (a, b) if s.trigger.head.pos_ != "VERB")


def _distance(s: Sighting, group: Sequence[Sighting]) -> int:
    """Tokens to the nearest sighting of a group."""
    return min(abs(s.trigger.start - g.trigger.start) for g in group)


def _within(s: Sighting, group: Sequence[Sighting]) -> bool:
    """Whether a day lies among the days of a longer gathering: "began on Sunday", of talks from Sunday to Tuesday."""
    told = [(s.date, g.date) for g in group if s.date and g.date]
    return any(
        outer.precision is Precision.PERIOD and outer.start <= inner.start and inner.end <= outer.end
        for pair in told
        for inner, outer in (pair, pair[::-1])
    )


def _agreement(s: Sighting, group: Sequence[Sighting]) -> int:
    """How many of place, date and parties agree; negative if anything clashes."""
    if any(_apart(s, g) for g in group):
        return -1
    kind = _GROUPS.get(s.trigger.kind, s.trigger.kind)
    statuses = {g.status for g in group}
    if any(_GROUPS.get(g.trigger.kind, g.trigger.kind) != kind for g in group):
        return -1
    if (s.status in _FUTURE and statuses & _PAST) or (s.status in _PAST and statuses & _FUTURE):
        return -1
    points = 0
    cities = {p for g in group for p in g.cities}
    days = {g.day for g in group if g.day}
    if (s.cities and cities and not s.cities & cities) or (
        s.day and days and s.day not in days and not _within(s, group)
    ):
        return -1
    points += bool(s.cities & cities) + bool(s.day in days)
    powers = frozenset(p for g in group for p in g.powers)
    shared = s.powers & powers
    if s.powers and powers:
        if not shared or (len(shared) == 1 and s.powers - powers and powers - s.powers):
            return -1  # talks of A and B are not talks of A and C
        points += 1
    elif s.status in statuses and len(set(s.participants) & {p for g in group for p in g.participants}) > 1:
        points += 1
    return points
