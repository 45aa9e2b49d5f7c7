"""The words of the date grammar, and the regular-expression fragments made of them.

Everything is lower case: expressions are normalized (`kg.dates.parts.normalize`) before they meet a
pattern. Ordinary abbreviations stand beside the full names; their full stops are gone by then.
"""

from collections.abc import Iterable

MONTHS = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4,
    "may": 5, "june": 6, "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9,
    "sept": 9, "sep": 9, "october": 10, "oct": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip

WEEKDAYS = {
    "monday": 0, "mon": 0, "tuesday": 1, "tues": 1, "tue": 1, "wednesday": 2, "wed": 2,
    "thursday": 3, "thurs": 3, "thur": 3, "thu": 3, "friday": 4, "fri": 4, "saturday": 5, "sat": 5,
    "sunday": 6, "sun": 6,
}  # fmt: skip

AMBIGUOUS = ("may", "march", "mar", "dec", "mon", "wed", "thu", "sat", "sun", "fri")
"""Names of months and weekdays that are other words, or nothing, when written in lower case."""

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "a hundred": 100,
    "a couple of": 2, "a couple": 2, "a dozen": 12,
}  # fmt: skip

ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
            "fifth": 5, "last": -1, "final": -1}  # fmt: skip

DAY_ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third "
        "twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth "
        "thirty-first".split(),
        1,
    )
}
"""Days of a month as words."""

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""First month of each season, by the meteorological calendar of the northern hemisphere."""

FIXED_DAYS = {
    "new year day": (1, 1), "valentine day": (2, 14), "may day": (5, 1), "fourth of july": (7, 4),
    "halloween": (10, 31), "christmas eve": (12, 24), "christmas day": (12, 25),
    "boxing day": (12, 26), "new year eve": (12, 31),
}  # fmt: skip
"""Named days with one date everywhere; days that differ between countries are left out."""

EASTER_DAYS = {"good friday": -2, "easter sunday": 0, "easter monday": 1}
"""Named days as days after Easter Sunday of the western churches."""

DAY_PARTS = "morning|afternoon|evening|night|lunchtime|noon|midday|midnight|dawn|dusk"


def alternatives(words: Iterable[str]) -> str:
    """The words as alternatives of a pattern, longest first.

    >>> alternatives(["a", "an"])
    '(?:an|a)'
    """
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"


MONTH = rf"(?P<month>{alternatives(MONTHS)})"
WEEKDAY = rf"(?P<weekday>{alternatives(WEEKDAYS)})"
DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
YEAR = r"(?P<year>1\d{3}|20\d\d|'\d\d)"
NUMBER = rf"(?P<number>{alternatives(NUMBERS)}|\d{{1,3}})"
UNIT = r"(?P<unit>minute|hour|day|week|fortnight|month|year|decade)s?"
