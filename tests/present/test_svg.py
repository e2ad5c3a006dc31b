from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from placement.present import svg


def test_text_and_attributes_are_escaped() -> None:
    drawn = svg.element("g", svg.text(1, 2, "<b> & \"c\" 'd'"), id='"><script>')
    again = ET.fromstring(svg.write(drawn))
    assert again.get("id") == '"><script>'
    assert again[0].text == "<b> & \"c\" 'd'"
    assert "<script" not in svg.write(drawn)


def test_signs_that_xml_cannot_hold_are_replaced() -> None:
    drawn = svg.write(svg.text(0, 0, "a\x00b\x1bc\ud800"))
    assert ET.fromstring(drawn).text == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c\N{REPLACEMENT CHARACTER}"


def test_content_keeps_its_order_and_nothing_is_left_out_but_none() -> None:
    drawn = svg.element("text", "a", svg.element("tspan", "b"), None, "c", "d")
    assert svg.write(drawn) == "<text>a<tspan>b</tspan>cd</text>"


def test_attributes_are_named_as_in_svg() -> None:
    drawn = svg.element("path", class_="land", stroke_width=1.25, fill=None, d="M0 0")
    assert svg.write(drawn) == '<path class="land" stroke-width="1.2" d="M0 0" />'


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (-0.001, "0"), (12, "12"), (12.34, "12.3"), (0.25, "0.25"), (100.0, "100")]
)
def test_numbers_are_short(value: float, written: str) -> None:
    assert svg.number(value) == written


@pytest.mark.parametrize(("interactive", "role"), [(False, "img"), (True, "group")])
def test_a_picture_has_a_name_and_a_description(interactive: bool, role: str) -> None:
    drawn = ET.fromstring(svg.write(svg.picture("one", "Name", "Words", 10, 20, interactive=interactive)))
    space = f"{{{svg.NAMESPACE}}}"
    assert drawn.get("role") == role
    assert drawn.find(f"{space}title[@id='{drawn.get('aria-labelledby')}']").text == "Name"  # type: ignore[union-attr]
    assert drawn.find(f"{space}desc[@id='{drawn.get('aria-describedby')}']").text == "Words"  # type: ignore[union-attr]
    assert drawn.get("viewBox") == "0 0 10 20"
