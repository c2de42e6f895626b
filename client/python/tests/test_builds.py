"""Builds on a real server with real workers, whose address and store the environment names."""

from __future__ import annotations

import asyncio
import json
import os
import uuid
from pathlib import Path
from typing import Any

import pytest

from tunesmith import (
    AsyncTunesmith,
    BuildFailed,
    BuildUnknown,
    ConfigError,
    DatasetUnknown,
    ServerUnreachable,
    Tunesmith,
)

STORE = os.environ["TUNESMITH_STORE"]


def a_config(folder: Path, rows: int = 12, **more: Any) -> Path:
    lines = [json.dumps({"q": f"What is {at}?"}) for at in range(rows)]
    (folder / "questions.jsonl").write_text("\n".join(lines) + "\n")
    path = folder / "answers.yaml"
    name = f"answers-{uuid.uuid4().hex[:6]}"
    path.write_text(
        json.dumps(
            {
                "recipe": "generate",
                "name": name,
                "store": STORE,
                "table": {"files": ["questions.jsonl"]},
                "prompt": {"column": "q"},
                "roles": {"model": {}},
                **more,
            }
        )
    )
    return path


def test_a_build_is_started_followed_and_loaded(tmp_path: Path) -> None:
    config = a_config(tmp_path)
    with Tunesmith.connect() as tunesmith:
        build = tunesmith.start(config, id=f"run-of-{tmp_path.name}")
        steps = list(build.follow(every=0.1))
        dataset = build.result()
        assert dataset.rows == 12
        assert dataset.version == 1
        assert dataset.stand_in
        last = steps[-1]
        assert [(stage.rows_in, stage.rows_out) for stage in last.stages][-1] == (12, 12)
        assert not build.running()
        # The scheduler tries again what it has done already: nothing is built.
        again = tunesmith.start(config, id=build.id)
        assert again.result() == dataset
        rows = tunesmith.load(dataset.name, form="polars")
        assert rows.height == 12
        assert {"instruction", "response"} <= set(rows.columns)
        assert tunesmith.load(dataset.name, 1, store=STORE, form="polars").equals(rows)
        for version, words in ((7, "no version 7"), ("latest", "no dataset other")):
            name = dataset.name if version == 7 else "other"
            with pytest.raises(DatasetUnknown, match=words):
                tunesmith.load(name, version, form="polars")  # type: ignore[arg-type]
        with pytest.raises(BuildUnknown, match="no build nobody"):
            tunesmith.get("nobody").result()


def test_the_same_without_blocking(tmp_path: Path) -> None:
    async def run() -> None:
        tunesmith = await AsyncTunesmith.connect()
        build = await tunesmith.start(a_config(tmp_path, rows=5))
        await build.pause()
        await build.resume()
        dataset = await build.result()
        progress = await build.progress()
        assert progress is not None and progress.stages[-1].shards_done == progress.stages[-1].shards
        assert (await tunesmith.load(dataset.name, form="polars")).height == 5

    asyncio.run(run())


def test_a_wrong_config_is_told_a_line_a_finding(tmp_path: Path) -> None:
    with Tunesmith.connect() as tunesmith:
        with pytest.raises(ConfigError) as error:
            tunesmith.start(a_config(tmp_path, seeds=1, sharding={"rows": "x"})).result()
        assert sorted(error.value.findings) == [
            'seeds: unknown key; did you mean "seed"?',
            'sharding.rows: must be a number, not "x"',
        ]
        with pytest.raises(ConfigError, match="there is no recipe"):
            tunesmith.start({"recipe": "generat", "name": "a"})
        with pytest.raises(ConfigError, match="recipe: is missing"):
            tunesmith.start({"name": "a"})


def test_a_failed_build_tells_its_first_cause_and_is_begun_again(tmp_path: Path) -> None:
    config = a_config(tmp_path)
    questions = tmp_path / "questions.jsonl"
    text = questions.read_text()
    questions.unlink()
    with Tunesmith.connect() as tunesmith:
        build = tunesmith.start(config, id=f"retried-{tmp_path.name}")
        with pytest.raises(BuildFailed, match="questions.jsonl"):
            build.result()
        questions.write_text(text)
        assert tunesmith.start(config, id=build.id).result().rows == 12


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(ServerUnreachable, match="127.0.0.1:1"):
        Tunesmith.connect("127.0.0.1:1")
