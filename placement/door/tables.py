"""Tables for Python programs: by name, as records, or as a data frame; and arrays with labels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from placement.errors import Message, UsageError
from placement.locale import translated
from placement.present.folder.writing import put
from placement.present.tables.columns import Cell, Column, ColumnType, Row
from placement.present.tables.columns import Table as Rows
from placement.present.tables.csv_dialect import dialect_named, dump
from placement.present.words.voice import Language

BACKENDS = ("pandas", "polars", "pyarrow")
"""Libraries whose data frames a table can become."""
_PANDAS: dict[ColumnType, str] = {"string": "string", "number": "float64", "integer": "Int64", "boolean": "boolean"}
_NARWHALS: dict[ColumnType, str] = {"string": "String", "number": "Float64", "integer": "Int64", "boolean": "Boolean"}
_SHOWN = 20
"""Most rows of a table that a notebook shows, and most names that a line lists."""


def frame(columns: Mapping[str, tuple[ColumnType, Sequence[object]]], backend: str) -> Any:
    """Columns as a data frame; None becomes the library's missing value, and whole numbers stay integers.

    Args:
        columns: by name, the type and the values.
        backend: ``pandas``, ``polars`` or ``pyarrow``.

    Raises:
        UsageError: ``backend`` is another library, or not installed.
    """
    if backend not in BACKENDS:
        raise UsageError(
            Message("'{seen}' is no library for tables here; choose {known}.", seen=backend, known=", ".join(BACKENDS))
        )
    missing = [name for name in ("narwhals", backend) if find_spec(name) is None]
    if missing:
        raise UsageError(
            Message(
                "Tables for {backend} need {missing}, which is missing; in your copy of the program: "
                "pip install '.[frames]' (pandas), and polars or pyarrow beside it where you use that.",
                backend=backend,
                missing=", ".join(missing),
            )
        )
    if backend == "pandas":
        import pandas as pd  # noqa: PLC0415 - an extra

        return pd.DataFrame({name: pd.Series(cells, dtype=_PANDAS[kind]) for name, (kind, cells) in columns.items()})
    import narwhals as nw  # noqa: PLC0415 - an extra

    schema = {name: getattr(nw, _NARWHALS[kind]) for name, (kind, _) in columns.items()}
    data = {name: list(cells) for name, (_, cells) in columns.items()}
    return nw.from_dict(data, schema=schema, backend=cast("Literal['polars', 'pyarrow']", backend)).to_native()


@dataclass(frozen=True, eq=False, repr=False)
class Table:
    """A table of an answer: the rows and columns of its CSV file.

    Attributes:
        made: its kind and rows.
        lang: language of headings and descriptions.
    """

    made: Rows
    lang: Language

    @property
    def name(self) -> str:
        """The name of its file without the suffix."""
        return self.made.name

    @property
    def about(self) -> str:
        """The table's meaning, in a sentence."""
        return translated(self.made.kind.shows, self.lang)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, each with name, type, unit and meaning."""
        return self.made.columns

    @property
    def rows(self) -> list[Row]:
        """A tuple of values for each row; None for a missing value."""
        return self.made.rows

    def records(self) -> list[dict[str, Any]]:
        """The rows as dictionaries by column name."""
        return self.made.records()

    def to_frame(self, backend: str = "pandas") -> Any:
        """The table as a data frame.

        Args:
            backend: ``pandas``, ``polars`` or ``pyarrow``.

        Raises:
            UsageError: the library is another, or not installed (the extra ``frames``).
        """
        cells = [[row[at] for row in self.rows] for at in range(len(self.columns))]
        return frame({each.name: (each.type, one) for each, one in zip(self.columns, cells, strict=True)}, backend)

    def to_csv(self, path: str | Path, *, csv: str = "standard") -> Path:
        """Write the file that a result folder has; ``csv`` is ``standard`` or ``excel-da``.

        Raises:
            ResultError: it cannot be written.
        """
        put(Path(path), dump(self.made, dialect_named(csv)))
        return Path(path)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.records())

    def __repr__(self) -> str:
        return f"<Table {self.name}: {len(self)} × {len(self.columns)}>"

    def _repr_html_(self) -> str:
        """The first rows, for a notebook."""
        head = "".join(f"<th>{escape(column.name)}</th>" for column in self.columns)
        body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in self.rows[:_SHOWN])
        more = f"<p>… {len(self)} × {len(self.columns)}</p>" if len(self) > _SHOWN else ""
        return f"<table><caption>{escape(self.about)}</caption><tr>{head}</tr>{body}</table>{more}"


def _cell(value: Cell) -> str:
    shown = "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
    return f"<td>{escape(shown)}</td>"


class Tables(Mapping[str, Table]):
    """The tables of an answer: ``tables["steps"]`` and ``tables.steps`` are the same, and Tab completes both.

    Args:
        make: makes the tables; called when the first is used.
        lang: language of headings and descriptions.
    """

    def __init__(self, make: Callable[[], Mapping[str, Rows]], lang: Language) -> None:
        self._make, self._lang = make, lang

    @cached_property
    def _made(self) -> dict[str, Table]:
        return {name: Table(made, self._lang) for name, made in self._make().items()}

    def __getitem__(self, name: str) -> Table:
        if name not in self._made:
            raise KeyError(self._unknown(name))
        return self._made[name]

    def __getattr__(self, name: str) -> Table:
        if name.startswith("_") or name not in self._made:
            raise AttributeError(self._unknown(name) if not name.startswith("_") else name)
        return self._made[name]

    def _unknown(self, name: str) -> str:
        return f"There is no table '{name}'; there are {', '.join(self._made)}."

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._made]

    def _ipython_key_completions_(self) -> list[str]:
        """The names that Tab completes between the brackets."""
        return list(self._made)

    def __repr__(self) -> str:
        few = list(self)[: _SHOWN // 4]
        return f"<{len(self)} tables: {', '.join(few)}{', ...' if len(self) > len(few) else ''}>"

    def _repr_html_(self) -> str:
        """The name and meaning of each table, for a notebook."""
        cells = ((name, len(one), one.about) for name, one in self.items())
        rows = ("".join(f"<td>{escape(str(cell))}</td>" for cell in row) for row in cells)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


@dataclass(frozen=True, eq=False, repr=False)
class Labelled:
    """An array indexed by ids: ``array["dialyse", "sh_lemvig"]``.

    Attributes:
        name: of the quantity it holds.
        values: the array itself.
        labels: for each dimension, in order, its name and the ids along it.
    """

    name: str
    values: NDArray[Any]
    labels: Mapping[str, tuple[str, ...]]

    def __getitem__(self, ids: str | tuple[str, ...]) -> Any:
        """The value at an id of each dimension; with fewer ids, the array along the remaining dimensions.

        Raises:
            KeyError: there is no such id; the message names the dimension.
        """
        named = (ids,) if isinstance(ids, str) else ids
        if len(named) > len(self.labels):
            raise KeyError(f"{self.name} has {len(self.labels)} dimensions: {', '.join(self.labels)}.")
        for one, (dimension, known) in zip(named, self.labels.items(), strict=False):
            if one not in known:
                raise KeyError(f"There is no {dimension} '{one}'.")
        at = tuple(known.index(one) for one, known in zip(named, self.labels.values(), strict=False))
        found = self.values[at]
        if not isinstance(found, np.ndarray):
            return found.item()
        return Labelled(self.name, found, dict(list(self.labels.items())[len(at) :]))

    def to_frame(self, backend: str = "pandas") -> Any:
        """A data frame with one row for each element: its ids, and the value under the array's name.

        Raises:
            UsageError: as for `Table.to_frame`.
        """
        columns: dict[str, tuple[ColumnType, Sequence[object]]] = {
            dimension: ("string", np.take(ids, at.ravel()).tolist())
            for (dimension, ids), at in zip(self.labels.items(), np.indices(self.values.shape), strict=True)
        }
        return frame(columns | {self.name: (_type_of(self.values), self.values.ravel().tolist())}, backend)

    def __repr__(self) -> str:
        sizes = " × ".join(f"{len(ids)} {dimension}" for dimension, ids in self.labels.items())
        return f"<Labelled {self.name}: {sizes}>"


def _type_of(values: NDArray[Any]) -> ColumnType:
    if values.dtype == np.bool_:
        return "boolean"
    return "integer" if np.issubdtype(values.dtype, np.integer) else "number"
