"""A sheet for each house, and one for each hospital that gives visits away: their own page of the proposal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from placement.report.columns import Cell, Table
from placement.report.tables import printable
from placement.report.text import NOTHING, Voice
from placement.report.view import LESS, View

Rows = Sequence[Mapping[str, Cell]]


def sheets(view: View, made: Mapping[str, Table]) -> dict[str, str]:
    """Pages in Markdown by file name.

    Args:
        view: the solved scenario.
        made: its tables; a sheet says what they say, for one site.
    """
    rows = {name: [dict(zip(table.headings, row, strict=True)) for row in table.rows] for name, table in made.items()}
    pages = {}
    for site in rows["sites"]:
        name = str(site["site"])
        own = {
            table: [row for row in found if name in (row.get("site"), row.get("hospital"))]
            for table, found in rows.items()
        }
        page = _Sheet(view, own, site)
        if site["kind"] != "hospital" and _is_told(view, site):
            pages[f"sheet_{name}.md"] = page.house()
        elif any(_number(row, "change_visits_per_year") < -LESS for row in own["hospitals"]):
            pages[f"sheet_{name}.md"] = page.hospital()
    return pages


def _is_told(view: View, site: Mapping[str, Cell]) -> bool:
    """Whether a house is a candidate, or something stands there."""
    within = view.instance.scenario.sites[str(site["site"])].scope == "candidate"
    return within or bool(site["functions_today"]) or bool(site["functions"])


def _number(row: Mapping[str, Cell], name: str) -> float:
    """A number of a row; 0 where it is empty."""
    value = row[name]
    return float(value) if isinstance(value, int | float) else 0.0


class _Sheet:
    """One site's rows of every table, and its page."""

    def __init__(self, view: View, own: Mapping[str, Rows], site: Mapping[str, Cell]) -> None:
        self.view, self.own, self.site = view, own, site
        self.say: Voice = view.screen.say

    def house(self) -> str:
        """What a house offers, needs and lacks."""
        parts = (self._head("house"), self._offers(), self._resources(), self._partners(), self._money(), self._close())
        return "".join(f"{line}\n" for part in parts for line in part)

    def hospital(self) -> str:
        """What a hospital gives away, and what it keeps."""
        parts = (self._head("hospital"), self._gives(), self._staff_sent(), self._money())
        return "".join(f"{line}\n" for part in parts for line in part)

    def _head(self, kind: str) -> Iterator[str]:
        say, scenario = self.say, self.view.instance.scenario
        yield f"# {_cell(self.site['title'])}"
        yield ""
        yield f"{say(f'sheet.{kind}')}. {say('sheet.about', scenario=_cell(self.view.title(scenario.title)))}"
        if scenario.about.not_in_model:
            yield ""
            yield say("sheet.not_in_model", what=_cell("; ".join(scenario.about.not_in_model)))

    def _heading(self, key: str) -> tuple[str, ...]:
        return "", f"## {self.say(key)}", ""

    def _table(self, heads: Iterable[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
        if not rows:
            yield self.say("sheet.none")
            return
        heads = tuple(self.say(f"sheet.{head}") for head in heads)
        yield from (f"| {' | '.join(line)} |" for line in (heads, ["---"] * len(heads), *rows))

    def _shown(self, value: Cell, decimals: int = 0) -> str:
        return self.say.number(float(value), decimals) if isinstance(value, int | float) else NOTHING

    def _offers(self) -> Iterator[str]:
        offered = [row for row in self.own["recommendation"] if row["change"] != "none"]
        yield from self._heading("sheet.offers")
        heads = ("function", "change", "days", "visits", "visits_today", "minimum", "responsible", "why")
        yield from self._table(heads, [self._offer(row) for row in offered])

    def _offer(self, row: Mapping[str, Cell]) -> list[str]:
        return [
            _cell(row["function_title"]),
            self.say(f"sheet.change.{row['change']}"),
            self.say.short(_number(row, "days_per_week"), 2),
            *(self._shown(row[name]) for name in ("visits_per_year", "visits_today", "min_visits_per_year")),
            _cell(row["responsible"]) or NOTHING,
            _cell(row["reason"]),
        ]

    def _close(self) -> Iterator[str]:
        left_out = [row for row in self.own["recommendation"] if row["change"] == "none" and row["reason"]]
        yield from self._heading("sheet.close")
        yield from self._table(
            ("function", "why"), [[_cell(row["function_title"]), _cell(row["reason"])] for row in left_out]
        )

    def _resources(self) -> Iterator[str]:
        say, extra, free = self.say, self.site["room_days_extra_per_week"], self.site["room_days_free_per_week"]
        yield from self._heading("sheet.room")
        if isinstance(free, float):
            yield f"* {say('sheet.rooms.limited', extra=self._shown(extra, 1), free=self._shown(free, 1))}"
        else:
            yield f"* {say('sheet.rooms.free', extra=self._shown(extra, 1))}"
        yield from self._staff()

    def _staff(self) -> Iterator[str]:
        for row in self.own["staff"]:
            now, today = (self._shown(row[name], 1) for name in ("days_per_week", "days_today"))
            text = self.say("sheet.staff", role=_cell(row["role_title"]), now=now, today=today)
            limit = row["extra_days_limit"]
            yield f"* {text}{'' if limit is None else self.say('sheet.staff.limit', limit=self._shown(limit, 1))}"

    def _staff_sent(self) -> Iterator[str]:
        if self.own["staff"]:
            yield from self._heading("sheet.sent")
            yield from self._staff()

    def _partners(self) -> Iterator[str]:
        partners = self.view.instance.scenario.sites[str(self.site["site"])].partners
        if partners:
            yield from self._heading("sheet.partners")
        for partner, status in partners.items():
            yield f"* {self.say(f'sheet.partner.{status}', partner=_cell(self.view.screen.item(partner)))}"

    def _money(self) -> Iterator[str]:
        say = self.say
        yield from self._heading("sheet.money")
        yield f"* {say('sheet.operating', dkk=say.about(_number(self.site, 'operating_dkk_per_year'), signed=True))}"
        yield f"* {say('sheet.investment', dkk=say.about(_number(self.site, 'investment_dkk')))}"

    def _gives(self) -> Iterator[str]:
        heads = ("function", "visits_today", "visits", "gained", "slack", "released", "stranded")
        columns = (
            "visits_today",
            "visits_per_year",
            "change_visits_per_year",
            "retained_slack_visits_per_year",
            "released_dkk_per_year",
            "stranded_dkk_per_year",
        )
        moved = [row for row in self.own["hospitals"] if abs(_number(row, "change_visits_per_year")) > LESS]
        yield from self._heading("sheet.gives")
        yield from self._table(
            heads, [[_cell(row["function_title"]), *(self._shown(row[name]) for name in columns)] for row in moved]
        )


def _cell(text: Cell) -> str:
    """Text on one line that ends no cell of a table."""
    return printable(str(text or "")).replace("|", "\\|")
