"""Starts builds and finds them again."""

from __future__ import annotations

import asyncio
import os
import uuid
from collections.abc import Mapping
from typing import Any, Literal

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.envconfig import ClientConfig
from temporalio.exceptions import WorkflowAlreadyStartedError

from .build import AsyncBuild
from .config import read_config
from .contract import task_queue, workflow_type
from .errors import ConfigError, ServerUnreachable, TunesmithError
from .rows import Form, Version, load

Config = str | os.PathLike[str] | Mapping[str, Any]
WhenUnderWay = Literal["wait", "join", "refuse"]


class AsyncTunesmith:
    """
    Starts builds by the contract. Workers do the work: those of `tunesmith dev` or `tunesmith worker`.

        tunesmith = await AsyncTunesmith.connect()
        build = await tunesmith.start("my-dataset.yaml")
        print((await build.result()).location)
    """

    def __init__(self, client: Client, store: str | None = None) -> None:
        self.client = client
        self._store = store

    @classmethod
    async def connect(
        cls,
        address: str | None = None,
        namespace: str | None = None,
        *,
        profile: str | None = None,
        store: str | None = None,
    ) -> AsyncTunesmith:
        """
        What is not given is looked for where all Temporal SDKs look: `TEMPORAL_*` variables (address, namespace, API key,
        TLS) and profiles of `temporal.toml`. `store` is where `load` looks; else TUNESMITH_STORE. Raises
        ServerUnreachable.
        """
        options = ClientConfig.load_client_connect_config(profile=profile)
        if address is not None:
            options["target_host"] = address
        if namespace is not None:
            options["namespace"] = namespace
        options.setdefault("target_host", "127.0.0.1:7233")
        try:
            return cls(await Client.connect(**options), store)
        except RuntimeError as error:
            where = options["target_host"]
            raise ServerUnreachable(
                f"no Temporal server answers at {where} ({error}); `tunesmith dev` starts one, TEMPORAL_ADDRESS names another"
            ) from error

    async def start(
        self, config: Config, *, id: str | None = None, when_under_way: WhenUnderWay = "wait"
    ) -> AsyncBuild:
        """
        Starts a build of a YAML or JSON file, or of a mapping. `id` names what is asked for, such as the run of a
        scheduler: started again with it, a build that is under way or done is joined, and one that failed is begun
        again. `when_under_way` says what the build does while another one of its dataset is at work. Raises ConfigError;
        what only the workers can check, `result` raises.
        """
        written = read_config(config)
        kind = workflow_type(written.get("recipe"))
        name = written.get("name")
        if not isinstance(name, str) or name == "":
            raise ConfigError(["name: is missing; a dataset needs a name such as my-dataset"])
        workflow_id = id or f"{name}-{uuid.uuid4().hex[:12]}"
        try:
            started = await self.client.start_workflow(
                kind,
                args=[written, {"whenUnderWay": when_under_way}],
                id=workflow_id,
                task_queue=task_queue(),
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
                memo={"recipe": written["recipe"]},
                static_summary=f"{written['recipe']} → {name}",
            )
        except WorkflowAlreadyStartedError:
            return AsyncBuild(self.client, workflow_id)
        return AsyncBuild(self.client, workflow_id, started.result_run_id)

    def get(self, id: str) -> AsyncBuild:
        """The newest build of an id. Nothing is asked of the server yet."""
        return AsyncBuild(self.client, id)

    async def load(
        self, name: str, version: Version = "latest", *, store: str | None = None, form: Form | None = None
    ) -> Any:
        """A version's rows; see `tunesmith.load`."""
        where = known_store(store or self._store)
        return await asyncio.to_thread(load, name, version, store=where, form=form)


def known_store(given: str | None) -> str:
    store = given or os.environ.get("TUNESMITH_STORE")
    if not store:
        raise TunesmithError("which store? Give store=, or set TUNESMITH_STORE to a folder or s3://bucket/prefix")
    return store
