"""A sheet for each house, and for each hospital that gives visits away: the proposal on a page of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from placement.locale import N_, P_
from placement.present.parts import Grid, Head, Part, Sheet
from placement.present.screen.lines import printable
from placement.present.tables.columns import Cell, Table
from placement.present.words.quantities import Counts
from placement.present.words.voice import NOTHING, Voice
from placement.questions.proposal.views import LESS, TableView

CHANGE: dict[str, str] = {
    "new": N_("new"),
    "kept": N_("as today"),
    "closed": P_("sheet", "closes"),
}

PARTNER: dict[str, str] = {
    "committed": N_("{partner}: committed"),
    "interested": N_("{partner}: interested; does not count until committed"),
}
"""Words for a partner, by how far it has come."""

KIND: dict[str, str] = {
    "house": N_("Sheet for the house"),
    "hospital": N_("Sheet for the hospital"),
}
"""Words for a sheet, by the kind of its site."""

HEADING: dict[str, str] = {
    "function": N_("Offer"),
    "change": P_("sheet", "Change"),
    "days": N_("Days/week"),
    "visits": N_("Visits/year"),
    "visits_today": N_("Today"),
    "minimum": N_("Minimum"),
    "responsible": N_("Responsible"),
    "why": N_("Why"),
    "gained": N_("Difference"),
    "slack": N_("Room above the bound"),
    "released": N_("Staff cost, kr./year"),
    "stranded": N_("Left behind, kr./year"),
}
"""Headings of columns."""

Rows = Sequence[Mapping[str, Cell]]


def sheets(view: TableView, made: Mapping[str, Table]) -> dict[str, str]:
    """The sheets as Markdown by file name.

    Args:
        view: the solved scenario.
        made: its tables, whose rows of one site a sheet shows.
    """
    return {f"sheet_{sheet.name}.md": markdown(sheet) for sheet in site_sheets(view, made)}


def site_sheets(view: TableView, made: Mapping[str, Table], counts: Counts | None = None) -> list[Sheet]:
    """The sheets of houses and of hospitals that give visits away, in the order of the sites.

    Args:
        view: the solved scenario.
        made: its tables.
        counts: how visits are shown, and in what voice; None: exactly.
    """
    found = []
    for page in _every(view, made, counts):
        site, own = page.site, page.own
        if site["kind"] != "hospital" and _is_told(view, site):
            found.append(page.house())
        elif any(_number(row, "change_visits_per_year") < -LESS for row in own["hospitals"]):
            found.append(page.hospital())
    return found


def site_sheet(view: TableView, made: Mapping[str, Table], name: str) -> SiteSheet:
    """The sheet of the site with this id, whatever its kind."""
    return next(page for page in _every(view, made) if page.site["site"] == name)


def _every(view: TableView, made: Mapping[str, Table], counts: Counts | None = None) -> Iterator[SiteSheet]:
    rows = {name: [dict(zip(table.headings, row, strict=True)) for row in table.rows] for name, table in made.items()}
    for site in rows["sites"]:
        name = str(site["site"])
        own = {
            table: [row for row in told if name in (row.get("site"), row.get("hospital"))]
            for table, told in rows.items()
        }
        yield SiteSheet(view, own, site, counts)


def markdown(sheet: Sheet) -> str:
    """A sheet as Markdown."""
    lines = [f"# {_cell(sheet.title)}"]
    for text in sheet.texts:
        lines += ["", _cell(text)]
    for part in sheet.parts:
        lines += ["", f"## {part.heading}", "", *_part(part)]
    return "".join(f"{line}\n" for line in lines)


def _part(part: Part) -> Iterator[str]:
    yield from part.texts
    yield from (f"* {_cell(item)}" for item in part.items)
    if part.grid is not None and not part.grid.rows:
        yield part.grid.empty
    elif part.grid is not None:
        heads = [head.words for head in part.grid.heads]
        yield from (f"| {' | '.join(line)} |" for line in (heads, ["---"] * len(heads)))
        yield from (f"| {' | '.join(map(_cell, row))} |" for row in part.grid.rows)


def _cell(text: str) -> str:
    """Text on one line, with bars escaped, which would end a cell of a Markdown table."""
    return printable(text).replace("|", "\\|")


def _is_told(view: TableView, site: Mapping[str, Cell]) -> bool:
    """Whether a house gets a sheet: it is a candidate, or something is offered at it."""
    within = view.instance.scenario.sites[str(site["site"])].scope == "candidate"
    return within or bool(site["functions_today"]) or bool(site["functions"])


def _number(row: Mapping[str, Cell], name: str) -> float:
    """A number of a row; 0 where it is empty."""
    value = row[name]
    return float(value) if isinstance(value, int | float) else 0.0


class SiteSheet:
    """The sheet of one site, from its rows of every table."""

    def __init__(
        self, view: TableView, own: Mapping[str, Rows], site: Mapping[str, Cell], counts: Counts | None = None
    ) -> None:
        self.view, self.own, self.site, self.counts = view, own, site, counts
        self.say: Voice = counts.say if counts else view.screen.say

    def house(self) -> Sheet:
        """The sheet of a house: what it offers, needs and lacks."""
        return self._page("house", self._offers(), self.rooms_and_staff(), self.partners(), self.money(), self._close())

    def hospital(self) -> Sheet:
        """The sheet of a hospital: what it gives away, and what it keeps."""
        return self._page("hospital", self.gives(), self.sent(), self.money())

    def _page(self, kind: str, *parts: Part | None) -> Sheet:
        say, scenario = self.say, self.view.instance.scenario
        what = say(KIND[kind])
        about = say(
            "{scenario}. A calculated proposal, not a decision. Its numbers have a table of "
            "their own (assumptions.csv).",
            scenario=self.view.title(scenario.title),
        )
        texts = [f"{what}. {about}"]
        if scenario.about.not_in_model:
            texts.append(say(P_("sheet", "Not measured: {what}."), what="; ".join(scenario.about.not_in_model)))
        name, title = (str(self.site[key]) for key in ("site", "title"))
        return Sheet(name, title, kind, tuple(texts), tuple(part for part in parts if part is not None))

    def _grid(self, key: str, heads: Mapping[str, bool], rows: Sequence[Sequence[str]]) -> Part:
        """A table under its heading; ``heads`` says of each column whether it holds numbers."""
        heading = self.say(key)
        made = tuple(Head(self.say(HEADING[head]), right) for head, right in heads.items())
        caption = self.say("{what}: {place}", what=heading, place=str(self.site["title"]))
        return Part(heading, grid=Grid(caption, made, tuple(map(tuple, rows)), self.say("None.")))

    def _shown(self, value: Cell, decimals: int = 0) -> str:
        return self.say.number(float(value), decimals) if isinstance(value, int | float) else NOTHING

    def _visits(self, row: Mapping[str, Cell], name: str, *, ranged: bool = False) -> str:
        """Visits a year as this sheet shows them; with ``ranged`` as a range by that of the rate."""
        value = row[name]
        if self.counts is None or not isinstance(value, int | float):
            return self._shown(value)
        return self.counts.between(value, str(row["function"])) if ranged else self.counts(value)

    def _amount(self, value: Cell) -> str:
        return self._shown(value) if self.counts is None else self.say.about(float(value or 0), signed=True)

    def _offers(self) -> Part:
        offered = [row for row in self.own["recommendation"] if row["change"] != "none"]
        heads = {"function": False, "change": False}
        heads |= dict.fromkeys(("days", "visits", "visits_today", "minimum"), True)
        heads |= {"responsible": False, "why": False}
        return self._grid(N_("Offers"), heads, [self._offer(row) for row in offered])

    def _offer(self, row: Mapping[str, Cell]) -> list[str]:
        return [
            str(row["function_title"]),
            self.say(CHANGE[str(row["change"])]),
            self.say.short(_number(row, "days_per_week"), 2),
            self._visits(row, "visits_per_year", ranged=True),
            self._visits(row, "visits_today"),
            self._shown(row["min_visits_per_year"]),
            str(row["responsible"] or NOTHING),
            str(row["reason"]),
        ]

    def _close(self) -> Part:
        left_out = [row for row in self.own["recommendation"] if row["change"] == "none" and row["reason"]]
        rows = [[str(row["function_title"]), str(row["reason"])] for row in left_out]
        return self._grid(N_("What is not included, and why"), {"function": False, "why": False}, rows)

    def rooms_and_staff(self) -> Part:
        """Room-days and person-days, beside those that were free and those used today."""
        say, extra, free = self.say, self.site["room_days_extra_per_week"], self.site["room_days_free_per_week"]
        if isinstance(free, float):
            rooms = say(
                "Rooms: {extra} days a week beyond today; {free} were free.",
                extra=self._shown(extra, 1),
                free=self._shown(free, 1),
            )
        else:
            rooms = say(
                "Rooms: {extra} days a week beyond today; the scenario sets no limit.", extra=self._shown(extra, 1)
            )
        return Part(say("Rooms and staff"), items=(rooms, *self._staff()))

    def _staff(self) -> Iterator[str]:
        for row in self.own["staff"]:
            now, today = (self._shown(row[name], 1) for name in ("days_per_week", "days_today"))
            text = self.say(
                "{role}: {now} person-days a week (today {today})", role=row["role_title"], now=now, today=today
            )
            limit = row["extra_days_limit"]
            beyond = "" if limit is None else self.say("; at most {limit} beyond today", limit=self._shown(limit, 1))
            yield f"{text}{beyond}"

    def sent(self) -> Part | None:
        """Staff the hospital sends out; None where there is none."""
        return Part(self.say("Staff the hospital sends out"), items=tuple(self._staff())) if self.own["staff"] else None

    def partners(self) -> Part | None:
        """Partners in the house, and how certain each is; None where there are none."""
        partners = self.view.instance.scenario.sites[str(self.site["site"])].partners
        items = [
            self.say(PARTNER[status], partner=self.view.screen.item(partner)) for partner, status in partners.items()
        ]
        return Part(self.say("Partners"), items=tuple(items)) if items else None

    def money(self) -> Part:
        """Running cost and investment of the site, relative to today."""
        say = self.say
        running = say(
            "Running cost of {the_own_payer}: {money} kr. a year",
            money=say.money(_number(self.site, "operating_per_year"), signed=True),
        )
        return Part(
            say("Money, relative to today"),
            items=(running, say("Investment: {money} kr.", money=say.money(_number(self.site, "investment")))),
        )

    def gives(self) -> Part:
        """The table of visits that move away from the hospital and to it, by function."""
        visits = {
            "visits_today": "visits_today",
            "visits": "visits_per_year",
            "gained": "change_visits_per_year",
            "slack": "retained_slack_visits_per_year",
        }
        money = {"released": "released_cost_per_year", "stranded": "stranded_cost_per_year"}
        moved = [row for row in self.own["hospitals"] if abs(_number(row, "change_visits_per_year")) > LESS]
        rows = [
            [
                str(row["function_title"]),
                *(self._visits(row, name) for name in visits.values()),
                *(self._amount(row[name]) for name in money.values()),
            ]
            for row in moved
        ]
        return self._grid(
            N_("What the hospital gives and gets"), {"function": False, **dict.fromkeys([*visits, *money], True)}, rows
        )
