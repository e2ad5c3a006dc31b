"""Options of a command given as keywords by a program: the same words, limits and faults as on the command line."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import click

from placement.console.command import call_of
from placement.console.endings import usage_words
from placement.errors import Message, UsageError
from placement.locale import SOURCE
from placement.present.words.voice import Voice

NOT_FOR_PROGRAMS = frozenset({"csv", "debug", "help", "json", "out", "questions", "quiet"})
"""Options about a terminal, or about files, which are written when somebody asks for that."""
_OPTION = re.compile(r"--([a-z]+(?:-[a-z]+)*)")


def keywords_of(command: click.Command) -> dict[str, click.Option]:
    """The options of a command by their keywords: ``--time-limit`` is ``time_limit``."""
    options = [param for param in command.params if isinstance(param, click.Option)]
    named = {max(each.opts, key=len).lstrip("-").replace("-", "_"): each for each in options}
    return {keyword: option for keyword, option in named.items() if keyword not in NOT_FOR_PROGRAMS}


def asked(
    command: click.Command, places: Sequence[str | os.PathLike[str]], keywords: Mapping[str, object]
) -> dict[str, Any]:
    """What the request of a command takes, with the command line that asks the same.

    Args:
        command: the command.
        places: its arguments: paths, and ids.
        keywords: its options; None is as if not given, a mapping or a sequence several values.

    Raises:
        TypeError: there is no such keyword.
        UsageError: a value cannot be, or a path is not there.
    """
    options, named = keywords_of(command), [os.fspath(place) for place in places]
    for keyword in keywords:
        if keyword not in options:
            near = get_close_matches(keyword, options, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(sorted(options))}."
            raise TypeError(f"{command.name}() got an unexpected keyword argument '{keyword}'; {hint}")
    args = [arg for keyword, value in keywords.items() for arg in _written(keyword, options[keyword], value)]
    say, line = Voice(SOURCE), ["placement", str(command.name), *named, *args]
    try:
        with command.make_context(f"placement {command.name}", [*args, "--", *named], obj=say) as ctx:
            ctx.meta["placement.command"] = shlex.join(line)
            return {**call_of(ctx), **ctx.params}
    except click.UsageError as error:
        raise UsageError(in_keywords(usage_words(error, say))) from None


def in_keywords(text: str) -> str:
    """A sentence about options as a program names them: ``--time-limit`` becomes ```time_limit```."""
    return _OPTION.sub(lambda option: f"`{option[1].replace('-', '_')}`", text)


def _written(keyword: str, option: click.Option, value: object) -> Iterator[str]:
    """A keyword as arguments of the command line."""
    name = max(option.opts, key=len)
    if value is None or (option.is_flag and value is False):
        return
    if option.is_flag:
        if value is not True:
            raise UsageError(Message("`{keyword}` is True or False, not {value}.", keyword=keyword, value=repr(value)))
        yield name
    elif option.multiple:
        for each in _pairs(value) if isinstance(value, Mapping) else _several(value):
            yield f"{name}={each}"
    elif isinstance(value, Mapping):
        yield f"{name}={','.join(f'{key}={each}' for key, each in value.items())}"
    else:
        yield f"{name}={','.join(_several(value))}"


def _pairs(values: Mapping[Any, Any]) -> Iterator[str]:
    """``path=value`` of each, the value as YAML reads it."""
    for path, value in values.items():
        try:
            yield f"{path}={json.dumps(value, ensure_ascii=False, allow_nan=False)}"
        except (TypeError, ValueError):
            raise UsageError(
                Message(
                    "`set` cannot make {path} {value}; give a text, a number, True, False, None, a list or a dict.",
                    path=path,
                    value=repr(value),
                )
            ) from None


def _several(value: object) -> list[str]:
    """The texts of a value, or of several."""
    return [str(value)] if isinstance(value, str) or not isinstance(value, Sequence) else list(map(str, value))
