"""The header of an OpenStreetMap extract: whether the file is complete, the box it covers, its date and fingerprint.

The format is PBF (https://wiki.openstreetmap.org/wiki/PBF_Format): blocks, each preceded by its length. Only the first
block, the header, is unpacked; the lengths of the others are added up, so that a truncated file is found at once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from placement.errors import Message, UsageError, why

MOST_BYTES = 5_000_000_000
"""Largest extract accepted, in bytes: larger than any country needs; a continent would take a day and all memory."""
_MOST_HEAD = 64 * 1024
_MOST_BLOCK = 32 * 1024 * 1024
"""Largest block the format allows, in bytes."""
_KNOWN = frozenset({"OsmSchema-V0.6", "DenseNodes"})
_NANO = 1e-9
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_OTHERS = (
    (b"<", Message("it is XML or a web page")),
    (b"BZh", Message("it is packed by bzip2")),
    (b"\x1f\x8b", Message("it is packed by gzip")),
    (b"PK\x03\x04", Message("it is a zip file")),
    (b"version https://git-lfs", Message("it only points to the file, which was not fetched")),
)


class Box(NamedTuple):
    """A box of longitudes and latitudes, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, lat: float, lon: float) -> bool:
        """Whether the point is in the box."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east

    def __str__(self) -> str:
        return f"{self.south:.3f}–{self.north:.3f} N, {self.west:.3f}–{self.east:.3f} E"


@dataclass(frozen=True)
class Extract:
    """A complete extract; ``box`` and ``date`` are None if the header lacks them."""

    path: Path
    size: int
    sha256: str
    box: Box | None
    date: dt.date | None


class _CutOffError(Exception):
    """The file ends within a block."""


class _NoPbfError(Exception):
    """The file is no PBF; ``args[0]``, if any, is a ``Message`` with details."""


def read_extract(path: Path) -> Extract:
    """Read the header, and check the length of every block.

    Raises:
        UsageError: it is no extract, truncated, without map data, or too large; the message says what to do.
    """
    size = 0
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            _refuse_size(path, size)
            box, date = _looked_through(file, size)
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except _CutOffError:
        raise UsageError(
            Message(
                "{file} is cut off after {size:,} bytes; fetch it again, and wait until it is whole.",
                file=path,
                size=size,
            )
        ) from None
    except _NoPbfError as error:
        reason = error.args[0] if error.args else Message("its first block is none of that form")
        raise UsageError(
            Message(
                "{file} is no OpenStreetMap extract of the form PBF ({why}); fetch the file that ends in .osm.pbf, or "
                "make one: osmium cat {file} -o extract.osm.pbf.",
                file=path,
                why=reason,
            )
        ) from None
    except OSError as error:
        raise UsageError(Message("{file} cannot be read: {why}.", file=path, why=why(error))) from error
    return Extract(path, size, digest, box, date)


def _refuse_size(path: Path, size: int) -> None:
    if not size:
        raise UsageError(Message("{file} is empty; fetch the extract again.", file=path))
    if size > MOST_BYTES:
        raise UsageError(
            Message(
                "{file} has {size:,} bytes, and at most {most:,} are taken; cut out what you need: osmium extract "
                "--bbox WEST,SOUTH,EAST,NORTH {file} -o region.osm.pbf.",
                file=path,
                size=size,
                most=MOST_BYTES,
            )
        )


def _looked_through(file: BinaryIO, size: int) -> tuple[Box | None, dt.date | None]:
    """Box and date of the header, after checking that every later block is complete."""
    start = file.read(32)
    for sign, said in _OTHERS:
        if start.lstrip().startswith(sign):
            raise _NoPbfError(said)
    file.seek(0)
    kind, length = _next(file)
    if kind != b"OSMHeader":
        raise _NoPbfError
    box, date = _head(_unpacked(_exactly(file, length)))
    data = 0
    while file.tell() < size:
        kind, length = _next(file)
        data += kind == b"OSMData"
        if file.seek(length, os.SEEK_CUR) > size:
            raise _CutOffError
    if not data:
        raise _NoPbfError(Message("it holds a head and no map"))
    return box, date


def _exactly(file: BinaryIO, length: int) -> bytes:
    found = file.read(length)
    if len(found) < length:
        raise _CutOffError
    return found


def _next(file: BinaryIO) -> tuple[bytes, int]:
    """The kind and length of the block that begins at the file's position."""
    length = int.from_bytes(_exactly(file, 4), "big")
    if not 0 < length <= _MOST_HEAD:
        raise _NoPbfError
    kind, size = b"", -1
    for number, value in _fields(_exactly(file, length)):
        if number == 1 and isinstance(value, bytes):
            kind = value
        elif number == 3 and isinstance(value, int):
            size = value
    if not kind or not 0 <= size <= _MOST_BLOCK:
        raise _NoPbfError
    return kind, size


def _unpacked(blob: bytes) -> bytes:
    found = dict(_fields(blob))
    if isinstance(raw := found.get(1), bytes):
        return raw
    if not isinstance(packed := found.get(3), bytes):
        raise _NoPbfError(Message("its blocks are packed in a way that is not read here"))
    try:
        return zlib.decompressobj().decompress(packed, _MOST_BLOCK)
    except zlib.error:
        raise _NoPbfError(Message("its first block cannot be unpacked")) from None


def _head(block: bytes) -> tuple[Box | None, dt.date | None]:
    box, date = None, None
    for number, value in _fields(block):
        match number, value:
            case 1, bytes():
                box = _box(value)
            case 4, bytes() if (needed := value.decode("utf-8", "replace")) not in _KNOWN:
                raise _NoPbfError(Message("it asks for '{needed}', which a map of today does not", needed=needed))
            case 32, int():
                date = _date(value)
            case _:
                pass
    return box, date


def _box(block: bytes) -> Box | None:
    sides = {number: _signed(value) * _NANO for number, value in _fields(block) if isinstance(value, int)}
    if not {1, 2, 3, 4} <= sides.keys():
        return None
    return Box(west=sides[1], south=sides[4], east=sides[2], north=sides[3])


def _signed(value: int) -> int:
    """A zigzag-coded number."""
    return (value >> 1) ^ -(value & 1)


def _date(seconds: int) -> dt.date | None:
    try:
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date()
    except (OverflowError, ValueError, OSError):
        return None


def _fields(block: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a protobuf message: field number, and value as integer or bytes."""
    at = 0
    while at < len(block):
        tag, at = _varint(block, at)
        kind = tag & 7
        if kind == _VARINT:
            value, at = _varint(block, at)
            yield tag >> 3, value
            continue
        if kind == _BYTES:
            length, at = _varint(block, at)
        elif kind in (_FIXED64, _FIXED32):
            length = 8 if kind == _FIXED64 else 4
        else:
            raise _NoPbfError
        if at + length > len(block):
            raise _NoPbfError
        yield tag >> 3, block[at : at + length]
        at += length


def _varint(block: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(block):
            raise _NoPbfError
        value |= (block[at] & 0x7F) << shift
        at += 1
        if not block[at - 1] & 0x80:
            return value, at
    raise _NoPbfError
