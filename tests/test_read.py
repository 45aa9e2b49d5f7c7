"""Inputs become documents or rejections."""

import io
import json
import sys
from pathlib import Path

import pytest

from kg.model import Document
from kg.read import Rejection, read_inputs

TEXT = "Ann Lee met Bo Holm in Oslo on Monday.\n"


def read(*inputs: object) -> list[Document | Rejection]:
    return list(read_inputs([str(i) for i in inputs]))


def test_a_file_is_its_text_exactly(tmp_path: Path) -> None:
    text = "\ufeffCafé  talks\r\nend without newline"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    assert read(path) == [Document(str(path), text)]


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
    ]
    path.write_text("\n".join(lines))
    good = [d for d in read(path) if isinstance(d, Document)]
    bad = {r.source: r.reason for r in read(path) if isinstance(r, Rejection)}
    assert [(d.source, d.headline, d.published, d.publisher, d.authors) for d in good] == [
        ("https://e.org/1", "T", "2024-05-01", None, ("A B",)),
        ("two", None, None, "Post", ("A", "B")),
        (f"{path}#4", None, None, None, ()),
    ]
    assert bad.keys() == {f"{path}#5", f"{path}#6", f"{path}#7"}
    assert "not JSON" in bad[f"{path}#5"]
    assert "text, body, content" in bad[f"{path}#6"]


@pytest.mark.parametrize(("data", "source"), [(TEXT, "stdin"), (json.dumps({"id": "j", "text": TEXT}), "j")])
def test_standard_input_is_text_or_json_lines(data: str, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
    assert [d.source for d in read("-")] == [source]


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
    "text", ["NATO.", "Ann Lee, Bo Holm and Cy Dahl.", "Talks in Oslo, Jyväskylä, Kraków and Łódź"]
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
    ("name", "reason"), [("none.txt", "no such file"), ("a.doc", "known are"), ("folder", "no article files")]
)
def test_what_cannot_be_read_is_said(name: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_text(TEXT)
    (tmp_path / "folder").mkdir()
    (result,) = read(tmp_path / name)
    assert isinstance(result, Rejection)
    assert reason in result.reason


def test_html_gives_the_article_and_its_metadata(tmp_path: Path) -> None:
    body = "".join(
        f"<p>Ann Lee, the mayor of Bergen, said on Monday that quay number {n} would be rebuilt soon.</p>"
        for n in range(8)
    )
    (tmp_path / "a.html").write_text(
        "<html><head><title>Quay to be rebuilt</title><meta property='article:published_time' content='2024-05-03T09:00:00Z'>"
        f"<meta property='og:site_name' content='Coast Post'></head><body><nav>Home Shop</nav><article><h1>Quay to be rebuilt</h1>"
        f"{body}</article><div class='comments'><p>Nice, says Troll99</p></div></body></html>"
    )
    (document,) = read(tmp_path / "a.html")
    assert isinstance(document, Document)
    assert document.published == "2024-05-03"
    assert "quay number 7" in document.text
    assert "Troll99" not in document.text
