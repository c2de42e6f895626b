"""The same without `await`, in scripts and in notebooks, whose own loop is busy."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from types import TracebackType
from typing import Any, TypeVar

from .build import AsyncBuild, Dataset, Progress
from .client import AsyncTunesmith, Config, WhenUnderWay, known_store
from .rows import Form, Version, load

T = TypeVar("T")


class _Loop:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="tunesmith", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except KeyboardInterrupt:
            # The build goes on; only the waiting ends.
            future.cancel()
            raise

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class Build:
    """One build. `id` is its workflow's."""

    def __init__(self, build: AsyncBuild, loop: _Loop) -> None:
        self._build = build
        self._loop = loop
        self.id = build.id

    def result(self) -> Dataset:
        """Waits for the dataset. Raises ConfigError, BuildRunning, BuildFailed, BuildCancelled, BuildUnknown."""
        return self._loop.run(self._build.result())

    def progress(self) -> Progress | None:
        """How far it is; None while no worker is there to say. Raises BuildUnknown."""
        return self._loop.run(self._build.progress())

    def follow(self, every: float = 1.0) -> Iterator[Progress]:
        """Its progress each time that something has changed, until it has ended."""
        steps = self._build.follow(every)
        try:
            while True:
                step = self._loop.run(_next(steps))
                if step is None:
                    return
                yield step
        finally:
            self._loop.run(steps.aclose())  # type: ignore[attr-defined]

    def running(self) -> bool:
        return self._loop.run(self._build.running())

    def pause(self) -> None:
        """Lets the shards under way end and begins no others."""
        self._loop.run(self._build.pause())

    def resume(self) -> None:
        self._loop.run(self._build.resume())

    def cancel(self) -> None:
        """Ends it, its requests in flight included; what was paid for is kept."""
        self._loop.run(self._build.cancel())


async def _next(steps: Any) -> Progress | None:
    step: Progress | None = await anext(steps, None)
    return step


class Tunesmith:
    """
    Starts builds by the contract. Workers do the work: those of `tunesmith dev` or `tunesmith worker`.

        with Tunesmith.connect() as tunesmith:
            build = tunesmith.start("my-dataset.yaml")
            print(build.result().location)
    """

    def __init__(self, inner: AsyncTunesmith, loop: _Loop, store: str | None) -> None:
        self._inner = inner
        self._loop = loop
        self._store = store

    @classmethod
    def connect(
        cls,
        address: str | None = None,
        namespace: str | None = None,
        *,
        profile: str | None = None,
        store: str | None = None,
    ) -> Tunesmith:
        """As `AsyncTunesmith.connect`."""
        loop = _Loop()
        try:
            return cls(loop.run(AsyncTunesmith.connect(address, namespace, profile=profile)), loop, store)
        except BaseException:
            loop.stop()
            raise

    def start(self, config: Config, *, id: str | None = None, when_under_way: WhenUnderWay = "wait") -> Build:
        """As `AsyncTunesmith.start`."""
        return Build(self._loop.run(self._inner.start(config, id=id, when_under_way=when_under_way)), self._loop)

    def get(self, id: str) -> Build:
        """The newest build of an id. Nothing is asked of the server yet."""
        return Build(self._inner.get(id), self._loop)

    def load(
        self, name: str, version: Version = "latest", *, store: str | None = None, form: Form | None = None
    ) -> Any:
        """A version's rows; see `tunesmith.load`."""
        return load(name, version, store=known_store(store or self._store), form=form)

    def close(self) -> None:
        self._loop.stop()

    def __enter__(self) -> Tunesmith:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
