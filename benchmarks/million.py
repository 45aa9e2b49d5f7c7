"""A graph of about a million triples: made-up articles through the builder of the graph.

The articles are made of syllables, from a seed: names, roles, meetings and statements that nobody ever read.
"""

import random
from collections import defaultdict
from datetime import date, timedelta

from pyoxigraph import Triple

from kg.graph.build import build_graph
from kg.graph.claims import Run
from kg.graph.terms import DEFAULT_BASE
from kg.model import (
    Article,
    DateValue,
    Document,
    EntityKind,
    Evidence,
    LocalEntity,
    MeetingFact,
    Mention,
    Precision,
    PublicationDate,
    RoleFact,
    Segment,
    SegmentKind,
    Span,
    StatementFact,
)
from kg.resolve import Entity, Gathering, Resolution

_SYLLABLES = "ba do fe gi ho ka lu me ni po ra se ti vo za lin mar ven tor kel".split()
_ROLES = "minister mayor governor spokesman judge director envoy chairman secretary senator".split()
_KINDS = "talks meeting summit conference visit".split()
_PEOPLE, _BODIES, _PLACES = 4000, 600, 300


def _name(chance: random.Random, words: int) -> str:
    return " ".join("".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))).title() for _ in range(words))


class World:
    """Who and what there is to write about."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        kinds = (
            [(EntityKind.PERSON, 2)] * _PEOPLE
            + [(EntityKind.ORGANIZATION, 3)] * _BODIES
            + [(EntityKind.PLACE, 1)] * _PLACES
        )
        self.entities = [LocalEntity(kind, name := _name(chance, words), (name,)) for kind, words in kinds]
        self.office = {p: (chance.choice(_ROLES), chance.randrange(_PEOPLE, _PEOPLE + _BODIES)) for p in range(_PEOPLE)}

    def article(self, number: int) -> tuple[Article, list[int]]:
        """An article on some people, with the numbers of its entities in the world."""
        chance = self.chance
        people = chance.sample(range(_PEOPLE), 4)
        bodies = [self.office[p][1] for p in people]
        place = chance.randrange(_PEOPLE + _BODIES, len(self.entities))
        used = list(dict.fromkeys([*people, *bodies, place]))
        here = {entity: local for local, entity in enumerate(used)}
        day = date(2020, 1, 1) + timedelta(days=chance.randrange(1500))
        text, sentences, mentions = "", [], []
        for person, body in zip(people, bodies, strict=True):
            begin = len(text)
            for entity, after in (
                (person, f", {self.office[person][0]} of "),
                (body, " said on Monday in "),
                (place, ".\n"),
            ):
                name = self.entities[entity].name
                span = Span(len(text), len(text) + len(name))
                mentions.append(Mention(span, name, "PERSON", here[entity]))
                text += name + after
            sentences.append(Span(begin, len(text) - 1))
        evidence = [Evidence(s, (mentions[3 * n].span,), "made.up.v1", 0.9) for n, s in enumerate(sentences)]
        article = Article(
            Document(f"articles/{number:06}.txt", text),
            (Segment(Span(0, len(text)), SegmentKind.BODY),),
            f"Article {number}",
            PublicationDate(day, "metadata"),
            (),
            tuple(sentences),
            tuple(self.entities[e] for e in used),
            tuple(mentions),
            tuple(
                RoleFact(here[p], self.office[p][0], here[b], False, e)
                for p, b, e in zip(people, bodies, evidence, strict=True)
            ),
            (
                MeetingFact(
                    chance.choice(_KINDS),
                    chance.choice(_KINDS),
                    "held",
                    (here[place],),
                    None,
                    DateValue(day, day, Precision.DAY, "made.up.v1"),
                    "Monday",
                    (here[people[0]], here[people[1]]),
                    evidence[0],
                ),
            ),
            (
                StatementFact(
                    here[people[0]],
                    self.entities[people[0]].name,
                    f"We have agreed on point {number}",
                    "said",
                    True,
                    evidence[0],
                ),
            ),
        )
        return article, used


def graph(articles: int, seed: int = 7) -> set[Triple]:
    """The graph of a number of made-up articles."""
    world = World(random.Random(seed))
    made = [world.article(n) for n in range(articles)]
    entity_of = {(n, local): entity for n, (_, used) in enumerate(made) for local, entity in enumerate(used)}
    members: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for key, entity in entity_of.items():
        members[entity].append(key)
    resolution = Resolution(
        articles=tuple(article for article, _ in made),
        entities=tuple(
            Entity(e.kind, e.name, e.forms, None, tuple(members[number])) for number, e in enumerate(world.entities)
        ),
        entity_of=entity_of,
        gatherings=tuple(Gathering(((n, 0),), article.meetings[0].date) for n, (article, _) in enumerate(made)),
        origin=tuple(range(articles)),
    )
    return build_graph(resolution, Run("0", "made up", "1"), base=DEFAULT_BASE)
