"""What the graph of several reports of one story should hold, once each: `python tests/eval/merged.py [--all]`.

Reads `eval/gold_merged.json` of the folder that the environment variable KG_SHARED names, builds the graph of the
articles in `seeds` there, and tells what of the gold is met: people, organizations and meetings that are one node with
all their sources, roles, utterances that several articles print in other words, conflicts that are told, and what must
not be there.
"""

import argparse
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

import kg
from kg.names import fold
from kg.query import run
from kg.resolve.union import UnionFind
from kg.store import Store

PREFIXES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX itsrdf: <http://www.w3.org/2005/11/its/rdf#>
PREFIX kg: <https://w3id.org/newskg/ns#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
ENTITIES = """
SELECT ?node ?form ?source WHERE {
  ?node skos:prefLabel|skos:altLabel ?form .
  ?mention itsrdf:taIdentRef ?node ; nif:referenceContext/dcterms:source ?source .
}
"""
CLAIMS = """
SELECT ?meeting ?status ?earliest ?latest ?predicate ?value ?label ?source WHERE {
  ?meeting a kg:Meeting ; kg:status ?status .
  OPTIONAL { ?meeting kg:earliest ?earliest ; kg:latest ?latest }
  { ?claim rdf:subject ?meeting } UNION { ?part kg:meeting ?meeting . ?claim rdf:subject ?part }
  ?claim rdf:predicate ?predicate ; rdf:object ?value ; kg:inArticle/dcterms:source ?source .
  OPTIONAL { ?value skos:prefLabel ?label }
}
"""
VARIANTS = "SELECT ?a ?b WHERE { ?a kg:variantOf ?b }"
DISPUTED = """
SELECT ?fact ?predicate ?source ?other WHERE {
  ?first kg:contradicts ?second ; rdf:subject ?fact ; rdf:predicate ?predicate ; kg:inArticle/dcterms:source ?source .
  ?second kg:inArticle/dcterms:source ?other .
}
"""
SIMILAR = 90  # of 100, for words that one article prints among others

