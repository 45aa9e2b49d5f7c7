"""Frozen dataclasses ⇄ JSON values, by their type hints: how analysed articles are kept on disk."""

import reprlib
import types
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
C = TypeVar("C", list[Any], dict[str, Any])
_PLAIN: dict[Any, tuple[type, ...]] = {str: (str,), int: (int,), float: (float, int), bool: (bool,)}
"""What JSON has for plain types; its true and false are no numbers."""


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
    """The value of a type that `to_json` gave the data of; ValueError or TypeError if it fits not.

    >>> from kg.model import Span
    >>> from_json(tuple[Span, ...], [[1, 2]])
    (Span(start=1, end=2),)
    """
    value: T = _decode(cls, data, "")
    return value


def _decode(hint: Any, data: Any, name: str) -> Any:
    """The value of a field; `name` is for the error."""
    if hint in _PLAIN:
        if type(data) not in _PLAIN[hint]:
            raise _misfit(name, data, hint.__name__)
        return data
    origin = get_origin(hint)
    if origin in {Union, types.UnionType}:
        if data is None:
            return None
        (hint,) = (a for a in get_args(hint) if a is not type(None))
        return _decode(hint, data, name)
    if origin is tuple:
        (item, _) = get_args(hint)
        return tuple(_decode(item, d, name) for d in _a(list, data, name))
    if is_dataclass(hint):
        cls: Any = hint
        there = _a(dict, data, name)
        return cls(**{n: _decode(h, there[n], n) for n, h in _hints(cls).items() if n in there})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(data)
    if hint is date:
        return date.fromisoformat(data)
    named: Any = hint  # a NamedTuple
    return named(*(_decode(h, d, name) for h, d in zip(_hints(named).values(), _a(list, data, name), strict=True)))


def _a(kind: type[C], data: Any, name: str) -> C:
    """The data, which must be a list or an object."""
    if not isinstance(data, kind):
        raise _misfit(name, data, "list" if kind is list else "object")
    return data


def _misfit(name: str, data: Any, kind: str) -> TypeError:
    return TypeError(f"{f'{name}: ' if name else ''}{reprlib.repr(data)} is no {kind}")


@cache
def _hints(cls: Any) -> dict[str, Any]:
    """The types of the fields of a dataclass or a NamedTuple, in order."""
    return get_type_hints(cls)
