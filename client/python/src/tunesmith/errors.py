"""What may go wrong, each with what to do about it."""

from __future__ import annotations

from collections.abc import Sequence


class TunesmithError(Exception):
    """Everything that this package raises on its own account."""


class ServerUnreachable(TunesmithError):
    """No Temporal server answers at the address."""


class ConfigError(TunesmithError):
    """A config is wrong; `findings` has a line for each thing."""

    def __init__(self, findings: Sequence[str], where: str = "") -> None:
        self.findings = tuple(findings)
        head = f"{where}: " if where else ""
        super().__init__("\n".join(head + finding for finding in findings))


class BuildFailed(TunesmithError):
    """A build ended without a dataset. `kind` is the type of its first cause, as the contract names it."""

    def __init__(self, id: str, kind: str, message: str) -> None:
        self.id = id
        self.kind = kind
        super().__init__(f"{id} failed: {message}")


class BuildRunning(BuildFailed):
    """Another build of the dataset is under way, and this one was not to wait."""


class BuildCancelled(TunesmithError):
    """Somebody cancelled the build; what was paid for is kept."""


class BuildUnknown(TunesmithError):
    """The server has no build of that id."""


class DatasetUnknown(TunesmithError):
    """The store has no such dataset, or no such version of it."""


class MissingPackage(TunesmithError):
    """What was asked for needs a package that is not installed."""
