"""Configs are read as Tunesmith's own command reads them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tunesmith import ConfigError, read_config


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(text)
    return path


def test_files_are_read_as_by_the_command() -> None:
    """The pairs come from the command's own reader: a config's path, and what it sends."""
    for path, expected in json.loads(os.environ["TUNESMITH_TEST_CONFIGS"]):
        assert read_config(path) == expected


def test_yaml_is_that_of_1_2(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, "a: no\nb: 1e-5\nc: 2026-11-29\nd: 017\ne: 0o17\nf: ~\ng: true\nh: 1_000\n"))
    assert config == {"a": "no", "b": 1e-5, "c": "2026-11-29", "d": 17, "e": 15, "f": None, "g": True, "h": "1_000"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\na: 2\n", 'line 2: the key "a" is there twice'),
        ("a: [1\n", "not valid YAML"),
        ("- a\n", "a config is a set of keys"),
        ("", "a config is a set of keys"),
    ],
)
def test_what_is_wrong_is_one_message(tmp_path: Path, text: str, words: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as error:
        read_config(path)
    assert words in str(error.value)
    assert str(path) in str(error.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nothing.yaml: there is no such file"):
        read_config(tmp_path / "nothing.yaml")


def test_paths_of_a_mapping_start_at_the_working_directory() -> None:
    assert read_config({"table": {"files": ["a.jsonl"]}, "where": {"files": ["b"]}}) == {
        "table": {"files": [f"{os.getcwd()}/a.jsonl"]},
        "where": {"files": ["b"]},
    }
