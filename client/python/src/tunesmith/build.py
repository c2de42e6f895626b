"""A build: to follow, to steer, and to wait for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from temporalio.client import Client, WorkflowExecutionStatus, WorkflowFailureError, WorkflowHandle
from temporalio.exceptions import (
    ApplicationError,
    CancelledError,
    FailureError,
    TemporalError,
    TerminatedError,
    TimeoutError as TemporalTimeout,
)
from temporalio.service import RPCError, RPCStatusCode

from .errors import BuildCancelled, BuildFailed, BuildRunning, BuildUnknown, ConfigError, TunesmithError

#: What a worker has to answer a query.
_QUERY_LIMIT = timedelta(seconds=5)


@dataclass(frozen=True)
class Stage:
    """How far a stage is, by its finished shards."""

    stage: str
    title: str
    shards: int
    shards_done: int
    rows_in: int
    rows_out: int
    rejected: int
    asked: int
    #: The table was there already.
    from_earlier: bool


@dataclass(frozen=True)
class Progress:
    """How far a build is. `raw` is the query's answer as it came."""

    phase: str
    paused: bool
    stages: tuple[Stage, ...]
    raw: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Dataset:
    """What a finished build published. `raw` is the workflow's result as it came."""

    name: str
    version: int
    rows: int
    #: The version's folder, or its s3:// address.
    location: str
    #: The same as the version that was there already.
    unchanged: bool
    #: A rule-based stand-in, not a language model, wrote text of it.
    stand_in: bool
    raw: Mapping[str, Any] = field(repr=False)

    @staticmethod
    def of(raw: Mapping[str, Any]) -> Dataset:
        return Dataset(
            name=raw["name"],
            version=raw["version"],
            rows=raw["rows"],
            location=raw["location"],
            unchanged=raw["unchanged"],
            stand_in=raw["standIn"],
            raw=raw,
        )


class AsyncBuild:
    """One build. `id` is its workflow's."""

    def __init__(self, client: Client, id: str, run_id: str | None = None) -> None:
        self._client = client
        self.id = id
        self.run_id = run_id
        self._ended_lanes: dict[str, list[dict[str, Any]]] = {}

    async def result(self) -> Dataset:
        """Waits for the dataset. Raises ConfigError, BuildRunning, BuildFailed, BuildCancelled, BuildUnknown."""
        try:
            return Dataset.of(await self._handle().result())
        except WorkflowFailureError as error:
            raise self._failure(error.cause) from error
        except RPCError as error:
            raise self._unknown(error) from error

    async def progress(self) -> Progress | None:
        """How far it is; None while no worker is there to say. Raises BuildUnknown."""
        try:
            told: dict[str, Any] = await self._handle().query("progress", rpc_timeout=_QUERY_LIMIT)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                raise self._unknown(error) from error
            return None
        except TemporalError:
            return None
        lanes = dict(zip(told["lanes"], await asyncio.gather(*map(self._lane, told["lanes"]))))
        return Progress(
            phase=told["phase"],
            paused=told["paused"],
            stages=tuple(_stage(told, at, lanes) for at in range(len(told["stages"]))),
            raw=told,
        )

    async def follow(self, every: float = 1.0) -> AsyncIterator[Progress]:
        """Its progress each time that something has changed, until it has ended."""
        before: Progress | None = None
        while True:
            running = await self.running()
            now = await self.progress()
            if now is not None and now != before:
                before = now
                yield now
            if not running:
                return
            await asyncio.sleep(every)

    async def running(self) -> bool:
        try:
            description = await self._handle().describe()
        except RPCError as error:
            raise self._unknown(error) from error
        return description.status in (WorkflowExecutionStatus.RUNNING, WorkflowExecutionStatus.CONTINUED_AS_NEW)

    async def pause(self) -> None:
        """Lets the shards under way end and begins no others."""
        await self._signal(True)

    async def resume(self) -> None:
        await self._signal(False)

    async def cancel(self) -> None:
        """Ends it, its requests in flight included; what was paid for is kept."""
        try:
            await self._handle().cancel()
        except RPCError as error:
            raise self._unknown(error) from error

    async def _signal(self, paused: bool) -> None:
        try:
            await self._handle().signal("pause", paused)
        except RPCError as error:
            raise self._unknown(error) from error

    def _handle(self) -> WorkflowHandle[Any, Any]:
        return self._client.get_workflow_handle(self.id, run_id=self.run_id)

    async def _lane(self, id: str) -> list[dict[str, Any]]:
        """A lane's own stages. One that was never started, or ends between two calls, is no error."""
        known = self._ended_lanes.get(id)
        if known is not None:
            return known
        handle: WorkflowHandle[Any, Any] = self._client.get_workflow_handle(id)
        try:
            description = await handle.describe()
            if description.status is WorkflowExecutionStatus.COMPLETED:
                ended: list[dict[str, Any]] = await handle.result()
                self._ended_lanes[id] = ended
                return ended
            told: dict[str, Any] = await handle.query("progress", rpc_timeout=_QUERY_LIMIT)
            stages: list[dict[str, Any]] = told["stages"]
            return stages
        except (RPCError, TemporalError):
            return []

    def _unknown(self, error: RPCError) -> Exception:
        if error.status is not RPCStatusCode.NOT_FOUND:
            return error
        return BuildUnknown(f"the server has no build {self.id}; `tunesmith status` lists them")

    def _failure(self, cause: BaseException | None) -> TunesmithError:
        if isinstance(cause, CancelledError):
            return BuildCancelled(f"{self.id} was cancelled; started again, it goes on where it was")
        if isinstance(cause, TerminatedError):
            return BuildFailed(self.id, "Terminated", "it was terminated")
        if isinstance(cause, TemporalTimeout):
            return BuildFailed(self.id, "TimedOut", "it ran out of time")
        first = cause
        while isinstance(first, FailureError) and isinstance(first.cause, FailureError):
            first = first.cause
        kind = (first.type or "Error") if isinstance(first, ApplicationError) else type(first).__name__
        message = first.message if isinstance(first, FailureError) else str(first)
        if kind == "ConfigError":
            return ConfigError(message.split("\n"))
        return (BuildRunning if kind == "BuildRunning" else BuildFailed)(self.id, kind, message)


def _stage(told: Mapping[str, Any], at: int, lanes: Mapping[str, list[dict[str, Any]]]) -> Stage:
    """A stage of a build, with the shares of the lanes of its flow that are under way."""
    own = told["stages"][at]
    parts = [own]
    if own["shardsDone"] < own["shards"] and not own["reused"]:
        flow = next(
            (each for each in told.get("flows") or [] if each["first"] <= at < each["first"] + each["stages"]), None
        )
        ids = told["lanes"] if flow is None else [id for id in told["lanes"] if id in flow["lanes"]]
        parts += [each for id in ids for each in lanes[id] if each["stage"] == own["stage"]]

    def count(name: str) -> int:
        return sum(int(part["counts"][name]) for part in parts)

    return Stage(
        stage=own["stage"],
        title=own["title"],
        shards=own["shards"],
        shards_done=sum(int(part["shardsDone"]) for part in parts),
        rows_in=count("in"),
        rows_out=count("out"),
        rejected=count("rejected"),
        asked=sum(int(part["spending"]["asked"]) for part in parts),
        from_earlier=own["reused"],
    )
