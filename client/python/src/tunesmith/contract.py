"""The contract with Tunesmith's workflows, as the repository has it at contract/v1/index.json."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from .errors import ConfigError


@cache
def contract() -> dict[str, Any]:
    """The index of the contract that this package was made for."""
    text = files("tunesmith").joinpath("contract.json").read_text(encoding="utf-8")
    index: dict[str, Any] = json.loads(text)
    return index


def task_queue() -> str:
    return str(contract()["taskQueue"])


def workflow_type(recipe: object) -> str:
    """The workflow type of a recipe. Raises ConfigError where there is none."""
    types = {each["recipe"]: str(each["type"]) for each in contract()["workflows"]}
    if isinstance(recipe, str) and recipe in types:
        return types[recipe]
    met = "is missing" if recipe is None else f"there is no recipe {json.dumps(recipe, default=str)}"
    raise ConfigError([f"recipe: {met}; this client knows {', '.join(sorted(types))}"])
