"""Frozen dataclasses ⇄ JSON values, by their type hints: how analysed articles are kept on disk."""

import types
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_json(value: Any) -> Any:
    """A value of plain types, enums, dates, tuples and dataclasses as JSON types.

    >>> from kg.model import Span
    >>> to_json((Span(1, 2), None))
    [[1, 2], None]
    """
    if is_dataclass(value):
        return {f.name: to_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [to_json(v) for v in value]
    return value


def from_json(cls: type[T], data: Any) -> T:
    """The value of a type that `to_json` gave the data of; ValueError, TypeError or KeyError if it fits not."""
    value: T = _decode(cls, data)
    return value


def _decode(hint: Any, data: Any) -> Any:
    origin = get_origin(hint)
    if origin in {Union, types.UnionType}:
        if data is None:
            return None
        (hint,) = (a for a in get_args(hint) if a is not type(None))
        return _decode(hint, data)
    if origin is tuple:
        (item, _) = get_args(hint)
        return tuple(_decode(item, d) for d in data)
    if is_dataclass(hint):
        cls: Any = hint
        return cls(**{name: _decode(h, data[name]) for name, h in _hints(cls).items() if name in data})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(data)
    if hint is date:
        return date.fromisoformat(data)
    if isinstance(hint, type) and issubclass(hint, tuple):  # a NamedTuple
        return hint(*data)
    return data


@cache
def _hints(cls: Any) -> dict[str, Any]:
    hints = get_type_hints(cls)
    return {f.name: hints[f.name] for f in fields(cls)}
