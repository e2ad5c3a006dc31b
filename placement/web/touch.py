"""The sheet about what is touched on a page: an area or site on the map, a group, or a step of the staircase."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

from placement.present.parts import Part
from placement.web.solving.jobs import Job
from placement.web.solving.messages import Account, StepTold
from placement.web.what_ifs import Address, Controls, Pair
from placement.web.words import Words

_LINK = re.compile(r'href="\?')
_OUTLINE = re.compile(r'<path class="map-outline"[^>]*/>')


def led(drawn: str, address: Address) -> str:
    """A map of ``placement.web.places.draw_touched`` with links of the page at an address, the touched place marked."""
    query = html.escape(address.touching().query)
    kind, name = address.touched or ("", "")
    at = html.escape(name)
    outline, own = f'id="map-around-{at}"', f'id="map-{"of" if kind == "area" else "at"}-{at}"'
    made = _OUTLINE.sub(lambda found: found[0] if kind == "area" and outline in found[0] else "", drawn)
    made = _LINK.sub(f'href="/?{query}&amp;' if query else 'href="/?', made)
    return made.replace(own, f'{own} aria-current="true"') if name else made


@dataclass(frozen=True, eq=False)
class Sheet:
    """The sheet about what is touched on one page, and the links to all else that can be.

    Attributes:
        controls: of the scenario; ``address``: of the page; ``words``: in its language.
        job: makes the content, under way or done.
    """

    controls: Controls
    address: Address
    words: Words
    job: Job | None = None

    @property
    def about(self) -> Pair:
        """Kind and id of what is touched; two empty texts where nothing is."""
        return self.address.touched or ("", "")

    @property
    def told(self) -> tuple[Part, ...]:
        """The content; empty before it is known."""
        told = self.job.told if self.job is not None else None
        return told.told[self.words.say.language] if isinstance(told, Account) else ()

    @property
    def is_coming(self) -> bool:
        """Whether the content is still under way."""
        return not self.told and (self.job is None or self.job.state in ("waiting", "running", "aside"))

    @property
    def step(self) -> StepTold | None:
        """The content for a step; None for anything else."""
        return self.job.told if self.job is not None and isinstance(self.job.told, StepTold) else None

    @property
    def is_missing(self) -> bool:
        """Whether the address names a step that does not exist."""
        return self.step is not None and not self.step.price

    @property
    def title(self) -> str:
        """Title of the touched area, site, group or step."""
        (kind, name), say = self.about, self.words.say
        if kind == "area":
            return self._area(name)
        if kind == "site":
            return self.words.site(name)
        if kind == "step":
            price = self.step.price.get(say.language) if self.step is not None else None
            return say("The step at {money} kr. a minute", money=price or say.exact_price(float(name), 4))
        return name

    def _area(self, name: str) -> str:
        return self.controls.scenario.areas.rows[name].name or name

    @property
    def belongs(self) -> tuple[str, str] | None:
        """The group that an area or a site belongs to, and a link to it; None where it belongs to none."""
        (kind, name), groups = self.about, self.controls.groups
        if kind == "area":
            found = next((group for group, areas in groups.items() if name in areas), "")
        else:
            found = self.controls.scenario.sites[name].municipality if kind == "site" else ""
        return (found, self.group(found)) if found in groups else None

    def group(self, name: str) -> str:
        """Link to the sheet of a group of areas; maps and lists of that page are limited to the group."""
        return replace(self.address.touching("group", name), within=name).link()

    @property
    def everywhere(self) -> str:
        """Link to the page whose maps and lists are not limited to a group."""
        return self._keeping_to("")

    def _keeping_to(self, group: str) -> str:
        """The page whose maps and lists keep to a group; the sheet of another group is closed."""
        touched = self.address.touched if self.about[0] != "group" else None
        return replace(self.address, touched=touched, within=group).link()

    @property
    def closed(self) -> str:
        """Link to the page without the sheet."""
        return self.address.touching().link()

    def link(self, key: str) -> str:
        """Link of a table's row by its key; empty: none."""
        kind, _, name = key.partition(" ")
        if kind == "why":
            function, _, site = name.partition(".")
            return replace(self.address, at=(function, site)).link("/why")
        if kind == "within":
            return replace(self.address, within=name).link()
        return self.address.touching(kind, name).link() if kind else ""

    # ---- lists

    @property
    def groups(self) -> list[tuple[str, str, bool]]:
        """Name, link and whether it is the current one, of each group of areas."""
        return [(name, self.group(name), name == self.address.within) for name in self.controls.groups]

    @property
    def kept_to(self) -> list[tuple[str, str, bool]]:
        """The same groups, and the page that keeps to each without its sheet."""
        return [(name, self._keeping_to(name), name == self.address.within) for name in self.controls.groups]

    @property
    def areas(self) -> list[tuple[str, str]]:
        """Name and link of each area of the current group; of all where there are no groups."""
        groups = self.controls.groups
        shown = groups.get(self.address.within, ()) if groups else tuple(self.controls.scenario.areas.rows)
        return sorted((self._area(name), self.address.touching("area", name).link()) for name in shown)

    @property
    def sites(self) -> list[tuple[str, str]]:
        """Name and link of each site; of the current group alone where sites name a municipality."""
        group, sites = self.address.within, self.controls.scenario.sites
        shown = [name for name, site in sites.items() if not group or site.municipality == group]
        return [(self.words.site(name), self.address.touching("site", name).link()) for name in shown]

    # ---- a step is kept, or struck out

    @property
    def decidable(self) -> list[tuple[str, str]]:
        """Form value and words of each offer that the step opens or closes."""
        step, say = self.step, self.words.say
        if step is None:
            return []
        return [
            *((f"in {'.'.join(pair)}", say("comes in: {pair}", pair=self.words.pair(pair))) for pair in step.opened),
            *((f"out {'.'.join(pair)}", say("goes out: {pair}", pair=self.words.pair(pair))) for pair in step.closed),
        ]
