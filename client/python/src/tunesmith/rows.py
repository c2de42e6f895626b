"""Published rows, from the store's Parquet files."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, get_args

from .errors import DatasetUnknown, MissingPackage

Form = Literal["datasets", "pandas", "polars"]
Version = int | Literal["latest"]


def load(name: str, version: Version = "latest", *, store: str, form: Form | None = None) -> Any:
    """
    A version's rows as a `datasets.Dataset`, or a data frame of pandas or polars: `form`, or the first of these that is
    installed. `latest` is the version that readers are to take, also after a rollback. Of an s3:// store, files are
    downloaded once: what is published never changes.
    """
    form = _form(form)
    files = parquet_files(name, version, store=store)
    return _READERS[form]([str(path) for path in files])


def parquet_files(name: str, version: Version = "latest", *, store: str) -> list[Path]:
    """The local Parquet files of a version. Raises DatasetUnknown."""
    folder = f"{store.rstrip('/')}/datasets/{name}"
    if version == "latest":
        latest = _read(f"{folder}/latest.json")
        if latest is None:
            raise DatasetUnknown(f"there is no dataset {name} in {store}")
        version = int(json.loads(latest)["version"])
    manifest = _read(f"{folder}/v{version}/manifest.json")
    if manifest is None:
        raise DatasetUnknown(f"there is no version {version} of {name} in {store}")
    described = [each for each in json.loads(manifest)["files"] if re.match(r"data/.*\.parquet$", each["path"])]
    return [_local(f"{folder}/v{version}/{each['path']}", each["sha256"]) for each in described]


def store_of(location: str) -> str:
    """The store that a version's location is in."""
    return re.sub(r"/datasets/[^/]+/v\d+/?$", "", location)


def _form(asked: Form | None) -> Form:
    forms: tuple[Form, ...] = get_args(Form)
    installed = [form for form in forms if find_spec(form) is not None]
    if asked is not None and asked not in forms:
        raise ValueError(f"form is one of {', '.join(forms)}, not {asked!r}")
    if asked is not None and asked in installed:
        return asked
    if asked is None and installed:
        return installed[0]
    wanted = asked or "datasets, pandas or polars"
    raise MissingPackage(f"rows need {wanted}: pip install 'tunesmith[{asked or 'datasets'}]'")


def _datasets(paths: list[str]) -> Any:
    return import_module("datasets").Dataset.from_parquet(paths)


def _pandas(paths: list[str]) -> Any:
    pandas = import_module("pandas")
    return pandas.concat([pandas.read_parquet(path) for path in paths], ignore_index=True)


def _polars(paths: list[str]) -> Any:
    # A store's path may have brackets in it.
    return import_module("polars").read_parquet(paths, glob=False)


_READERS: dict[Form, Callable[[list[str]], Any]] = {"datasets": _datasets, "pandas": _pandas, "polars": _polars}


def _read(uri: str) -> bytes | None:
    try:
        if uri.startswith("s3://"):
            return bytes(_s3().cat_file(uri))
        return Path(uri).expanduser().read_bytes()
    except FileNotFoundError:
        return None


def _local(uri: str, sha256: str) -> Path:
    if not uri.startswith("s3://"):
        return Path(uri).expanduser()
    cache = Path(os.environ.get("TUNESMITH_CACHE") or "~/.cache/tunesmith").expanduser() / "rows"
    path = cache / f"{sha256}.parquet"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        data = _read(uri)
        if data is None:
            raise DatasetUnknown(f"{uri} is gone; was its version collected meanwhile?")
        if hashlib.sha256(data).hexdigest() != sha256:
            raise DatasetUnknown(f"{uri} is not what its manifest says; load it again, and check the store")
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(data)
        part.replace(path)
    return path


def _s3() -> Any:
    if find_spec("fsspec") is None or find_spec("s3fs") is None:
        raise MissingPackage("s3:// stores need s3fs: pip install 'tunesmith[s3]'")
    # As all AWS clients: keys, region and AWS_ENDPOINT_URL from the environment.
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    return import_module("fsspec").filesystem("s3", **({"endpoint_url": endpoint} if endpoint else {}))
