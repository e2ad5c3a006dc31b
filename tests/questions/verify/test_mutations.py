"""Whatever is changed in a folder that this program wrote, ``verify`` sees it, also where the manifest counts it.

A sample of the changes is made here. ``PLACEMENT_VERIFY=40`` makes forty to each file, ``PLACEMENT_VERIFY=all``
every one there is, which takes hours.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from placement.cli import run
from placement.errors import ResultError
from placement.present.folder.manifest import DIGEST, sealed
from placement.questions.verify.study import verify
from tests.helpers.answers import sheet
from tests.questions.verify.mutations import MANIFEST, Mutation, apply, every, sample

pytestmark = pytest.mark.slow

WANTED = os.environ.get("PLACEMENT_VERIFY", "")
FEW = 4
"""Changes of a folder, where nothing else is asked for."""
ANSWERS = {"Anne": "yyn", "Bo": "nyn", "Cecilie": "y.."}
PAIR = ("lunge_amb", "sh_lemvig")
COMMANDS: dict[str, list[str]] = {
    "solve": ["solve", "scenarios/profiler", "--profiles", "--alternatives", "--confirm", "--lang", "en"],
    "options": [
        *("solve", "scenarios/hjemme", "--variant", "hjemmebehandling", "--csv", "excel-da", "--suppress-below", "5"),
        *(
            "--method",
            "balanced",
            "--weights",
            "citizen=2,quality=1,economy=1",
            "--set",
            "policy.max_changes=5",
            "--seed",
            "3",
        ),
    ],
    "prices": ["solve", "scenarios/profiler", "--profiles", "--price", "3", "--gap-money", "50"],
    "phases": ["solve", "scenarios/etaper"],
    "every variant": ["compare", "scenarios/profiler"],
    "compare": ["compare", "scenarios/hjemme", "--variant", "hjemmebehandling,opstart", "--tips"],
    "tradeoff": ["tradeoff", "scenarios/lukning"],
    "all plans": ["tradeoff", "scenarios/profiler", "--all"],
    "robust": ["robust", "scenarios/hjemme", "--draws", "2", "--numbers", "3"],
    "pairs": ["explain", "scenarios/lemvig-foerste"],
    "explain": ["explain", "scenarios/lemvig-foerste", *PAIR, "--variant", "hoejere_krav"],
    "drafts": ["drafts", "OLD", "NEW", "--put-back"],
    "ballots": ["ballots", "scenarios/profiler", "BALLOTS"],
}
CANNOT_BE_RECOMPUTED = re.compile(
    r"(result|compare|drafts|explain|pairs|robust)\.json (alternatives\.\d+\.|proposal\.)?"
    r"(seconds\.\w+|confirmation\..*|scale\.rows\.\d\.\w+|scale\.(ideal|nadir|unit)\.\w+|scale\.proven|stopped"
    r"|formulation_reason|undominated|ties\..*|ties)$"
    r"|tradeoff\.json (seconds|solves|open_zones|points_\w+|spacing|reached_spacing|complete|stopped|step\.\w+"
    r"|scale\..*|asked|unproven_\w+|steps\.\d+\.unproven|formulation|proven)$"
    r"|(pairs|explain|robust|ballots|drafts)\.json "
    r"(seconds|time_limit|stopped|solves|cpu_seconds_in_worlds|design\.\w+|put_back\..*|price\.repairs\..*|price\.gap"
    r"|price\.status|plans_\w+|worlds_\w+|numbers_\w+|functions_in_doubt|never_in_a_plan|rests_on_one_person"
    r"|weights\.\d+\.\w+|complete|ends_proven|steps\.\d+\.unproven_per_year"
    r"|variants\..*|old\..*|new\..*|worlds\.\d+\.values\..*|tips\..*)$"
    r"|compare\.json tips\..*$"
    r"|manifest\.json (old|new)\..*$"
)
"""What only the solver, the clock or the user knew: seen by the fingerprints, unless these are all made anew."""


@pytest.fixture(scope="module", params=COMMANDS)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("mutations")
    for name, more in (("OLD", []), ("NEW", ["--variant", "opstart"])):
        if name in COMMANDS[request.param]:
            assert run(["solve", "scenarios/hjemme", *more, "--out", str(place / name), "--quiet"]) == 0
    (place / "BALLOTS").write_text(sheet("profiler", ANSWERS), encoding="utf-8")
    words = [str(place / word) if word in ("OLD", "NEW", "BALLOTS") else word for word in COMMANDS[request.param]]
    assert run([*words, "--out", str(place / "made")]) == 0
    return place / "made"


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    shutil.copytree(written, tmp_path / "made")
    return tmp_path / "made"


def chosen(folder: Path) -> list[Mutation]:
    """The changes to make: a few of the whole folder, so many of each file, or all."""
    names = sorted(entry.name for entry in folder.iterdir() if entry.name != "tradeoff.state.json")
    if WANTED == "all":
        return [change for name in names for change in every(folder, name)]
    if WANTED:
        return [change for name in names for change in sample(folder, name, int(WANTED))]
    some = random.Random(folder.name).sample(names, min(FEW, len(names)))
    return [change for name in some for change in sample(folder, name, 1, seed=len(names))]


def differs(folder: Path) -> bool:
    """Whether anything is found; a manifest that lacks a part is refused in a sentence."""
    try:
        return bool(verify(folder))
    except ResultError:
        return True


def test_an_untouched_folder_agrees(written: Path) -> None:
    assert [str(each) for each in verify(written)] == []


def test_every_change_is_seen_though_the_manifest_counts_it(folder: Path) -> None:
    missed = []
    for change in chosen(folder):
        undo = apply(folder, change)
        if not differs(folder) and not CANNOT_BE_RECOMPUTED.match(str(change)):
            missed.append(str(change))
        undo()
    assert missed == []


def test_what_cannot_be_recomputed_is_seen_by_the_fingerprints(folder: Path) -> None:
    """The file's fingerprint made anew, but not the manifest's own."""
    names = [entry.name for entry in folder.glob("*.json") if entry.name not in (MANIFEST, "tradeoff.state.json")]
    for change in [one for name in names for one in every(folder, name) if CANNOT_BE_RECOMPUTED.match(str(one))][:2]:
        before = (folder / MANIFEST).read_bytes()
        undo = apply(folder, change)
        refitted = json.loads((folder / MANIFEST).read_bytes())
        (folder / MANIFEST).write_text(json.dumps({**refitted, DIGEST: json.loads(before)[DIGEST]}), encoding="utf-8")
        assert (MANIFEST, "digest") in {(each.file, each.column) for each in verify(folder)}, change
        undo()


def test_every_part_of_the_manifest_is_held_by_its_own_fingerprint(folder: Path) -> None:
    """What is changed there is a difference; without a part the folder may be refused, in a sentence that names it."""
    changes = list(every(folder, MANIFEST, seal=False))
    for change in changes if WANTED else random.Random(1).sample(changes, FEW):
        (folder / MANIFEST).write_bytes(change.make())
        if change.place.endswith(" gone"):
            assert differs(folder), change
        else:
            assert (MANIFEST, "digest") in {(each.file, each.column) for each in verify(folder)}, change


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut off": lambda content: content[: len(content) // 2],
    "binary": lambda content: b"\xff\x00\xfe" + content,
    "a list": lambda _: b"[]",
    "a number": lambda _: b"7",
    "deep": lambda _: b"[" * 200_000,
    "infinite": lambda content: re.sub(rb"\d+\.\d+", b"1e999", content),
    "huge": lambda content: re.sub(rb": \d+", b": " + b"9" * 400, content),
    "text for numbers": lambda content: re.sub(rb": \d+(\.\d+)?", b': "x"', content),
    "lists for maps": lambda content: re.sub(rb": \{", b': [], "other": {', content),
    "nothing for lists": lambda content: re.sub(rb": \[", b': null, "other": [', content),
    "negative": lambda content: re.sub(rb": (\d)", rb": -\1", content),
}


def test_malformed_files_end_in_a_difference_or_a_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = sorted(entry.name for entry in folder.iterdir() if entry.name != "tradeoff.state.json")
    pairs = [(name, how) for name in names for how in BROKEN]
    documents = [pair for pair in pairs if pair[0].endswith("json")]
    few = [*random.Random(folder.name).sample(documents, FEW), *random.Random(folder.name).sample(pairs, 2)]
    for name, how in pairs if WANTED else few:
        content = (folder / name).read_bytes()
        undo = apply(folder, Mutation(name, how, partial(BROKEN[how], content)), refit=name != MANIFEST)
        if (folder / name).read_bytes() != content:
            assert run(["verify", str(folder), "--lang", "en"]) in (2, 7), (name, how)
            told = capsys.readouterr()
            assert name in "".join((told.out + told.err).split()), (name, how, told)
        undo()


def test_a_file_that_is_a_folder_a_pipe_or_a_loop_is_told(folder: Path) -> None:
    name = next(iter(sorted(entry.name for entry in folder.glob("*.csv"))))
    (folder / name).unlink()
    (folder / name).mkdir()
    assert (name, "no file") in {(each.file, each.seen) for each in verify(folder)}
    (folder / MANIFEST).unlink()
    os.mkfifo(folder / MANIFEST)
    with pytest.raises(ResultError, match="it is a pipe"):
        verify(folder)


def test_no_file_outside_the_folder_is_read(folder: Path) -> None:
    told = json.loads((folder / MANIFEST).read_bytes())
    told["outputs"]["../../secret"] = "0" * 64
    (folder / MANIFEST).write_text(json.dumps(sealed(told)), encoding="utf-8")
    assert {(each.file, each.column.split(".")[0]) for each in verify(folder)} == {(MANIFEST, "outputs")}
