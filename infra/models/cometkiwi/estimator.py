"""Reference-free quality of translations with a COMET-Kiwi checkpoint."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import torch
import yaml
from comet.models import CometModel, str2model
from huggingface_hub import try_to_load_from_cache


class UnusableModel(Exception):
    """What is wrong with the model's files, for the person who started the server."""


@dataclass(frozen=True)
class Hardware:
    device: str
    # float32 gives the published scores; bfloat16 and float16 are faster on a GPU and change them a little.
    precision: str
    batch_rows: int


class Estimator:
    """Thread-safe: one request at a time has the model."""

    def __init__(self, folder: Path, encoder: Path | None, hardware: Hardware) -> None:
        """Raises UnusableModel where a file is missing or the checkpoint wants references."""
        device = hardware.device
        if device == "auto":
            device = "cuda" if torch.cuda.is_available() else "cpu"
        self._device = torch.device(device)
        self._precision: torch.dtype = getattr(torch, hardware.precision)
        self._batch_rows = hardware.batch_rows
        self._model = _load(folder, encoder).to(self._device).eval()
        self._turn = Lock()

    def score(self, sources: Sequence[str], translations: Sequence[str]) -> list[float]:
        """One score a pair, in order. What exceeds the encoder's 512 tokens is cut, as COMET itself does."""
        pairs = [{"src": source, "mt": translation} for source, translation in zip(sources, translations)]
        # Pairs of like length share a batch, so that little of it is padding.
        order = sorted(range(len(pairs)), key=lambda at: -len(sources[at]) - len(translations[at]))
        scores = [0.0] * len(pairs)
        with self._turn:
            for start in range(0, len(order), self._batch_rows):
                batch = order[start : start + self._batch_rows]
                for at, score in zip(batch, self._batch([pairs[at] for at in batch])):
                    scores[at] = score
        return scores

    def _batch(self, pairs: list[dict[str, str]]) -> list[float]:
        # COMET's predict() starts a Lightning trainer for each call, which takes longer than a small batch.
        (tensors,) = self._model.prepare_sample(pairs, stage="predict")
        tensors = {
            name: value.to(self._device) if isinstance(value, torch.Tensor) else value
            for name, value in tensors.items()
        }
        half = self._precision is not torch.float32
        casting = torch.autocast(self._device.type, self._precision) if half else nullcontext()
        with torch.inference_mode(), casting:
            return self._model(**tensors).score.float().tolist()


def _load(folder: Path, encoder: Path | None) -> CometModel:
    checkpoint, settings = folder / "checkpoints" / "model.ckpt", folder / "hparams.yaml"
    for path in (checkpoint, settings):
        if not path.is_file():
            raise UnusableModel(f"There is no {path}: give --model the folder of a COMET-Kiwi model.")
    if encoder is not None and not (encoder / "config.json").is_file():
        raise UnusableModel(f"{encoder} has no config.json: give --encoder the encoder's folder.")
    hparams = yaml.safe_load(settings.read_text("utf-8"))
    if "src" not in hparams.get("input_segments", ()) or hparams["class_identifier"] != "unified_metric":
        raise UnusableModel(f"{settings} describes no model that scores without references.")
    name = str(encoder or hparams["pretrained_model"])
    if encoder is None and not isinstance(try_to_load_from_cache(name, "config.json"), str):
        raise UnusableModel(
            f"The configuration and tokenizer of the encoder {name} are not on this machine: "
            "download them and name their folder with --encoder."
        )
    # As comet.load_from_checkpoint does, which cannot be told another folder for the encoder.
    patched = hparams.get("layer_transformation") == "sparsemax_patch"
    return str2model["unified_metric"].load_from_checkpoint(
        checkpoint_path=checkpoint,
        load_pretrained_weights=False,
        map_location=torch.device("cpu"),
        strict=False,
        local_files_only=True,
        pretrained_model=name,
        **({"layer_transformation": "softmax"} if patched else {}),
    )
