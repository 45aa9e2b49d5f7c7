"""An invented world and the news about it: articles whose every name has a known identity.

People come from ten naming traditions, each with the ways in which newspapers spell its names differently
(romanisation, accents, order, second surnames, short forms). Bodies and places have their own. Stories belong to
beats: the people of a beat meet each other, hold offices in its bodies and live in its countries. A share of the
people have a namesake on another beat. On top comes noise that no rule undoes: typing errors, lone surnames,
honorifics that stuck to a name, names in capitals, offices told in other words or not at all.

The world was written before the rules that it measures, from how names look in print, and is not adapted to them.
"""

import random
import re
from dataclasses import dataclass

from traditions import (
    BODIES,
    FIELDS,
    HONORIFICS,
    LEGAL,
    NICKNAMES,
    OTHER_NAMES,
    PARTIES,
    SECTORS,
    TITLES,
    TOPICS,
    TRADITIONS,
    WORK,
    Tradition,
)

from kg.lexicon import load
from kg.model import Article, Document, EntityKind, Evidence, LocalEntity, RoleFact, Span

HERE = Evidence(Span(0, 0), (), "role.invented.v1", 0.9)

Gold = dict[tuple[str, int], str]
"""(source, entity of the article) → who or what it is."""


@dataclass(frozen=True)
class Person:
    """Somebody of the world."""

    ident: str
    given: str
    middle: str
    family: str
    tradition: Tradition
    offices: tuple[tuple[int, str | None], ...]  # title, body or country


@dataclass(frozen=True)
class Thing:
    """A body or a place: its names, the usual one first."""

    ident: str
    kind: EntityKind
    names: tuple[str, ...]
    country: str


@dataclass(frozen=True)
class Beat:
    """What one desk writes about."""

    people: tuple[Person, ...]
    bodies: tuple[Thing, ...]
    places: tuple[Thing, ...]
    countries: tuple[str, ...]