Gold = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that the gold asks for."""

    what: str
    met: bool
    detail: str = ""


@dataclass(slots=True)
class Event:
    """A meeting of the graph: every value with the sources that tell it."""

    status: str
    days: tuple[str, str] | None
    told: dict[str, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    labels: dict[str, str] = field(default_factory=dict)

    def names(self, predicate: str) -> set[str]:
        """The names of the values of a predicate."""
        return {self.labels.get(v, v) for v in self.told.get(predicate, ())}

    @property
    def sources(self) -> set[str]:
        """The articles that tell of the meeting."""
        return {s for values in self.told.values() for sources in values.values() for s in sources}


class Merged:
    """The graph of the articles beside the gold; sources are called by their numbers."""

    def __init__(self, gold: Gold, store: Store) -> None:
        self.gold, self.store = gold, store
        self.forms: dict[str, set[str]] = defaultdict(set)
        self.seen: dict[str, set[str]] = defaultdict(set)
        for row in store.query(PREFIXES + ENTITIES):
            self.forms[row["node"]].add(_plain(row["form"]))
            self.seen[row["node"]].add(_number(row["source"]))
        self.node: dict[str, str] = {}  # of people and organizations of the gold
        for thing in (*gold["persons"], *gold["organisations"]):
            nodes = self.named(thing)
            if nodes:
                self.node[thing["id"]] = max(nodes, key=lambda n: len(self.seen[n]))
        self.events = _events(store)
        self.chosen = self._choose()

    def named(self, thing: Gold) -> list[str]:
        """The nodes of the kind that have a name of a thing; the full name of a person."""
        kinds = ("/person/",) if thing in self.gold["persons"] else ("/organization/", "/country/")
        names = {_plain(n) for n in (thing["name"], *([] if "/person/" in kinds else thing["aliases"]))}
        return [n for n, forms in self.forms.items() if forms & names and any(k in n for k in kinds)]

    def _choose(self) -> dict[str, str]:
        """The meeting of the graph that fits each meeting of the gold best, each at most once."""
        scored = sorted(
            ((self._fit(g, e), g["id"], iri) for g in self.gold["events"] for iri, e in self.events.items()),
            key=lambda s: (-s[0], s[1:]),
        )
        out: dict[str, str] = {}
        for points, ident, iri in scored:
            if points > 1 and ident not in out and iri not in out.values():
                out[ident] = iri
        return out

    def _fit(self, gold: Gold, event: Event) -> int:
        """How well a meeting of the graph fits one of the gold."""
        press = gold["kind"] in {"press conference", "briefing"}
        places = event.names("location")
        if press != ("press conference" in event.names("kind")) and gold["kind"] != "briefing":
            return 0
        if gold["location"] and places and gold["location"] not in places:
            return 0
        if gold["date"] and event.days and not event.days[0] <= gold["date"] <= event.days[1]:
            return 0
        shared = {self.node.get(p["ref"]) for p in gold["participants"]} & set(event.told.get("participant", ()))
        return 2 * (gold["location"] in places) + len(shared) + len(event.sources & set(gold["sources"]))

    # ------------------------------------------------------------ checks

    def checks(self) -> Iterator[Check]:
        """Everything that the gold asks for."""
        for thing in (*self.gold["persons"], *self.gold["organisations"]):
            if thing["required"]:
                yield from self._entity(thing)
        for event in self.gold["events"]:
            if event["required"]:
                yield from self._event(event)
        extra = [iri for iri, e in self.events.items() if iri not in self.chosen.values() and not self._allowed(e)]
        yield Check("no other meetings", not extra, ", ".join(map(_local, extra)))
        for quote in self.gold["quotes_same_utterance"]:
            yield self._utterance(quote)
        yield from self._conflicts()
        yield from self._absent()

    def _allowed(self, event: Event) -> bool:
        """Whether the note of a gathering of the same kind and day says that a second one is allowed."""
        twins = (g for g in self.gold["events"] if g["kind"] in event.names("kind") and g["date"] and event.days)
        return any("a second" in g.get("note", "") and g["date"] == event.days[0] == event.days[1] for g in twins)

    def _entity(self, thing: Gold) -> Iterator[Check]:
        """One node with all sources, and its roles."""
        nodes = self.named(thing)
        yield Check(f"{thing['name']}: one node", len(nodes) == 1, ", ".join(map(_local, nodes)) or "none")
        missing = set(thing["sources"]) - self.seen[self.node.get(thing["id"], "")]
        yield Check(f"{thing['name']}: all sources", not missing, f"not in {_listed(missing)}")
        rows = [r for r in run("roles", {}, self.store) if r["person"] == self.node.get(thing["id"])]
        for role in thing.get("roles", ()):
            fits = [
                r
                for r in rows
                if _plain(r["roleLabel"]) == _plain(role["role"])
                and r.get("organization") in {self.node.get(role["org"]), None}
            ]
            missing = set(role["sources"]) - {_number(r["source"]) for r in fits}
            yield Check(f"{thing['name']}: {role['role']}", not missing, f"not in {_listed(missing)}")
        titles = {_plain(r["roleLabel"]) for r in rows} - {_plain(r["role"]) for r in thing.get("roles", ())}
        if "roles" in thing:
            yield Check(f"{thing['name']}: no other role", not titles, _listed(titles))

    def _event(self, gold: Gold) -> Iterator[Check]:
        """One node with sources, place, day, status, venue and parties."""
        name = f"{gold['id']} {gold['label']}"
        event = self.events.get(self.chosen.get(gold["id"], ""))
        yield Check(name, event is not None)
        if event is None:
            return
        missing = set(gold["sources"]) - event.sources
        yield Check(f"{name}: all sources", not missing, f"not in {_listed(missing)}")
        yield Check(f"{name}: {gold['status']}", event.status == gold["status"], event.status)
        if gold["location"]:
            places = event.names("location")
            yield Check(f"{name}: {gold['location']}", gold["location"] in places, _listed(places))
        if gold["date"]:
            yield Check(f"{name}: {gold['date']}", event.days == (gold["date"],) * 2, str(event.days))
        for source, words in gold.get("venue", {}).get("texts", {}).items():
            venues = {event.labels.get(v, v) for v, told in event.told["venue"].items() if source in told}
            yield Check(f"{name}: venue of {source}", any(_alike(v, words) for v in venues), _listed(venues))
        certain = [p["ref"] for p in gold["participants"] if "implied" not in str(p.get("certainty"))]
        certain += [p["ref"] for p in gold["participants"] if "explicit" in str(p.get("certainty"))]
        lacking = {r for r in certain if self.node.get(r) not in event.told["participant"]}
        yield Check(f"{name}: parties", not lacking, f"lacks {_listed(lacking)}")
        refs = {p["ref"] for p in gold["participants"]}
        served = {r["org"] for p in self.gold["persons"] if p["id"] in refs for r in p.get("roles", ())}
        known = {self.node.get(ref) for ref in refs | served}
        others = {event.labels.get(p, p) for p in event.told["participant"] if p not in known}
        yield Check(f"{name}: no other parties", not others, _listed(others))

    def _utterance(self, gold: Gold) -> Check:
        """All printed versions are one statement, or variants of each other, one at least of each article."""
        rows = [r for r in run("statements", {}, self.store) if r["directness"] == "direct"]
        speaker = self.node.get(gold["speaker"])
        found = {
            source: {
                r["statement"]
                for r in rows
                if _number(r["source"]) == source
                and (r.get("speaker") in {speaker, None} or speaker in self._speaks_for(r["speaker"]))
                and (_alike(r["quote"], words) or _alike(words, r["quote"]))
            }
            for source, words in gold["versions"].items()
        }
        known = sorted(set().union(*found.values()))
        sets = UnionFind(len(known))
        for row in self.store.query(PREFIXES + VARIANTS):
            if row["a"] in known and row["b"] in known:
                sets.join(known.index(row["a"]), known.index(row["b"]))
        groups = [{sets.find(known.index(s)) for s in statements} for statements in found.values()]
        missing = {s for s, statements in found.items() if not statements}
        why = f"not in {_listed(missing)}" if missing else f"apart in {_listed(found)}: {groups}"
        return Check(f"{gold['id']} one utterance", not missing and bool(set.intersection(*groups)), why)

    def _speaks_for(self, body: str) -> set[str]:
        """The people who hold a role in a body."""
        return {r["person"] for r in run("roles", {}, self.store) if r.get("organization") == body}

    def _conflicts(self) -> Iterator[Check]:
        """What sources tell in different ways is disputed, or just as the gold resolves it."""
        disputed: dict[str, set[frozenset[str]]] = defaultdict(set)
        for row in self.store.query(PREFIXES + DISPUTED):
            disputed[row["fact"]].add(frozenset((_number(row["source"]), _number(row["other"]))))
        for conflict in self.gold["conflicts"]:
            event, _, what = conflict["on"].partition(".")
            pairs = disputed.get(self.chosen.get(event, ""), set())
            if what == "venue":
                one, other = (set(v["sources"]) for v in conflict["values"])
                missing = [f"{a}/{b}" for a in one for b in other if frozenset((a, b)) not in pairs]
                agreeing = [f"{a}/{b}" for a in other for b in other if frozenset((a, b)) in pairs and a < b]
                yield Check(f"{conflict['id']} is disputed", not missing, f"not between {_listed(missing)}")
                yield Check(f"{conflict['id']}: who agrees does not dispute", not agreeing, _listed(agreeing))
            elif conflict["resolution"].startswith("not a contradiction"):
                named = set(re.findall(r"E\d", conflict["on"])) or {e["id"] for e in self.gold["events"]} - {"E1"}
                wrong = [e for e in sorted(named) if disputed.get(self.chosen.get(e, ""))]
                yield Check(f"{conflict['id']} is no dispute", not wrong, _listed(wrong))

    def _absent(self) -> Iterator[Check]:
        """Names that the gold forbids, everywhere or as parties."""
        parties = {p for e in self.events.values() for p in e.names("participant")}
        for text in self.gold["must_not_contain"]:
            quoted = re.findall(r"'([^']+)'(?!s)", text) or re.sub(r".*\((.*)\).*", r"\1", text).split(", ")
            names = {_plain(re.sub(r"'s .*|…", "", n)) for n in quoted} - {""}
            if "second" in text:
                continue  # every meeting is checked to be one node
            held = {_plain(p) for p in parties} if "participants" in text else set().union(*self.forms.values())
            there = {f for f in held for n in names if re.search(rf"\b{re.escape(n)}\b", f)}
            yield Check(f"absent: {_listed(names)}", not there, _listed(there))


def _events(store: Store) -> dict[str, Event]:
    """Every meeting of a graph."""
    out: dict[str, Event] = {}
    for row in store.query(PREFIXES + CLAIMS):
        days = (row["earliest"], row["latest"]) if "earliest" in row else None
        event = out.setdefault(row["meeting"], Event(row["status"], days))
        event.told[_local(row["predicate"])][row["value"]].add(_number(row["source"]))
        if "label" in row:
            event.labels[row["value"]] = row["label"]
    return out


def _number(source: str) -> str:
    return Path(source).stem


def _local(iri: str) -> str:
    return iri.replace("#", "/").rsplit("/", 1)[-1]


def _plain(name: str) -> str:
    return fold(name).removeprefix("the ")


def _alike(printed: str, words: str) -> bool:
    """Whether an article's words stand in others, white space and marks aside; "…" stands for any words."""
    first = _plain(words.split("…")[0])
    return bool(first) and fuzz.partial_ratio(first, _plain(printed)) >= SIMILAR


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="list also what is met")
    args = parser.parse_args()
    shared = os.environ.get("KG_SHARED")
    path = Path(shared) / "eval/gold_merged.json" if shared else None
    if path is None or not path.is_file():
        print("several reports of one story: skipped, KG_SHARED names no folder with eval/gold_merged.json")
        return 0
    graph = kg.build(path.parent.parent / "seeds")
    checks = list(Merged(json.loads(path.read_text("utf-8")), graph.store).checks())
    for check in checks:
        if args.all or not check.met:
            print(f"{'met   ' if check.met else 'missed'}  {check.what}" + ("" if check.met else f" ({check.detail})"))
    print(f"several reports of one story: {sum(c.met for c in checks)} of {len(checks)} demands met")
    return 0


if __name__ == "__main__":
    sys.exit(main())
