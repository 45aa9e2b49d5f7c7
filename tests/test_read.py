"""Inputs become documents or rejections."""

import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Document
from kg.read import Rejection, count_files, read_inputs
from kg.read.html import read_html

TEXT = "Ann Lee met Bo Holm in Oslo on Monday.\n"


BODY = "".join(
    f"<p>Ann Lee, the mayor of Bergen, said on Monday that quay number {n} would be rebuilt soon.</p>" for n in range(8)
)


def page(head: str = "", *, lead: str = "", foot: str = "") -> str:
    """A news page with something in its head, before its story, or behind it."""
    title = "Quay to be rebuilt"
    return (
        f"<html><head><title>{title}</title>{head}</head><body><nav>Home Shop</nav>"
        f"<article><h1>{title}</h1>{lead}{BODY}</article>{foot}</body></html>"
    )


def read(*inputs: object) -> list[Document | Rejection]:
    return list(read_inputs([str(i) for i in inputs]))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_a_file_is_its_text_exactly_less_a_byte_order_mark(encoding: str, tmp_path: Path) -> None:
    text = "Café  talks\r\nend without newline"
    path = tmp_path / "a.txt"
    path.write_bytes((text if encoding != "utf-16-be" else "\ufeff" + text).encode(encoding))
    assert read(path) == [Document(str(path), text)]


@pytest.mark.parametrize("name", ["article", "speech.txt"])
def test_a_file_without_suffix_is_read_as_what_it_holds(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(TEXT)
    assert read(tmp_path / name) == [Document(f"{tmp_path}/{name}", TEXT)]


def test_a_folder_is_read_in_order_without_hidden_and_foreign_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", ".hidden.txt", "photo.jpg", "deep/c.txt", ".git/d.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT)
    sources = [d.source for d in read(f"{tmp_path}/in/")]
    assert sources == [f"{tmp_path}/in/{name}" for name in ("a.md", "b.txt", "deep/c.txt")]


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    lines = [
        json.dumps(
            {"url": "https://e.org/1", "id": "1", "title": "T", "date": "2024-05-01", "text": TEXT, "author": "A B"}
        ),
        json.dumps({"id": "two", "body": TEXT, "authors": ["A", "B"], "outlet": "Post"}),
        "",
        json.dumps({"content": TEXT}),
        "{broken",
        json.dumps({"title": "no text"}),
        json.dumps(["a list"]),
        json.dumps({"text": 5}),
        json.dumps({"id": "three", "text": None, "body": ["no text"], "content": TEXT}),
    ]
    path.write_text("\n".join(lines))
    good = [d for d in read(path) if isinstance(d, Document)]
    bad = {r.source: r.reason for r in read(path) if isinstance(r, Rejection)}
    assert [(d.source, d.headline, d.published, d.publisher, d.authors) for d in good] == [
        ("https://e.org/1", "T", "2024-05-01", None, ("A B",)),
        ("two", None, None, "Post", ("A", "B")),
        (f"{path}#4", None, None, None, ()),
        ("three", None, None, None, ()),
    ]
    assert bad.keys() == {f"{path}#{n}" for n in (5, 6, 7, 8)}
    assert "not JSON" in bad[f"{path}#5"]
    assert "text, body, content" in bad[f"{path}#6"]
    assert bad[f"{path}#8"] == "no article text; the field 'text' is no text"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    ("data", "source", "headline"),
    [
        (TEXT, "stdin", None),
        (json.dumps({"id": "j", "title": "\ufeffTalks", "text": TEXT}) + "\n", "j", "Talks"),
        (page(), "stdin", "Quay to be rebuilt"),
        ("\n<!DOCTYPE html>\n" + page(), "stdin", "Quay to be rebuilt"),
    ],
)
def test_standard_input_is_what_it_looks_like(
    data: str, source: str, headline: str | None, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data.encode(encoding))))
    (document,) = read("-")
    assert isinstance(document, Document), document
    assert (document.source, document.headline) == (source, headline)
    assert "<" not in document.text


