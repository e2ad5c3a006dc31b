"""The page as a tagged PDF, where WeasyPrint is installed."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from typing import Any

from placement.errors import UsageError
from placement.report.text import Voice


def check_pdf(say: Voice) -> None:
    """UsageError where the extra ``pdf`` is not installed; ask before a long solve."""
    if find_spec("weasyprint") is None:
        raise UsageError(say("usage.no_weasyprint"))


def pdf_of(page: str, say: Voice) -> bytes:
    """The page as PDF/UA; nothing is fetched.

    Raises:
        UsageError: WeasyPrint is not there, or lacks a library of the system.
    """
    check_pdf(say)
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    try:
        from weasyprint import HTML  # noqa: PLC0415 - an extra, and slow to begin
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except OSError as error:
        raise UsageError(say("usage.weasyprint_lacks", why=" ".join(str(error).split())[:200])) from error
    fetcher = URLFetcher(allowed_protocols=())
    made: Any = HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    return bytes(made)
