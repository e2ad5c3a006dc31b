"""The page as a PDF without a browser."""

from __future__ import annotations

import importlib.util
import io

import pytest
from pypdf import PdfReader

from placement.errors import UsageError
from placement.present.words.voice import Voice
from placement.questions.report.run import pdf_of
from tests.questions.proposal.test_page import page


def test_it_is_a_tagged_a4_paper() -> None:
    try:
        made = pdf_of(page(), Voice())
    except UsageError as error:
        pytest.skip(str(error))
    paper = PdfReader(io.BytesIO(made))
    root = paper.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "da"
    assert {tuple(round(float(side)) for side in sheet.mediabox.upper_right) for sheet in paper.pages} == {(595, 842)}
    assert "Prøve: hospitalsfunktioner" in paper.pages[0].extract_text()


def test_nothing_is_fetched_while_it_is_made() -> None:
    try:
        assert pdf_of('<!doctype html><html lang="da"><title>x</title><img alt="" src="file:///etc/hostname">', Voice())
    except UsageError as error:
        pytest.skip(str(error))


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr("placement.present.pdf.find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"pip install '\.\[pdf\]'"):
        pdf_of("<p>", Voice("en"))
