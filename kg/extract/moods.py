"""Trigger → status: is a gathering held, planned, going on, called off, or not told as a fact at all?

The verbs that govern the word decide; where they say nothing the network's status stands. The date then
has the last word: what lies after the day of publication is planned.
"""

from datetime import date
from itertools import pairwise, takewhile

from spacy.tokens import Token

from kg.dates import Tense
from kg.extract.callings_off import FELL_THROUGH, called_off, fell_through, governors, is_ruled_out, only_moves
from kg.extract.reading import Reading
from kg.lexicon import words
from kg.model import DateValue, SegmentKind
from kg.nlp.component import STATUS

NONE = "none"  # negated, hypothetical or merely proposed: no fact

_NEGATIVE = frozenset({"not", "n't", "n’t", "no", "never", "without", "nor", "neither"})
_CONDITIONAL = frozenset({"if", "unless", "whether"})
ARRANGED = frozenset("set schedule plan expect due slate arrange agree intend prepare ready bound poise fix".split())
_AHEAD = frozenset("forthcoming planned scheduled upcoming".split())
_PLANNING = frozenset({*ARRANGED, "hope", "will", "would", "shall"})
_PROPOSE = frozenset(
    "propose urge demand request suggest refuse reject rule decline deny want wish seek invite offer".split()
)
_DENY = frozenset({"deny", "doubt", "dispute", "dismiss"})
_OFFERS = frozenset("offer proposal call request invitation demand idea suggestion prospect plea".split())
_CALLING = frozenset({"call", "appeal", "push", "press", "ask", "plead", "lobby"})
_PAST_BEFORE = frozenset({"after", "following", "since"})
_NOMINAL = frozenset({"DET", "ADJ", "NUM", "NOUN", "PROPN", "PRON", "SPACE"})
_CLAUSE = 9  # tokens of the clause behind a noun that say when it is
_PHRASE = 8  # tokens of a noun phrase before its noun
_OFTEN = frozenset("regularly usually often always normally routinely frequently annually monthly weekly".split())
_TRAVEL = frozenset("arrive come drive fly gather go return travel join receive welcome greet host".split())
_MODAL = frozenset({"could", "might", "may", "should", "can", "ca"})


def mood(reading: Reading, head: Token, anchor: int, *, dated: bool) -> str:
    """The status that the words around a trigger give it; NONE where no gathering is told as a fact.

    `dated` says whether a day or weekday goes with it: "is meeting on Monday" is planned.
    """
    proposed: str = reading.doc.user_data.get(STATUS, {}).get(anchor, "")
    if any(c.lower_ == "no" for c in head.children) or is_ruled_out(head):
        return NONE
    if proposed == "postponed" and only_moves(head):
        proposed = "planned"
    off = called_off(head)
    if off:
        return off
    through = fell_through(head)
    if through:
        return NONE if through == FELL_THROUGH else through
    if any(c.dep_ == "acl" and c.lemma_ in ARRANGED and not _has_subject(c) for c in head.children):
        return "planned"  # "a meeting set for Monday"; not "talks that nobody expected to last"
    if any(c.dep_ == "amod" and c.lower_ in _AHEAD and c.i < head.i for c in head.children) and proposed != "held":
        return "planned"
    if _is_habit(head) or (not dated and _is_no_occasion(head)):
        return NONE
    if _is_ahead(head):
        return "planned"
    if _is_past_by(head):
        return "unclear" if proposed == "planned" else "held"
    if _travelled_for(head) or _said_there(head):
        return "held"
    if _asked_for(head):
        return NONE
    if head.dep_ == "nmod" and head.head.lemma_.lower() in _OFFERS:  # "rejected an offer of talks"
        return NONE
    if _is_headline(reading, head):
        return "unclear"
    link = head
    for n, verb in enumerate(governors(head)):
        if verb.i != head.i and verb.lemma_.lower() in _PROPOSE and _is_complement(link, verb):
            return NONE
        if n == 0 and (_called_for(link, verb) or (verb.dep_ == "acl" and verb.head.lemma_.lower() in _OFFERS)):
            return NONE  # "called for a summit", "a proposal to hold a summit"
        if n == 0 and _arranged_there(link, verb):
            return "held"
        if n == 0 and _stays_away(link, verb):
            continue
        if n == 0 and verb.lemma_ == "invite" and any(c.lower_ == "to" for c in link.children):
            return "planned"
        status = _by_verb(verb, first=n == 0, proposed=proposed, dated=dated)
        if status:
            return status
        link = verb
    return proposed or _by_tense(head)


