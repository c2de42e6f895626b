"""Starts, follows and loads Tunesmith's dataset builds, by the contract of its workflows (docs/contract.md)."""

from .blocking import Build, Tunesmith
from .build import AsyncBuild, Dataset, Progress, Stage
from .client import AsyncTunesmith
from .config import read_config
from .errors import (
    BuildCancelled,
    BuildFailed,
    BuildRunning,
    BuildUnknown,
    ConfigError,
    DatasetUnknown,
    MissingPackage,
    ServerUnreachable,
    TunesmithError,
)
from .rows import load, store_of

__all__ = [
    "AsyncBuild",
    "AsyncTunesmith",
    "Build",
    "BuildCancelled",
    "BuildFailed",
    "BuildRunning",
    "BuildUnknown",
    "ConfigError",
    "Dataset",
    "DatasetUnknown",
    "MissingPackage",
    "Progress",
    "ServerUnreachable",
    "Stage",
    "Tunesmith",
    "TunesmithError",
    "load",
    "read_config",
    "store_of",
]
