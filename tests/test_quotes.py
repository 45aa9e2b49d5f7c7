"""Which characters stand between quotation marks."""

import pytest

from kg.extract.quotes import quoted, trimmed
from kg.model import Span

CASES = [
    ("straight", 'She said: "We will talk."', ["We will talk."]),
    ("curly", "“We will talk,” she said. “Then we will see.”", ["We will talk", "Then we will see."]),
    ("wire", "``We will talk,'' she said.", ["We will talk"]),
    ("single", "'We will talk', she said.", ["We will talk"]),
    ("single with apostrophe", "'We don't know what they'll do', she said.", ["We don't know what they'll do"]),
    ("single with plural possessive", "'The workers' rights matter,' she said.", ["The workers' rights matter"]),
    ("nested", "“He told me ‘never again’ and left,” she said.", ["He told me ‘never again’ and left"]),
    ("never closed", "“We will talk, she said", ["We will talk, she said"]),
    ("opened again instead of closed", "“We will talk“ she said.", ["We will talk"]),
    ("apostrophes only", "The workers' union doesn't mind the '90s.", []),
    ("text cut into words", "Acme 's losses grew and Basra 's port 'll shut , she said .", []),
    ("possessive before a quotation", "The boss's answer was 'not today'.", ["not today"]),
    ("none", "Nobody said anything.", []),
    ("two in one sentence", "It was 'open', and 'direct enough' for her.", ["open", "direct enough"]),
    ("empty", 'An empty "" pair.', []),
]


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_quoted(text: str, expected: list[str]) -> None:
    spans = [trimmed(text, q.inner) for q in quoted(text, [Span(0, len(text))])]
    assert [s.of(text) for s in spans] == expected


def test_a_quotation_ends_with_its_paragraph() -> None:
    text = "“We will talk.\n\n“And then we will see,” she said."
    first, second = Span(0, 14), Span(16, len(text))
    found = list(quoted(text, [first, second]))
    assert [(q.paragraph, q.closed) for q in found] == [(0, False), (1, True)]
    assert found[0].inner.of(text) == "We will talk."