def _arranged_there(token: Token, verb: Token) -> bool:
    """ "The return was agreed at talks in Oslo": what was arranged is another thing."""
    there = token.dep_ == "obl" and any(c.dep_ == "case" and c.lower_ in {"at", "during", "in"} for c in token.children)
    return there and verb.lemma_ in ARRANGED and verb.tag_ in {"VBD", "VBN"}


def _has_subject(verb: Token) -> bool:
    return any(c.dep_.startswith("nsubj") for c in verb.children)


def _is_habit(head: Token) -> bool:
    """ "Meets regularly", "agreed to meet every spring": no particular gathering."""
    if head.pos_ != "VERB" or head.tag_ not in {"VB", "VBP", "VBZ"}:
        return False
    behind = head.doc[head.i + 1 : min(head.i + 4, head.sent.end)]
    if any(t.lower_ in {"every", "each"} for t in behind) or any(c.lower_ in _OFTEN for c in head.children):
        return True
    return head.i > head.sent.start and head.nbor(-1).lower_ in _OFTEN


def _is_no_occasion(head: Token) -> bool:
    """ "Acme is in talks to buy a rival", "be careful when visiting Kenya": a state, or any time."""
    before = head.nbor(-1).lower_ if head.i > head.sent.start else ""
    behind = head.nbor().lower_ if head.i + 1 < len(head.doc) else ""
    return (before == "in" and behind == "to") or (before == "when" and head.tag_ == "VBG")


def _is_headline(reading: Reading, head: Token) -> bool:
    """ "Leaders meet over dam": the present tense of a headline tells neither of now nor of a plan."""
    if head.tag_ not in {"VBP", "VBZ"}:
        return False
    headlines = (s.span for s in reading.segments if s.kind is SegmentKind.HEADLINE)
    return any(span.start <= head.idx < span.end for span in headlines)


def _travelled_for(head: Token) -> bool:
    """ "Arrived in Oslo", "received her at the palace on Monday for talks": they are told as held, unless their date lies ahead."""
    verb = next(governors(head), None)
    return bool(
        verb is not None
        and verb.i != head.i
        and (verb.tag_ in {"VBD", "VBN"} or verb.lower_.endswith("ed"))
        and {verb.lemma_.lower(), verb.lower_.removesuffix("ed"), verb.lower_.removesuffix("d")} & _TRAVEL
        and "for" in led_in_by(head)
    )


def _is_ahead(head: Token) -> bool:
    """ "After two rounds that Norway is due to hold", "ahead of talks which it will host": by order, whatever the tree."""
    behind = list(takewhile(lambda t: not t.is_punct, head.doc[head.i + 1 : min(head.i + _CLAUSE, head.sent.end)]))
    if not behind or behind[0].lower_ not in {"that", "which"}:
        return False
    arranged = (
        a.lower_ in {"is", "are"} and (b.lower_ in ARRANGED or b.lemma_ in ARRANGED) for a, b in pairwise(behind)
    )
    return any(t.lower_ == "will" for t in behind) or any(arranged)


def _said_there(head: Token) -> bool:
    """ "He said at a news conference", by order: a quotation before it may mislead the tree."""
    i = head.i - 1
    while i > head.sent.start and head.doc[i].pos_ in _NOMINAL:
        i -= 1
    said = head.doc[i - 1] if i > head.sent.start else head
    return head.doc[i].lower_ in {"at", "during"} and said.tag_ == "VBD" and words.is_speech(said.lemma_.lower())


def _is_past_by(head: Token) -> bool:
    """ "After the talks, they will …", "agreed to stop after two days of talks": by the tree, or by order where it has another form."""
    if any(c.dep_ == "case" and c.lower_ in _PAST_BEFORE for c in head.children):
        return True
    return head.pos_ != "VERB" and bool(led_in_by(head) & _PAST_BEFORE)


def led_in_by(head: Token) -> set[str]:
    """The words before a noun in its phrase, and the one before that: "after", "two", "days" of "after two days of talks"."""
    out: set[str] = set()
    for token in reversed(head.doc[max(head.sent.start, head.i - _PHRASE) : head.i]):
        out.add(token.lower_)
        if token.pos_ not in _NOMINAL and token.lower_ not in {"of", "'s", "’s", "-"}:
            break
    return out


def _asked_for(head: Token) -> bool:
    """ "Asked for a meeting", by order, whatever the tree."""
    i = head.i - 1
    while i > head.sent.start and head.doc[i].pos_ in _NOMINAL:
        i -= 1
    return head.doc[i].lower_ == "for" and i > head.sent.start and head.nbor(i - 1 - head.i).lemma_.lower() in _CALLING


