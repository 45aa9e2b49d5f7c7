"""HTML → Document: the article of a page, with what its metadata states.

`Document.text` is the extracted text (trafilatura, without reader comments), not the page source.
"""

from collections.abc import Iterator

from kg.model import Document


def read_html(source: str, text: str) -> Iterator[Document | tuple[str, str]]:
    """The one article of a page."""
    import trafilatura

    body = trafilatura.extract(text, include_comments=False, include_tables=False)
    if not body:
        yield source, "no article found in this page"
        return
    about = trafilatura.extract_metadata(text)
    title = about.title if about else None
    if title and not body.startswith(title):
        body = f"{title}\n\n{body}"
    yield Document(
        source=source,
        text=body,
        headline=title,
        published=about.date if about else None,
        publisher=about.sitename if about else None,
        authors=tuple(a.strip() for a in about.author.split(";")) if about and about.author else (),
    )
