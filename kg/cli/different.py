"""`kg different`: a person judges that two names are two things."""

from kg.cli.same import judging

different = judging(
    "different",
    "Judge two names two people, bodies or places.",
    same=False,
    judgement="different things",
    first="Ann Lee@north.txt",
    second="Ann Lee@south.txt",
)
"""`kg different A B`."""
