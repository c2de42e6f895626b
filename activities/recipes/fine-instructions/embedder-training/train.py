"""Fine-tunes an embedder on judged matches of documents and templates.

FineInstructions (Patel et al.), section 3.2 and Appendix B: the cosine of a document's embedding and that of a
template's description is to be 1 where a judge holds them compatible, else 0. A pair names the chunk of the document
that it is about: the document is pooled around it by a Gaussian, or by the mean for chunk 0.

    torchrun --nproc_per_node 8 train.py embedder.json

The settings are beside the pairs (embedder.json); their file's name says what the other files are called.
"""

import json
import sys
from pathlib import Path

import torch
from datasets import load_dataset
from sentence_transformers import (
    SentenceTransformer,
    SentenceTransformerTrainer,
    SentenceTransformerTrainingArguments,
)
from sentence_transformers.models import Normalize, Pooling, Transformer
from torch import nn


def pooled(tokens, mask, chunk, chunks, sigma, alpha):
    """Embeddings of a batch's documents, each pooled for its chunk; `chunk` 0 is the mean. Unit length.

    The first token is at t = 1, the centre of chunk k of K at k / (K + 1) of the length, as Tunesmith pools them.
    Exponents are taken relative to the largest, so that a short document does not become 0 / 0.
    """
    tokens, mask = tokens.float(), mask.bool()
    first = mask.int().argmax(dim=1, keepdim=True)
    last = mask.shape[1] - 1 - mask.flip(1).int().argmax(dim=1, keepdim=True)
    length = (last - first + 1).float()
    place = torch.arange(mask.shape[1], device=mask.device)[None, :] - first + 1
    centre = chunk[:, None].float() / (chunks + 1) * length
    exponent = -0.5 * ((place - centre) / (sigma * length)) ** 2
    local = exponent.masked_fill(~mask, -torch.inf).softmax(dim=1)
    mean = mask.float() / mask.sum(dim=1, keepdim=True)
    blend = torch.where(chunk[:, None] > 0, alpha * local + (1 - alpha) * mean, mean)
    return nn.functional.normalize((blend[:, :, None] * tokens).sum(dim=1), dim=1)


class ChunkCosineLoss(nn.Module):
    """Squared error of the cosine of description and chunk; labels are pairs of (compatible, chunk)."""

    def __init__(self, model, pooling):
        super().__init__()
        self.model = model
        self.pooling = pooling

    def forward(self, features, labels):
        document, description = (self.model(each) for each in features)
        compatible, chunk = labels[:, 0].float(), labels[:, 1].long()
        of_chunk = pooled(document["token_embeddings"], document["attention_mask"], chunk, **self.pooling)
        cosine = (of_chunk * description["sentence_embedding"].float()).sum(dim=1)
        return nn.functional.mse_loss(cosine, compatible)


def documents_apart(pairs, share, seed):
    """Pairs to learn from and pairs to measure on, without a document in both."""
    ids = sorted(set(pairs["document_id"]))
    order = torch.randperm(len(ids), generator=torch.Generator().manual_seed(seed)).tolist()
    held = {ids[at] for at in order[: int(len(ids) * share)]}
    side = [each in held for each in pairs["document_id"]]
    kept = pairs.select([at for at, out in enumerate(side) if not out])
    return kept, pairs.select([at for at, out in enumerate(side) if out])


def open_model(base, max_length):
    """The base model with mean pooling, whatever pooling it came with."""
    transformer = Transformer(base, max_seq_length=max_length)
    size = transformer.get_word_embedding_dimension()
    return SentenceTransformer(modules=[transformer, Pooling(size, "mean"), Normalize()])


def main(path):
    name, folder = path.stem, path.parent
    settings = json.loads(path.read_text())
    pairs = load_dataset("json", data_files=str(folder / f"{name}.pairs.jsonl"), split="train")
    train, held_out = documents_apart(pairs, settings["heldOut"], settings["seed"])

    def examples(rows):
        labelled = rows.map(lambda row: {"label": [row["label"], row["chunk"]]}, remove_columns=["label"])
        return labelled.select_columns(["document", "description", "label"])

    model = open_model(settings["baseModel"], settings["maxLength"])
    at_once = min(settings["atOnce"], max(1, settings["batchSize"] // settings["gpus"]))
    cuda = torch.cuda.is_available()
    args = SentenceTransformerTrainingArguments(
        output_dir=str(folder / f"{name}-checkpoints"),
        num_train_epochs=settings["epochs"],
        per_device_train_batch_size=at_once,
        per_device_eval_batch_size=at_once,
        gradient_accumulation_steps=max(1, settings["batchSize"] // (settings["gpus"] * at_once)),
        learning_rate=settings["learningRate"],
        lr_scheduler_type=settings["scheduler"],
        warmup_ratio=settings["warmupRatio"],
        weight_decay=settings["weightDecay"],
        seed=settings["seed"],
        bf16=cuda and torch.cuda.is_bf16_supported(),
        gradient_checkpointing=cuda,
        eval_strategy="epoch" if len(held_out) > 0 else "no",
        save_strategy="no",
        logging_steps=10,
        report_to="none",
    )
    trainer = SentenceTransformerTrainer(
        model=model,
        args=args,
        train_dataset=examples(train),
        eval_dataset=examples(held_out) if len(held_out) > 0 else None,
        loss=ChunkCosineLoss(model, settings["pooling"]),
    )
    trainer.train()
    if trainer.is_world_process_zero():
        model.save_pretrained(str(folder / f"{name}-model"))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
