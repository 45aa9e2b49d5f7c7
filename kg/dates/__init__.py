"""Words about time → calendar dates, without a clock and without a language pipeline.

* `resolve`: an expression + the day of writing → `DateValue`, never more precise than the text.
* `partial`, `weekday_of`: what an expression states by itself.
* `find_publication`, `local_day`, `weekday_order`: a header line → the day of publication, ambiguous digits included.

Choices that the words leave open: weeks run from Monday to Sunday; "next Thursday" is the Thursday of
next week and "last Thursday" the latest one before the day of writing; seasons are those of the
meteorological calendar in the northern hemisphere; open-ended words ("since", "until", "before") and
vague ones ("recently", "in the coming days") give None, as do durations ("three days").
"""

from kg.dates.frame import Tense
from kg.dates.parts import PartialDate, partial, weekday_of
from kg.dates.publication import find_publication, local_day, weekday_order
from kg.dates.resolve import resolve

__all__ = ["PartialDate", "Tense", "find_publication", "local_day", "partial", "resolve", "weekday_of", "weekday_order"]
