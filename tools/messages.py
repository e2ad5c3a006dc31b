"""The catalogues of ``placement/locale``: texts gathered from the code, catalogues brought up to date and compiled.

``python -m tools.messages`` (``make messages``) keeps every translation whose English text is unchanged, adds new texts
without one, and drops what nobody says any more. Texts that changed are new texts: nothing is guessed.
"""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from placement.locale import DOMAIN, FOLDER

PACKAGE = Path(__file__).parents[1] / "placement"
METHODS = [("**.py", "python"), ("**.j2", "jinja2.ext.babel_extract")]
KEYWORDS = {
    "say": None,
    "_say": None,
    "voice": None,
    "some": (1, 2),
    "N_": None,
    "NN_": (1, 2),
    "P_": ((1, "c"), 2),
    "Message": None,
    "refusal": None,
    "reject": None,
}
"""The calls whose texts are said; ``P_`` has a context first."""
_MAKER = b'"Generated-By'
"""The line with Babel's own version, which would change the file where no text does."""
OPTIONS = {"**.j2": {"trim_blocks": "True", "lstrip_blocks": "True"}}


def gathered() -> Catalog:
    """Every text in the code, with the files it stands in.

    Raises:
        ValueError: two plurals for one text.
    """
    found = Catalog(project="placement", charset="utf-8")
    with contextlib.redirect_stderr(io.StringIO()):  # of f-strings, which are values that are filled in, never texts
        texts = list(extract_from_dir(PACKAGE, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=["translators:"]))
    for file, _line, text, comments, context in texts:
        found.add(text, locations=[(f"placement/{file}", None)], auto_comments=comments, context=context)
    for message in found:
        message.locations = sorted(set(message.locations))
        message.flags.discard("python-format")  # names in braces, never per cent
    return found


def languages() -> list[str]:
    """The languages that have a catalogue."""
    return sorted(path.name for path in FOLDER.iterdir() if (path / "LC_MESSAGES").is_dir())


def file_of(language: str) -> Path:
    """Where a translator works."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(language: str) -> Catalog:
    """The catalogue of a language as it is in its file."""
    with file_of(language).open("rb") as source:
        return read_po(source, language, abort_invalid=True)


def updated(language: str, texts: Catalog) -> Catalog:
    """The catalogue with just the texts that are said; each keeps its translation."""
    own = read(language)
    made = own.creation_date
    own.update(texts, no_fuzzy_matching=True)
    own.creation_date = made  # of the file: nothing else would differ where no text does
    own.obsolete.clear()
    return own


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as a translator reads it, in the order of the files."""
    into = io.BytesIO()
    write_po(into, catalogue, width=120, sort_by_file=True, include_lineno=False)
    return b"".join(line for line in into.getvalue().splitlines(keepends=True) if not line.startswith(_MAKER))


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    into = io.BytesIO()
    write_mo(into, catalogue)
    return into.getvalue()


def main() -> None:
    """Bring every catalogue up to date, and say how many texts still lack a translation."""
    texts = gathered()
    for language in languages():
        catalogue = updated(language, texts)
        file_of(language).write_bytes(as_po(catalogue))
        file_of(language).with_suffix(".mo").write_bytes(as_mo(catalogue))
        lacking = sum(not all(text_of(message.string)) for message in catalogue if message.id)
        print(f"{language}: {len(catalogue)} texts, {lacking} without a translation")


def text_of(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """A translation as one text or several plurals; of a text that is new an empty one."""
    return tuple(string) if isinstance(string, tuple | list) else (string or "",)


if __name__ == "__main__":
    main()
