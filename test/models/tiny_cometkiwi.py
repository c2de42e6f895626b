"""Writes a tiny checkpoint of COMET-Kiwi XL's kind with random weights, and prints COMET's own scores of some pairs.

Usage: tiny_cometkiwi.py FOLDER '[{"src": ..., "mt": ...}, ...]'. FOLDER gets the model and, under encoder/, what the
Hugging Face hub has for its encoder: a configuration and a tokenizer.
"""

import json
import logging
import sys
import warnings
from pathlib import Path

import torch
import yaml
from comet.models import UnifiedMetric, load_from_checkpoint
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import XLMRobertaTokenizerFast, XLMRobertaXLConfig


def main(folder: Path, pairs: list[dict[str, str]]) -> None:
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    encoder = folder / "encoder"
    write_encoder(encoder, "".join(text for pair in pairs for text in pair.values()))
    torch.manual_seed(7)
    model = UnifiedMetric(
        encoder_model="XLM-RoBERTa-XL",
        pretrained_model=str(encoder),
        input_segments=["mt", "src"],
        layer_transformation="sparsemax",
        layer_norm=False,
        hidden_sizes=[32, 16],
        load_pretrained_weights=False,
        local_files_only=True,
    )
    checkpoint = folder / "checkpoints" / "model.ckpt"
    checkpoint.parent.mkdir(parents=True)
    hparams = dict(model.hparams)
    torch.save({"state_dict": model.state_dict(), "hyper_parameters": hparams, "pytorch-lightning_version": "2.6.6"}, checkpoint)
    # As in the published models: the folder's name for the encoder is one of the hub's.
    settings = {**hparams, "pretrained_model": "facebook/xlm-roberta-xl"}
    (folder / "hparams.yaml").write_text(yaml.safe_dump(settings), "utf-8")
    loaded = load_from_checkpoint(str(checkpoint), local_files_only=True)
    scores = loaded.predict(pairs, batch_size=2, gpus=0, progress_bar=False, num_workers=0).scores
    print(json.dumps(scores))


def write_encoder(folder: Path, text: str) -> None:
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    vocabulary = [*((token, 0.0) for token in special), *((letter, -1.0) for letter in sorted({*text, "▁"}))]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=3))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    XLMRobertaTokenizerFast(tokenizer_object=tokenizer).save_pretrained(folder)
    config = XLMRobertaXLConfig(
        vocab_size=len(tokenizer.get_vocab()) + 1,
        hidden_size=32,
        num_hidden_layers=3,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=514,
        # The default scale gives nearly the same score to every pair.
        initializer_range=0.5,
    )
    config.save_pretrained(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