def test_one_bad_record_is_one_rejection(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    lines = ["\ufeff" + json.dumps({"id": "a", "text": "\ufeff" + TEXT}), '{"text": "Talks \\ud800"}', "[" * 100_000]
    lines += ['{"id": "\\ud83d", "title": "\\ud83d", "author": "\\udc80", "text": "Talks."}']
    path.write_text("\n".join(lines), encoding="utf-8")
    first, half, deep, mended = read(path)
    assert first == Document("a", TEXT)
    assert half == Rejection(f"{path}#2", "no valid text: half of a surrogate pair (\\ud800) at character 6")
    assert deep == Rejection(f"{path}#3", "not an article: nested too deeply")
    assert mended == Document("\ufffd", "Talks.", headline="\ufffd", authors=("\\x80",))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "binary data"),
        (b"text with \x01\x02\x03\x04 controls", "binary data"),
        ("Der Präsident".encode("latin-1"), "iconv -f cp1252 -t utf-8"),
        (
            (
                "Le président a déclaré lundi que les négociations se poursuivraient à Genève avec les partenaires. "
                * 4
            ).encode(),
            "'fr'",
        ),
        ("Le ministre des Affaires étrangères a rencontré son homologue à Paris.".encode(), "'fr'"),
        ("A miniszterelnök hétfőn Budapesten tárgyalt a francia külügyminiszterrel.".encode(), "'hu'"),
        ("总统星期一在北京会见了法国外长。双方讨论了贸易问题。".encode(), "'zh'"),
        (b"\xff\xfeh\0i\0!", "not utf-16-le, as its byte order mark says"),
        (b"a " * 1_000_001, "longer than 2,000,000"),
    ],
)
def test_what_is_no_english_text_is_rejected(data: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    (result,) = read(path)
    assert isinstance(result, Rejection)
    assert reason in result.reason


@pytest.mark.parametrize(
    "text",
    [
        "NATO.",
        "Ann Lee, Bo Holm and Cy Dahl.",
        "Talks in Oslo, Jyväskylä, Kraków and Łódź",
        "Jean-Claude Juncker, François Hollande, Angela Merkel, Donald Tusk, Mariano Rajoy, Matteo Renzi",
        "Bloc Québécois Leader Yves-François Blanchet sits for Beloeil–Chambly.",
        "Elections: Rio de Janeiro, São Paulo, Belo Horizonte, Porto Alegre, Curitiba, Salvador, Recife, Fortaleza",
        "Bank Indonesia may pause, reckons Clarissa Wijaya, senior economist at Nusantara Sekuritas.",
    ],
)
def test_short_texts_pass(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert isinstance(read(tmp_path / "a.txt")[0], Document)


def test_the_same_source_counts_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    first, second = read(tmp_path / "a.txt", tmp_path / "a.txt")
    assert isinstance(first, Document)
    assert isinstance(second, Rejection)
    assert "given twice" in second.reason


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("none.txt", "no such file"),
        ("a.doc/b.txt", "no such file"),
        ("nul\0.txt", "no such file"),
        ("a.doc", "known are"),
        ("folder", "no article files"),
        ("x" * 300, "cannot be read: File name too long"),
        ("locked/a.txt", "cannot be read: Permission denied"),
        ("binary", "binary data"),
    ],
)
def test_what_cannot_be_read_is_said(name: str, reason: str, tmp_path: Path, lock: None) -> None:
    (tmp_path / "a.doc").write_text(TEXT)
    (tmp_path / "binary").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (tmp_path / "folder").mkdir()
    (result,) = read(tmp_path / name)
    assert isinstance(result, Rejection)
    assert reason in result.reason


