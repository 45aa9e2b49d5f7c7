"""A meeting and the roles of its article → for whom each participant acts."""

from collections import defaultdict
from collections.abc import Iterator

from kg.model import Article, Evidence, MeetingFact
from kg.resolve.bodies import body_name


def sides(article: Article, meeting: MeetingFact) -> Iterator[tuple[int, int, Evidence]]:
    """A participant, the participant for whom it acts, and the evidence of its office.

    Who holds an office in a party, or in a body that bears the name of a country that is a party, acts for that
    party. Where the article tells of offices in several parties, none is chosen.
    """
    present = set(meeting.participants)
    countries = {code: p for p in present if (code := article.entities[p].code)}
    parties: dict[int, dict[int, Evidence]] = defaultdict(dict)
    for role in article.roles:
        if role.person in present and role.organization is not None and not role.former:
            body = article.entities[role.organization]
            country = countries.get(body_name(body.name).country or "")
            party = role.organization if role.organization in present else country
            if party is not None:
                parties[role.person].setdefault(party, role.evidence)
    for person, offices in parties.items():
        if len(offices) == 1:
            yield person, *offices.popitem()
