"""Words and closed lists as data: TSV files under `en/`, read once and checked row by row.

Every file has a header line; lines that start with `#` tell source and licence; `|` separates the
values of a cell. See `README.md` beside this file.
"""

from functools import cache
from pathlib import Path

from kg.errors import LexiconError

FOLDER = Path(__file__).parent

Row = dict[str, str]


@cache
def load(name: str, *, lang: str = "en") -> tuple[Row, ...]:
    """The rows of a lexicon file, each a mapping from column to cell.

    >>> load("honorifics")[0]["word"]
    'Archbishop'
    """
    path = FOLDER / lang / f"{name}.tsv"
    rows: list[Row] = []
    columns: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not columns:
            columns = cells
            continue
        if len(cells) > len(columns):
            raise LexiconError(path, number, f"{len(cells)} cells, expected {len(columns)} ({', '.join(columns)})")
        row = dict(zip(columns, (c.strip() for c in [*cells, *[""] * (len(columns) - len(cells))]), strict=True))
        if not row[columns[0]]:
            raise LexiconError(path, number, f"column '{columns[0]}' is empty")
        rows.append(row)
    return tuple(rows)


def values(cell: str) -> tuple[str, ...]:
    """The values of a cell.

    >>> values("Dane|Danes")
    ('Dane', 'Danes')
    """
    return tuple(v for v in cell.split("|") if v)
