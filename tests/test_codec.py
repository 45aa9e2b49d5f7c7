"""Analysed articles survive the way to disk and back."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.codec import from_json, to_json
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

spans = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(lambda t: Span(min(t), max(t)))
dates = st.dates()
numbers = st.integers(0, 99)
evidence = st.builds(Evidence, spans, st.lists(spans).map(tuple), st.text(), st.floats(0, 1))
texts = st.text(st.characters(exclude_categories=["Cs"]))
names = st.lists(texts).map(tuple)
articles = st.builds(
    Article,
    document=st.builds(Document, texts, texts, st.none() | texts, st.none() | texts, st.none() | texts, names),
    segments=st.lists(st.builds(Segment, spans, st.sampled_from(SegmentKind), texts)).map(tuple),
    headline=st.none() | texts,
    published=st.none() | st.builds(PublicationDate, dates, texts),
    contributors=names,
    sentences=st.lists(spans).map(tuple),
    entities=st.lists(st.builds(LocalEntity, st.sampled_from(EntityKind), texts, names, st.none() | texts)).map(tuple),
    mentions=st.lists(st.builds(Mention, spans, texts, texts, numbers, st.booleans())).map(tuple),
    roles=st.lists(st.builds(RoleFact, numbers, texts, st.none() | numbers, st.booleans(), evidence)).map(tuple),
    meetings=st.lists(
        st.builds(
            MeetingFact,
            texts,
            texts,
            texts,
            st.lists(numbers).map(tuple),
            st.none() | texts,
            st.none() | st.builds(DateValue, dates, dates, st.sampled_from(Precision), texts),
            st.none() | texts,
            st.lists(numbers).map(tuple),
            evidence,
        ),
        max_size=3,
    ).map(tuple),
    statements=st.lists(
        st.builds(StatementFact, st.none() | numbers, texts, texts, st.none() | texts, st.booleans(), evidence)
    ).map(tuple),
)


@given(articles)
def test_an_article_is_the_same_after_json(article: Article) -> None:
    assert from_json(Article, to_json(article)) == article


def test_dates_are_written_as_iso() -> None:
    assert to_json(PublicationDate(date(2024, 5, 14), "text")) == {"day": "2024-05-14", "basis": "text"}


@pytest.mark.parametrize(
    ("hint", "data"),
    [
        (str, 5),
        (int, True),
        (int, 1.5),
        (float, "0.5"),
        (float, False),
        (bool, 1),
        (tuple[str, ...], "abc"),
        (tuple[str, ...], {"a": 1}),
        (Span, [1, "2"]),
        (Span, [1, 2, 3]),
        (SegmentKind, []),
        (date, 20240514),
        (PublicationDate, ["2024-05-14", "text"]),
        (PublicationDate, {"day": "2024-05-14"}),
        (PublicationDate, {"day": "2024-05-14", "basis": None}),
    ],
    ids=str,
)
def test_data_that_does_not_fit_is_an_error(hint: Any, data: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        from_json(hint, data)


def test_a_number_without_a_fraction_is_a_confidence() -> None:
    assert from_json(Evidence, {"sentence": [0, 1], "parts": [], "rule": "r", "confidence": 1}).confidence == 1