@pytest.fixture
def lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders called "locked" let nobody in, not even root."""
    stat, iterdir = Path.stat, Path.iterdir

    def locked(path: Path) -> None:
        if "locked" in path.parts:
            raise PermissionError(13, "Permission denied", str(path))

    def new_stat(self: Path, **options: bool) -> os.stat_result:
        locked(self.parent)
        return stat(self, **options)

    def new_iterdir(self: Path) -> Iterator[Path]:
        locked(self)
        return iterdir(self)

    monkeypatch.setattr(Path, "stat", new_stat)
    monkeypatch.setattr(Path, "iterdir", new_iterdir)


def test_a_folder_says_what_in_it_cannot_be_read(tmp_path: Path, lock: None) -> None:
    folder = tmp_path / "in"
    (folder / "b" / "locked").mkdir(parents=True)
    for name in ("b/c.txt", "photo.jpg", "b/table.csv", ".hidden.csv"):
        (folder / name).write_text(TEXT)
    (folder / "gone.txt").symlink_to("nowhere")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "twin").symlink_to("b", target_is_directory=True)
    assert read(folder) == [
        Document(f"{folder}/b/c.txt", TEXT),
        Rejection(f"{folder}/b/locked", "cannot be read: Permission denied"),
        Rejection(f"{folder}/gone.txt", "a link to a file that does not exist"),
        Rejection(f"{folder}/loop.txt", "cannot be read: Too many levels of symbolic links"),
    ]
    assert count_files([str(folder), "-", "none.txt"]) == (6, 2)
    assert read(folder / "b" / "locked") == [Rejection(f"{folder}/b/locked", "cannot be read: Permission denied")]


@pytest.mark.skipif(sys.platform == "darwin", reason="its file names are always UTF-8")
def test_names_that_are_not_utf8_are_shown_with_escapes(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff.txt")).write_text(TEXT)
    assert read(tmp_path) == [Document(f"{tmp_path}/\\xff.txt", TEXT)]
    assert read(tmp_path / os.fsdecode(b"\xfe.txt")) == [Rejection(f"{tmp_path}/\\xfe.txt", "no such file or folder")]


def test_html_gives_the_article_and_its_metadata(tmp_path: Path) -> None:
    head = (
        "<meta property='article:published_time' content='2024-05-03T09:00:00Z'>"
        "<meta property='og:site_name' content='Coast Post'>"
    )
    (tmp_path / "a.html").write_text(page(head, foot="<div class='comments'><p>Nice, says Troll99</p></div>"))
    (document,) = read(tmp_path / "a.html")
    assert isinstance(document, Document)
    assert document.published == "2024-05-03"
    assert document.publisher == "Coast Post"
    assert "quay number 7" in document.text
    assert "Troll99" not in document.text


@pytest.mark.parametrize(
    "head", ["<meta charset='iso-8859-1'>", "<meta http-equiv=x content='text/html; charset=cp1252'>"]
)
def test_html_is_read_in_the_encoding_that_it_declares(head: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(
        page(head, lead="<p>The “Café” was closed on Monday for a year, he said.</p>").encode("cp1252")
    )
    (document,) = read(tmp_path / "a.html")
    assert isinstance(document, Document), document
    assert "The “Café” was closed" in document.text


LINKED = """<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "datePublished": "2001-01-01"},
{"@type": ["NewsArticle"], "datePublished": "2024-05-03T01:00+02:00", "dateModified": "2024-06-01"}]}</script>"""


@pytest.mark.parametrize(
    ("html", "published"),
    [
        (page(), None),
        (page(foot="<footer>© 2023 Site</footer>"), None),
        (page(foot="<footer><time datetime='2023-01-01'>2023</time></footer>"), None),
        (page(foot="<aside><p>Another story</p><time datetime='2023-01-02'></time></aside>"), None),
        (page(lead="<p>The old town hall opens on <time datetime='2025-01-01'>New Year's Day</time>.</p>"), None),
        (page("<meta property='article:modified_time' content='2024-05-03'>"), None),
        (page("<meta property='article:published_time' content='0001-01-01T00:00:00Z'>"), None),
        (page("<meta property='article:published_time' content='2999-05-03T09:00:00Z'>"), "2999-05-03"),
        (
            page("<meta property='article:published_time' content='2024-13-01'><meta name=Date content=20240503>"),
            "2024-05-03",
        ),
        (page("<meta name=pubdate content='03/06/1997'>"), "03/06/1997"),  # the story's weekdays will say which day
        (page(LINKED), "2024-05-03"),
        (page(f"<script type='application/ld+json'>{'[' * 100_000}</script>"), None),
        (page(lead="<span itemprop='datePublished'>3 May 2024</span>"), "2024-05-03"),
        (page(lead="<p>By A | <time datetime='2024-05-03T01:02'>Friday</time></p>"), "2024-05-03"),
        (
            page(foot="<div><time class='entry-date published updated' datetime='2024-05-03'></time></div>"),
            "2024-05-03",
        ),
        (page("<link rel=canonical href='https://example.org/2024/05/03/quay/'>"), "2024-05-03"),
    ],
)
def test_a_page_is_dated_by_its_metadata_alone(html: str, published: str | None, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(html, encoding="utf-8")
    (document,) = read(tmp_path / "a.html")
    assert isinstance(document, Document)
    assert document.published == published


@pytest.mark.parametrize(
    ("metadata", "line", "published"),
    [
        ("2024-05-04T02:30:00Z", "Published: 9:30 PM CDT May 3, 2024", "2024-05-03"),
        ("2024-05-03T21:30:00+00:00", "4 May 2024, 09:30 NZST", "2024-05-04"),
        ("2024-05-04T02:30:00Z", "Updated: May 3, 2024", "2024-05-04"),  # not the day of publication
        ("2024-05-04T14:30:00Z", "Published: May 3, 2024", "2024-05-04"),  # no place is that far behind
        ("2024-05-04T02:30:00+02:00", "Published: May 3, 2024", "2024-05-04"),  # the stamp is local itself
        (
            "",
            "First published 03/06/1997, last updated 04/06/1997",
            "First published 03/06/1997, last updated 04/06/1997",
        ),
        ("", "Posted on Friday, 3 May 2024 by Ann Lee", "2024-05-03"),
        ("", "The old quay was opened on 3 May 1924.", None),
    ],
)
def test_the_header_lines_of_a_page_tell_the_local_day(
    metadata: str, line: str, published: str | None, tmp_path: Path
) -> None:
    head = f"<meta property='article:published_time' content='{metadata}'>" if metadata else ""
    (tmp_path / "a.html").write_text(page(head, lead=f"<div>{line}</div>"), encoding="utf-8")
    (document,) = read(tmp_path / "a.html")
    assert isinstance(document, Document)
    assert document.published == published


@pytest.mark.parametrize(
    "furniture",
    [
        "<div class='box mostRead'><h3>Most read</h3><p>Cat found in organ</p></div>",
        "<aside><p>Cat found in organ</p></aside>",
        "<ul><li><a href='/a'>Cat found in organ</a></li><li><a href='/b'>Dog lost</a></li></ul>",
        "<p><strong><a href='/a'>READ MORE: Cat found in organ</a></strong></p>",
        "<div id='newsletter-signup'><p>Cat found in organ every morning</p></div>",
        "<div role='complementary'><p>Cat found in organ</p></div>",
        "<p style='display: none'>Cat found in organ</p>",
        "<form><p>Cat found in organ</p></form>",
    ],
)
def test_furniture_within_the_story_is_not_read(furniture: str, tmp_path: Path) -> None:
    half = len(BODY) // 2
    middle = BODY.index("<p>", half)
    html = page().replace(BODY, BODY[:middle] + furniture + BODY[middle:])
    (tmp_path / "a.html").write_text(html, encoding="utf-8")
    (document,) = read(tmp_path / "a.html")
    assert isinstance(document, Document)
    assert "organ" not in document.text
    assert all(f"quay number {n} would" in document.text for n in range(8))


@pytest.mark.parametrize("name", ["story related-wide", "content-sidebar", "post tags-quay", "paywall widget"])
def test_the_story_is_read_whatever_its_class_is(name: str, tmp_path: Path) -> None:
    html = page().replace("<article>", f"<div class='{name}'>").replace("</article>", "</div>")
    (tmp_path / "a.html").write_text(html, encoding="utf-8")
    (document,) = read(tmp_path / "a.html")
    assert isinstance(document, Document)
    assert all(f"quay number {n} would" in document.text for n in range(8))


@pytest.mark.parametrize(
    "picture",
    [
        "<figure><img src=x><figcaption>The quay in May. <span class='credit'>Bo Holm</span></figcaption></figure>",
        "<div><div><img src=x></div><p class='imageCaption'>The quay in May.</p></div>",
        "<div class='wp-caption'><img src=x><p class='wp-caption-text'>The quay in May.</p></div>",
        "<table><tr><td><img src=x><br><font size=1>The quay in May.</font></td></tr></table>",
    ],
)
def test_captions_are_read_once_and_without_credits(picture: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page(lead=picture), encoding="utf-8")
    (document,) = read(tmp_path / "a.html")
    assert isinstance(document, Document)
    assert document.text.count("The quay in May.") == 1
    assert document.text.endswith("Caption: The quay in May.")
    assert "Bo Holm" not in document.text


def test_teasers_of_other_articles_are_no_posts(tmp_path: Path) -> None:
    teasers = "".join(f"<article><h3>Cat {n} found in organ</h3><p>It purred.</p></article>" for n in range(3))
    html = f"<html><body><h1>Quay to be rebuilt</h1><div>{BODY}</div><div>{teasers}</div></body></html>"
    (tmp_path / "a.html").write_text(html, encoding="utf-8")
    (document,) = read(tmp_path / "a.html")
    assert isinstance(document, Document)
    assert "quay number 7 would" in document.text
    assert "purred" not in document.text.split("quay number 0")[0]


def test_every_post_of_a_live_page_is_read(tmp_path: Path) -> None:
    posts = "".join(f"<article class='post'><div class='post-body'>{BODY}</div></article>" for _ in range(3))
    html = f"<html><head><title>Live</title></head><body><h1>Quay live</h1><div>{posts}</div></body></html>"
    (tmp_path / "a.html").write_text(html.replace("number 1 ", "number 11 ", 1), encoding="utf-8")
    (document,) = read(tmp_path / "a.html")
    assert isinstance(document, Document)
    assert document.text.count("quay number 7 would") == 3


@pytest.mark.parametrize(
    "title", ["Coast Post: Quay of Bergen to be rebuilt", "News - Coast Post - Quay of Bergen to be rebuilt"]
)
def test_the_headline_is_the_part_of_the_title_that_the_page_shows(title: str, tmp_path: Path) -> None:
    html = f"<html><head><title>{title}</title></head><body><font><b>Quay of Bergen to be rebuilt</b></font>{BODY}</body></html>"
    (tmp_path / "a.html").write_text(html, encoding="utf-8")
    (document,) = read(tmp_path / "a.html")
    assert isinstance(document, Document)
    assert document.headline == "Quay of Bergen to be rebuilt"


def pdf(*pages: tuple[str, ...]) -> bytes:
    """A PDF with these lines on its pages."""
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for lines in pages:
        shown = "".join(f"({line}) Tj T* " for line in lines)
        content = f"BT /F1 10 Tf 12 TL 40 760 Td {shown}ET".encode("latin-1")
        bodies.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (len(bodies) + 2)
        )
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(pages)))
    bodies[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages))
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, len(out))
    return out + head + table + trailer


PAPER = pdf(
    (
        "Coast Post, page 1",
        "Quay to be rebuilt",
        "The quay of Bergen will be rebuilt before the winter, the mayor told re-",
        "porters in the town hall on Friday, and the work will cost two million in",
        "all.",
        "Ann Lee, who leads the council of Bergen, said that she had waited for it for",
        "the best part of ten years.",
    ),
    ("Coast Post, page 2", "Work starts in June.", "2"),
)


@pytest.mark.parametrize("name", ["a.pdf", "a.txt", "a"])
def test_the_paragraphs_of_a_pdf_are_read_without_running_heads(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(PAPER)
    text = (
        "Quay to be rebuilt\n\nThe quay of Bergen will be rebuilt before the winter, the mayor told reporters in the town "
        "hall on Friday, and the work will cost two million in all.\n\nAnn Lee, who leads the council of Bergen, said "
        "that she had waited for it for the best part of ten years.\n\nWork starts in June."
    )
    assert read(tmp_path / name) == [Document(f"{tmp_path}/{name}", text)]


def test_a_pdf_is_read_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAPER)))
    (document,) = read("-")
    assert isinstance(document, Document), document
    assert document.text.startswith("Quay to be rebuilt")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf(()), "ocrmypdf"),
        (PAPER[:200], "a damaged PDF"),
        (b"%PDF-1.4\n", "a damaged PDF"),
        (TEXT.encode(), "not a PDF"),
        (PAPER.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 1 0 R"), "qpdf --decrypt"),
    ],
)
def test_a_pdf_without_text_is_rejected_with_what_to_do(data: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    (result,) = read(tmp_path / "a.pdf")
    assert isinstance(result, Rejection)
    assert reason in result.reason


def test_markdown_is_read_without_its_marks_and_lists_of_links(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        '---\ntitle: Quay to be rebuilt\ndate: 2024-05-03\nauthor: "Cy Dahl"\n---\n\n# Quay to be rebuilt\n\n'
        "![The quay in the snow of January](quay.jpg)\n\n**Ann Lee**, the mayor, met\n[Bo Holm](https://e.org/bo) in _Oslo_ "
        'on Monday.\n\n> "We shall start in June," she said.\n\n* [Cat found in organ](/a)\n* [Dog lost](/b)\n'
    )
    text = (
        "Quay to be rebuilt\n\nCaption: The quay in the snow of January\n\n"
        'Ann Lee, the mayor, met Bo Holm in Oslo on Monday.\n\n"We shall start in June," she said.'
    )
    expected = Document(
        f"{tmp_path}/a.md", text, headline="Quay to be rebuilt", published="2024-05-03", authors=("Cy Dahl",)
    )
    assert read(tmp_path / "a.md") == [expected]


@given(st.text(st.sampled_from("<>/=\"' \npdivh1atrfigcaptionclassrelated—Quay.&;!-"), max_size=400))
@settings(max_examples=60, deadline=None)
def test_no_page_is_too_odd(html: str) -> None:
    for result in read_html("x", f"<html><body><h1>Quay</h1><p>{html}</p></body></html>"):
        assert isinstance(result, (Document, tuple))


def test_deep_pages_are_read() -> None:
    deep = "<div class='related'>" * 200 + BODY + "</div>" * 200
    (document,) = read_html("x", f"<html><body><h1>Quay</h1>{deep}</body></html>")
    assert isinstance(document, Document)
    assert "quay number 7" in document.text
