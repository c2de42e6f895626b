"""Configs as people write them: read from YAML or JSON, with their relative paths made absolute."""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from .contract import contract
from .errors import ConfigError

_ADDRESS = re.compile(r"^[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_GLOB = re.compile(r"[*?{}\[\]()!]")


class _CoreLoader(yaml.SafeLoader):
    """YAML 1.2's core schema, as Tunesmith's own command reads it: `no` and `2026-11-29` are texts, `1e-5` is a number."""


_CoreLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("tag:yaml.org,2002:bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("tag:yaml.org,2002:int", r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", list("-+0123456789")),
    (
        "tag:yaml.org,2002:float",
        r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$",
        list("-+0123456789."),
    ),
):
    _CoreLoader.add_implicit_resolver(_tag, re.compile(_pattern), _first)


def _int(loader: _CoreLoader, node: yaml.ScalarNode) -> int:
    text = str(loader.construct_scalar(node))
    return int(text, 0) if text[:2] in ("0o", "0x") else int(text, 10)


def _map(loader: _CoreLoader, node: yaml.MappingNode) -> dict[str, Any]:
    # Also of an anchor that holds itself: YAML allows it, JSON has no place for it.
    loader.flatten_mapping(node)
    made: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        if key in made:
            line = key_node.start_mark.line + 1
            raise ConfigError([f'line {line}: the key "{key}" is there twice; keep one of them'])
        made[key] = loader.construct_object(value_node, deep=True)
    return made


_CoreLoader.add_constructor("tag:yaml.org,2002:int", _int)
_CoreLoader.add_constructor("tag:yaml.org,2002:map", _map)


def read_config(config: str | os.PathLike[str] | Mapping[str, Any]) -> dict[str, Any]:
    """
    A config to be sent to a workflow. Of a file, relative paths start at its folder; of a mapping, at the working
    directory. Whether it is right is checked by the build's first step.
    """
    if isinstance(config, Mapping):
        return resolve_paths(dict(config), Path.cwd())
    path = Path(config)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(["there is no such file"], str(path)) from None
    except UnicodeDecodeError:
        raise ConfigError(["is not UTF-8 text; save it as UTF-8"], str(path)) from None
    except OSError as error:
        raise ConfigError([f"cannot be read ({error.strerror})"], str(path)) from None
    try:
        # A subclass of SafeLoader: it makes plain values only.
        value: object = yaml.load(text, Loader=_CoreLoader)  # noqa: S506
    except ConfigError as error:
        raise ConfigError(error.findings, str(path)) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark is not None else 1
        raise ConfigError([f"line {line}: not valid YAML: {error.problem}"], str(path)) from None
    except yaml.YAMLError as error:
        raise ConfigError([f"not valid YAML: {error}"], str(path)) from None
    if not isinstance(value, dict):
        raise ConfigError(['a config is a set of keys such as "recipe: generate"'], str(path))
    return resolve_paths(value, path.resolve().parent)


def resolve_paths(value: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The config with its relative paths made absolute, by the fields that the contract names."""
    made: dict[str, Any] = copy.deepcopy(dict(value))
    paths = contract()["paths"]
    for field in paths["fields"]:
        for met, put in _at(made, field):
            put(_absolute(met, folder, False))
    for holder in _inputs(made, frozenset(paths["free"])):
        for met, put in _at(holder, ["files", "*"]):
            put(_absolute(met, folder, True))
    return made


def _inputs(value: Any, free: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Every input has its files under `files`, wherever it stands."""
    if isinstance(value, list):
        for each in value:
            yield from _inputs(each, free)
    elif isinstance(value, dict):
        if isinstance(value.get("files"), list):
            yield value
        for name, each in value.items():
            if name not in free:
                yield from _inputs(each, free)


def _at(holder: Any, field: list[str]) -> Iterator[tuple[str, Callable[[str], None]]]:
    key, rest = field[0], field[1:]
    names: list[Any]
    if isinstance(holder, list):
        names = list(range(len(holder))) if key == "*" else []
    elif isinstance(holder, dict):
        names = list(holder) if key == "*" else [key] if key in holder else []
    else:
        return
    for name in names:
        met = holder[name]
        if rest:
            yield from _at(met, rest)
        elif isinstance(met, str) and met != "" and _ADDRESS.match(met) is None:
            yield met, lambda path, name=name: holder.__setitem__(name, path)  # type: ignore[misc]


def _absolute(met: str, folder: Path, may_be_glob: bool) -> str:
    base = str(folder)
    path = met
    if re.match(r"^~(/|$)", met):
        base, path = str(Path.home()), f".{met[1:]}"
    # In a glob, a folder's name stands for itself even if it has brackets or stars in it.
    if may_be_glob and _GLOB.search(path):
        base = re.sub(r"[*?{}\[\]()!\\]", lambda each: f"\\{each.group()}", base)
    return os.path.normpath(os.path.join(base, path))