def _stays_away(link: Token, verb: Token) -> bool:
    """ "Will not attend the meeting", which takes place all the same."""
    told = verb.lemma_ in {"attend", "join"} and link.dep_ in {"obj", "dobj"}
    return told and any(c.lower_ in _NEGATIVE for c in verb.children)


def _called_for(token: Token, verb: Token) -> bool:
    """ "Lee called for a meeting": asked for, not told."""
    while token.head.i != verb.i and token.head.i != token.i:
        token = token.head
    return verb.lemma_.lower() in _CALLING and any(c.lower_ == "for" and c.dep_ == "case" for c in token.children)


def _is_complement(token: Token, verb: Token) -> bool:
    """Whether a word, or the noun phrase or verb it stands in, is what a verb proposes or refuses."""
    while token.head.i != verb.i and token.head.i != token.i:
        token = token.head
    return token.dep_ in {"obj", "dobj", "iobj", "xcomp", "ccomp", "nsubj:pass"}


def _by_verb(verb: Token, *, first: bool, proposed: str, dated: bool) -> str:
    """What one governing verb says, "" for nothing."""
    if first and any(c.lower_ in _NEGATIVE for c in verb.children):
        return NONE
    if first and verb.dep_ == "ccomp" and verb.head.lemma_.lower() in _DENY:
        return NONE
    if first and any(c.dep_ == "mark" and c.lower_ in _CONDITIONAL for c in verb.children):
        return NONE
    if verb.lemma_ in ARRANGED or (verb.tag_ == "VB" and _is_to(verb)):
        return "planned"
    if verb.tag_ == "VBN" and _is_to(verb):  # "was to have met"
        return NONE
    auxiliaries = {form for c in verb.children if c.dep_ == "aux" for form in (c.lower_, c.lemma_.lower())}
    if auxiliaries & {"will", "'ll", "’ll", "shall"}:
        return "planned"
    if proposed not in {"held", "ongoing"}:
        if auxiliaries & {"would", "could", "might"} and any(_supposes(c) for c in verb.children):
            return NONE
        if "would" in auxiliaries:
            return "planned"
        if auxiliaries & _MODAL and "have" not in auxiliaries:
            return NONE
    if dated and _progresses(verb):
        return "planned"
    return ""


def _supposes(clause: Token) -> bool:
    """ "Should Lee ever travel", "if the sides agree", "had they come"."""
    if clause.dep_ != "advcl":
        return False
    first = next(iter(clause.subtree))
    return first.lower_ in {"if", "unless", "should", "had", "were"}


def _is_to(verb: Token) -> bool:
    """ "The two are to meet", "a visit was to begin", "Lee is due to hold talks"."""
    if not any(c.lower_ == "to" and c.i < verb.i for c in verb.children):
        return False
    over = verb.head
    return (
        over.lemma_ == "be"
        or over.lower_ in ARRANGED
        or any(c.lemma_ == "be" and c.dep_ in {"aux", "cop"} for c in verb.children)
    )


def _progresses(verb: Token) -> bool:
    """ "Is meeting", "are being followed": the present progressive, which with a date tells of the future."""
    auxiliaries = [c for c in verb.children if c.dep_ in {"aux", "aux:pass"}]
    present = any(c.lemma_ == "be" and c.tag_ in {"VBZ", "VBP"} for c in auxiliaries)
    return present and (verb.tag_ == "VBG" or any(c.lower_ == "being" for c in auxiliaries))


def _by_tense(head: Token) -> str:
    """For pipelines without a status head: a verb of planning is planned, past tense is held."""
    for verb in governors(head):
        if verb.lemma_ in _PLANNING:
            return "planned"
        if verb.tag_ in {"VBD", "VBN"}:
            return "held"
    return "unclear"


def by_date(status: str, day: DateValue | None, published: date | None) -> str:
    """The status once the date is known: nothing is held after the day it is reported.

    >>> from kg.dates import resolve
    >>> by_date("held", resolve("May 20, 2024", reference=None), date(2024, 5, 16))
    'planned'
    """
    if day is None or published is None:
        return status
    if day.start > published and status in {"held", "ongoing", "unclear"}:
        return "planned"
    if day.end < published and status in {"ongoing", "unclear"}:
        return "held"
    return status


def tense_of(status: str) -> Tense:
    """The direction in which a gathering's weekday is looked for.

    >>> tense_of("planned").name
    'FUTURE'
    """
    if status == "held":
        return Tense.PAST
    return Tense.FUTURE if status == "planned" else Tense.UNKNOWN  # what is called off may have been due before
