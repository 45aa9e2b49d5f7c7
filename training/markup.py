"""Inline-marked snippets → stand-off JSON lines: `python -m training.markup FILE… --output FILE`.

An item is a `T:` line (text with marks such as `[Ann Lee|PERSON]`) and lines for its relations:

    T: [Norwegian|NORP] [Foreign Minister|ROLE] [Ine Vik|PERSON] will [meet|MEETING] him in [Oslo|GPE], she [said|CUE].
    R: Foreign Minister > Ine Vik > Norwegian
    M: meet | kind meeting | status planned | place Oslo | who Ine Vik
    S: said < Ine Vik

Items are separated by blank lines; `-` stands for nothing, `Oslo#2` for the second occurrence of a
string; `| former` and `| becoming` may end an `R:` line, `| direct` an `S:` line (SNIPPETS.md). MEETING and CUE are marks of triggers, not entities.
"""

import argparse
import json
import re
from pathlib import Path

MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)\]")
LABELS = frozenset("PERSON ORG GPE LOC FAC NORP EVENT DATE TIME ROLE MEETING CUE".split())
TRIGGERS = frozenset({"MEETING", "CUE"})
PLURAL = {"place": "places", "date": "dates", "who": "participants"}

Span = list[int]


def find(text: str, words: str, *, near: int | None = None) -> Span:
    """The span of a string in the text: its n-th occurrence (`words#n`), the nearest to `near`, or the first."""
    numbered = re.fullmatch(r"(.+)#(\d+)", words)
    string, number = (numbered[1], int(numbered[2])) if numbered else (words, 1)
    starts = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(string)}(?!\w)", text)]
    if len(starts) < number:
        raise ValueError(f"not in the text: {words}")
    if near is not None and not numbered:
        starts.sort(key=lambda start: abs(start - near))
    start = starts[number - 1]
    return [start, start + len(string)]


def parse(item: str) -> dict:
    """One item as a record of the annotated sentences (without its id); ValueError where it breaks the format."""
    first, *lines = item.strip().splitlines()
    if not first.startswith("T: "):
        raise ValueError("the first line is no T: line")
    text, entities, marks, at = "", [], [], 0
    marked = first[3:].strip()
    for m in MARK.finditer(marked):
        text += marked[at : m.start()]
        span = [len(text), len(text) + len(m[1])]
        if m[2] not in LABELS:
            raise ValueError(f"unknown label {m[2]}")
        (marks if m[2] in TRIGGERS else entities).append([*span, m[2]])
        text += m[1]
        at = m.end()
    text += marked[at:]
    if any(c in text for c in "[]|"):
        raise ValueError("a bracket or bar that is no mark")
    record: dict = {"text": text, "entities": entities, "roles": [], "meetings": [], "statements": [], "unread": []}
    for line in lines:
        head, *fields = (part.strip() for part in line[2:].split("|"))
        match line[:2]:
            case "R:":
                record["roles"].append(_role(text, head, fields))
            case "M:":
                record["meetings"].append(_meeting(text, head, fields, marks))
            case "S:":
                cue, _, speaker = (part.strip() for part in head.partition("<"))
                span = _trigger(text, cue, marks, "CUE")
                who = _optional(text, speaker, span[0])
                direct = "direct" in fields
                record["statements"].append({"speaker": who, "cue": span, "content": [], "direct": direct})
            case _:
                raise ValueError(f"no T:, R:, M: or S: line: {line}")
    lined = [m["trigger"] for m in record["meetings"]] + [s["cue"] for s in record["statements"]]
    record["unread"] = [[b, e] for b, e, _ in marks if [b, e] not in lined]  # a gathering named a second time
    return record


def _optional(text: str, words: str, near: int) -> Span | None:
    return None if words in {"-", ""} else find(text, words, near=near)


def _trigger(text: str, words: str, marks: list, label: str) -> Span:
    """The marked trigger; without a number the first one with these words."""
    if "#" in words:
        return find(text, words)
    for begin, end, kind in marks:
        if kind == label and text[begin:end] == words:
            return [begin, end]
    raise ValueError(f"no {label} mark: {words}")


def _role(text: str, head: str, fields: list[str]) -> dict:
    parts = [part.strip() for part in head.split(">")]
    if len(parts) != 3:
        raise ValueError(f"role > person > organization: {head}")
    role, person, org = parts
    # "Senator Ann Lee … Senator Bo Ek": the title nearest to its holder, not the first
    holder = find(text, person)
    title = find(text, role, near=holder[0])
    return {
        "person": find(text, person, near=title[0]),
        "role": title,
        "org": _optional(text, org, title[0]),
        "former": "former" in fields,
        "becoming": "becoming" in fields,
        "pattern": "other",
    }


def _meeting(text: str, head: str, fields: list[str], marks: list) -> dict:
    trigger = _trigger(text, head, marks, "MEETING")
    out: dict = {"trigger": trigger, "kind": "other", "places": [], "venue": None, "dates": [], "participants": []}
    out["status"] = "unclear"
    for field in fields:
        key, _, value = field.partition(" ")
        if key in {"kind", "status"}:
            out[key] = value
        elif key == "venue":
            out["venue"] = _optional(text, value, trigger[0])
        elif key in PLURAL:
            parts = (part.strip() for part in value.split(";"))
            out[PLURAL[key]] = [find(text, part, near=trigger[0]) for part in parts if part not in {"-", ""}]
        else:
            raise ValueError(f"unknown field: {field}")
    return out


def read(path: Path) -> list[dict]:
    """The records of a file; an item that breaks the format is reported and left out."""
    items = re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip())
    named = ((f"{path.stem}-{number:03}", item) for number, item in enumerate(items, start=1))
    return [{"id": name} | record for name, item in named if (record := _parsed(item, name))]


def _parsed(item: str, name: str) -> dict | None:
    try:
        return parse(item)
    except ValueError as error:
        print(f"{name}: {error}")
        return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--output", type=Path, required=True)
    args = parser.parse_args()
    records = [record for path in args.files for record in read(path)]
    args.output.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    print(f"{len(records)} snippets in {args.output}")


if __name__ == "__main__":
    main()
