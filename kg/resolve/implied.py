"""Articles → articles without the posts that a word such as "counterpart" only implies, where another tells better.

"His Danish counterpart, Bo Holm" makes Holm a minister of Denmark; an article that says which post Holm holds there
knows more.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.model import Article, RoleFact
from kg.names import fold

_IMPLIED = frozenset({"role.counterpart.v1"})


def without_implied(articles: Sequence[Article], entity_of: Mapping[tuple[int, int], int]) -> tuple[Article, ...]:
    """The articles; of a person whose post in a body some article states, no other post there is implied."""
    stated: dict[tuple[int, int | None], set[str]] = defaultdict(set)
    for n, article in enumerate(articles):
        for role in article.roles:
            if role.evidence.rule not in _IMPLIED:
                stated[_post(n, role, entity_of)].add(fold(role.role))

    def holds(n: int, role: RoleFact) -> bool:
        person, body = _post(n, role, entity_of)
        told = stated[person, body] | stated[person, None]
        return role.evidence.rule not in _IMPLIED or not told or fold(role.role) in told

    return tuple(replace(a, roles=tuple(r for r in a.roles if holds(n, r))) for n, a in enumerate(articles))


def _post(n: int, role: RoleFact, entity_of: Mapping[tuple[int, int], int]) -> tuple[int, int | None]:
    return entity_of[n, role.person], None if role.organization is None else entity_of[n, role.organization]
