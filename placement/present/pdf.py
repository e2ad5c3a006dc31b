"""PDF of a page, tagged for screen readers; no address is fetched."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from typing import Any

from placement.errors import UsageError
from placement.present.svg import TITLE_AND_DESCRIPTION
from placement.present.words.voice import Voice


def check_pdf(say: Voice) -> None:
    """Raise UsageError where the extra ``pdf`` is not installed; call it before a long solve."""
    if find_spec("weasyprint") is None:
        raise UsageError(
            say(
                "PDF needs WeasyPrint; in your copy of the program: pip install '.[pdf]'. A "
                "browser can print the page too."
            )
        )


def pdf_of(page: str, say: Voice) -> bytes:
    """The page as PDF/UA.

    Raises:
        UsageError: WeasyPrint is not installed, or a system library it needs.
    """
    check_pdf(say)
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    try:
        from weasyprint import HTML  # noqa: PLC0415 - an extra, and slow to begin
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except OSError as error:
        raise UsageError(
            say(
                "WeasyPrint lacks a system library ({why}). On Debian: apt-get install libpangoft2-1.0-0.",
                why=" ".join(str(error).split())[:200],
            )
        ) from error
    fetcher = URLFetcher(allowed_protocols=())
    told = TITLE_AND_DESCRIPTION.sub(r"\1. \3\2\3", page)  # in a PDF the title of a picture is its alternative text
    made: Any = HTML(string=told, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    return bytes(made)