class World:
    """A world of about as many people, bodies and places as a number of mentions needs."""

    def __init__(self, mentions: int, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self.names = {r["code"]: r["name"] for r in load("countries")}
        self.demonyms = {r["code"]: r["demonyms"].split("|")[0] for r in load("nationalities")}
        cities = [r for r in load("cities") if int(r["population"]) > 150_000]
        self.cities = {c: [r for r in cities if r["country"] == c] for c in {r["country"] for r in cities}}
        self.things: dict[str, Thing] = {}
        self.beats = [self._beat(n) for n in range(max(mentions // 85, 6))]
        self._namesakes()

    # -- what there is

    def _beat(self, number: int) -> Beat:
        r = self.random
        home = r.choices(TRADITIONS, [t.weight for t in TRADITIONS])[0]
        countries = [r.choice(home.countries.split()), r.choice([c for c in self.demonyms if c in self.cities])]
        bodies = [self._body(r.choice(countries)) for _ in range(5)]
        places = [self._place(r.choice(countries), number) for _ in range(3)]
        people = []
        for n in range(11):
            tradition = home if r.random() < 0.75 else r.choices(TRADITIONS, [t.weight for t in TRADITIONS])[0]
            offices = []
            for _ in range(r.choice((1, 1, 2))):
                title = min(int(r.expovariate(0.09)), len(TITLES) - 1)
                offices.append((title, r.choice([b.ident for b in bodies] + countries * 2)))
            people.append(self._person(f"p{number}.{n}", tradition, tuple(offices)))
        return Beat(tuple(people), tuple(bodies), tuple(places), tuple(countries))

    def _person(self, ident: str, t: Tradition, offices: tuple[tuple[int, str | None], ...]) -> Person:
        r = self.random

        def family() -> str:
            return r.choice(t.stems.split()) + (r.choice(t.endings.split()) if t.endings else "")

        middle = r.choice(t.given.split()) if r.random() < 0.25 and not t.family_first else ""
        surname = f"{family()} {family()}" if t.second_surname else family()
        return Person(ident, r.choice(t.given.split()), middle, surname, t, offices)

    def _namesakes(self) -> None:
        """One in thirty people is called exactly like somebody of another beat."""
        r = self.random
        for n, beat in enumerate(self.beats):
            people = list(beat.people)
            for i, person in enumerate(people):
                if r.random() < 1 / 30:
                    other = r.choice(r.choice(self.beats).people)
                    if other not in people:
                        people[i] = Person(person.ident, other.given, "", other.family, other.tradition, person.offices)
            self.beats[n] = Beat(tuple(people), beat.bodies, beat.places, beat.countries)

    def _body(self, code: str) -> Thing:
        r = self.random
        demonym, country = self.demonyms.get(code, code), self.names[code]
        kind = r.random()
        names: tuple[str, ...]
        if kind < 0.25:
            field = r.choice(FIELDS)
            names = (
                f"{demonym} {field} Ministry",
                f"Ministry of {field} of {country}",
                f"{country}'s {field} Ministry",
                f"{demonym} {field.replace('Defence', 'Defense')} Ministry",
                f"{field} Ministry",
            )
        elif kind < 0.5:
            name = f"{self._person('', TRADITIONS[0], ()).family} {r.choice(SECTORS)}"
            partner = self._person("", TRADITIONS[0], ()).family
            name = f"{name.split()[0]} & {partner}" if r.random() < 0.2 else name
            names = (f"{name} {r.choice(LEGAL)}", name, name.replace("&", "and"), name.upper())
        elif kind < 0.7:
            topic, work = r.choice(TOPICS), r.choice(WORK)
            name = f"{demonym} {topic} {work} {r.choice(('Agency', 'Authority', 'Commission'))}"
            names = (name, "".join(w[0] for w in name.split()), name.replace("Agency", "agency"))
        elif kind < 0.85:
            party = r.choice(PARTIES)
            names = (f"{demonym} {party} Party", f"{party} Party", f"{party.replace('bour', 'bor')} Party of {country}")
        else:
            body = r.choice(BODIES)
            return self.things.setdefault(body[0], Thing(body[0], EntityKind.ORGANIZATION, body, "CH"))
        return self.things.setdefault(
            f"{code} {names[0]}", Thing(f"{code} {names[0]}", EntityKind.ORGANIZATION, names, code)
        )

    def _place(self, code: str, number: int) -> Thing:
        r = self.random
        if r.random() < 0.25 or code not in self.cities:
            name = r.choice("Alder Brig Cald Dun Esk Fal Glen Hob Inver Kil Lath Mor Nether Pol Ros Strath".split())
            name += r.choice("combe dale haven kirk moor mouth ness wick stow thorpe".split())
            ident = f"{code} {name} {number}"
            return self.things.setdefault(ident, Thing(ident, EntityKind.PLACE, (name,), code))
        cities = sorted(self.cities[code], key=lambda c: -int(c["population"]))
        city = cities[min(int(r.expovariate(0.15)), len(cities) - 1)]
        plain = (
            city["name"].encode("ascii", "ignore").decode()
            if city["name"].isascii()
            else _without_accents(city["name"])
        )
        names = tuple(n for n in (city["name"], plain, OTHER_NAMES.get(city["name"])) if n)
        ident = f"geonames {city['geonames']}"
        return self.things.setdefault(ident, Thing(ident, EntityKind.PLACE, names, code))

    # -- what is written

    def articles(self, mentions: int) -> tuple[list[Article], Gold]:
        """Articles with at least a number of mentions, and who each of them is. Countries are not counted."""
        r = self.random
        articles: list[Article] = []
        gold: Gold = {}
        shares = [1 / (n + 4) ** 0.7 for n in range(len(self.beats))]
        while len(gold) < mentions:
            beat = r.choices(self.beats, shares)[0]
            source = f"story{len(articles):06}.txt"
            article, truth = self._article(source, beat)
            articles.append(article)
            gold.update(truth)
        return articles, gold

    def _article(self, source: str, beat: Beat) -> tuple[Article, Gold]:
        r = self.random
        people = r.choices(beat.people, [1 / (n + 1) for n in range(len(beat.people))], k=r.randint(2, 5))
        if r.random() < 0.15:
            people.append(r.choice(r.choice(self.beats).people))
        bodies = r.sample(beat.bodies, r.randint(1, 3))
        places = r.sample(beat.places, r.randint(1, 2))
        countries = [c for c in dict.fromkeys(beat.countries) if r.random() < 0.7]
        entities: list[LocalEntity] = []
        at: dict[str, int] = {}
        gold: Gold = {}

        def add(ident: str, entity: LocalEntity) -> None:
            if ident not in at:
                at[ident] = len(entities)
                entities.append(entity)

        for code in countries:
            add(code, LocalEntity(EntityKind.COUNTRY, self.names[code], (self.names[code],), code))
        for thing in (*bodies, *places):
            add(thing.ident, self._thing(thing))
        roles = []
        for person in dict.fromkeys(people):
            add(person.ident, self._mention(person))
            if r.random() < 0.65:
                title, employer = person.offices[min(int(r.expovariate(1.6)), len(person.offices) - 1)]
                words = TITLES[title]
                wording = words[0] if r.random() < 0.75 else r.choice(words)
                roles.append(RoleFact(at[person.ident], wording, at.get(employer or ""), False, HERE))
        gold = {(source, n): ident for ident, n in at.items() if entities[n].kind is not EntityKind.COUNTRY}
        return Article(Document(source, ""), (), None, None, (), (), tuple(entities), (), tuple(roles), (), ()), gold

    def _thing(self, thing: Thing) -> LocalEntity:
        r = self.random
        name = thing.names[0] if r.random() < 0.7 else r.choice(thing.names)
        forms = {name} | (
            {r.choice(thing.names)} if r.random() < 0.25 and thing.kind is EntityKind.ORGANIZATION else set()
        )
        if r.random() < 0.01:
            name = self._mistyped(name)
        return LocalEntity(thing.kind, name, tuple(sorted({*forms, name})))

    def _mention(self, person: Person) -> LocalEntity:
        """A person as an article names them: most of the time plainly."""
        r = self.random
        given, family = person.given, person.family
        if person.tradition.second_surname and r.random() < 0.8:
            family = family.split()[0]
        if r.random() < 0.12:
            given, family = self._respelled(given, person.tradition), self._respelled(family, person.tradition)
        chance = r.random()
        if chance < 0.03 and person.given in NICKNAMES:
            given = r.choice(NICKNAMES[person.given])
        elif chance < 0.045:
            given = f"{given[0]}."
        name = f"{given} {family}"
        if person.middle and r.random() < 0.3:
            name = f"{given} {person.middle if r.random() < 0.4 else person.middle[0] + '.'} {family}"
        if r.random() < person.tradition.family_first:
            name = f"{family} {given}"
        chance = r.random()
        if chance < 0.01:
            name = self._mistyped(name)
        elif chance < 0.02:
            name = name.upper()
        elif chance < 0.03:
            name = f"{r.choice(HONORIFICS)} {name}"
        elif chance < 0.045:
            name = family
        short = (family,) if r.random() < 0.7 else ()
        return LocalEntity(EntityKind.PERSON, name, tuple(sorted({name, *short})))

    def _respelled(self, name: str, tradition: Tradition) -> str:
        """Another spelling of a name, by one or two habits of its tradition."""
        fitting = [s for s in tradition.spellings if re.search(s[0], name)]
        for pattern, other in self.random.sample(fitting, min(len(fitting), self.random.choice((1, 1, 2)))):
            name = re.sub(pattern, other, name)
        return name

    def _mistyped(self, name: str) -> str:
        """A letter left out, doubled, or swapped with the next one."""
        if len(name) < 4:
            return name
        at = self.random.randrange(1, len(name) - 1)
        return self.random.choice(
            (
                name[:at] + name[at + 1 :],
                name[:at] + name[at] + name[at:],
                name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :],
            )
        )


def _without_accents(name: str) -> str:
    import unicodedata

    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
