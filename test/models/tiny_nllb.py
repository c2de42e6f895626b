"""Writes a tiny model of NLLB-200's shape for CTranslate2, with weights set by hand so that it repeats its source.

At each step the decoder attends to the source token of the same position (position vectors are one-hot, and so are
token vectors) and says it again, up to the end. Only the word boundary that begins every text becomes the mark of the
target language: "one" into Spanish is "«spa_Latn»one". Needs neither torch nor a download.
"""

import sys
from pathlib import Path

import numpy as np
import sentencepiece
from ctranslate2.specs import transformer_spec
from ctranslate2.specs.attention_spec import MultiHeadAttentionSpec
from ctranslate2.specs.common_spec import LayerNormSpec, LinearSpec

LANGUAGES = ["eng_Latn", "hin_Deva", "jpn_Jpan", "sat_Beng", "spa_Latn", "tel_Telu"]
POSITIONS = 64
SHARP = 40.0
MARKS = [f"«{code}»" for code in LANGUAGES]


def main(folder: Path, lines: Path) -> None:
    folder.mkdir(parents=True)
    pieces = train_tokenizer(folder, lines)
    tokens = [*pieces, *LANGUAGES]
    write_model(folder, tokens)


def train_tokenizer(folder: Path, lines: Path) -> list[str]:
    """One piece for each character, beside the control tokens in NLLB's order."""
    characters = set(lines.read_text("utf-8")) - {"\n"}
    sentencepiece.SentencePieceTrainer.train(
        input=str(lines),
        model_prefix=str(folder / "sentencepiece.bpe"),
        model_type="char",
        vocab_size=len(characters) + len(MARKS) + 4,
        user_defined_symbols=MARKS,
        character_coverage=1.0,
        bos_id=0,
        pad_id=1,
        eos_id=2,
        unk_id=3,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.bpe.model"))
    return [tokenizer.id_to_piece(index) for index in range(tokenizer.get_piece_size())]


def write_model(folder: Path, tokens: list[str]) -> None:
    words, depth = len(tokens), len(tokens) + POSITIONS
    spec = transformer_spec.TransformerSpec.from_config((1, 1), 1, pre_norm=True)
    token_part = np.eye(words, depth, dtype=np.float32)
    position_part = np.eye(POSITIONS, depth, k=words, dtype=np.float32)

    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = False
        side.position_encodings.encodings = position_part
        norm(side.layer_norm, depth)
        layer = side.layer[0]
        silent(layer.self_attention, depth)
        norm(layer.ffn.layer_norm, depth)
        linear(layer.ffn.linear_0, np.zeros((1, depth)))
        linear(layer.ffn.linear_1, np.zeros((depth, 1)))
    spec.encoder.embeddings[0].weight = token_part
    spec.decoder.embeddings.weight = token_part

    only_position = np.diag(np.r_[np.zeros(words), np.ones(POSITIONS)])
    only_token = np.diag(np.r_[np.ones(words), np.zeros(POSITIONS)])
    attention = spec.decoder.layer[0].attention
    norm(attention.layer_norm, depth)
    linear(attention.linear[0], SHARP * only_position)
    linear(attention.linear[1], np.concatenate([SHARP * only_position, only_token]))
    linear(attention.linear[2], only_token)
    projection = token_part.copy()
    for code, mark in zip(LANGUAGES, MARKS):
        projection[tokens.index(mark), tokens.index(code)] = SHARP
    linear(spec.decoder.projection, projection)

    for register in (spec.register_source_vocabulary, spec.register_target_vocabulary):
        register(tokens)
    spec.config.decoder_start_token = "</s>"
    spec.validate()
    spec.optimize()
    spec.save(str(folder))


def norm(spec: LayerNormSpec, depth: int) -> None:
    spec.gamma, spec.beta = np.ones(depth, np.float32), np.zeros(depth, np.float32)


def linear(spec: LinearSpec, weight: np.ndarray) -> None:
    spec.weight = weight.astype(np.float32)
    spec.bias = np.zeros(weight.shape[0], np.float32)


def silent(spec: MultiHeadAttentionSpec, depth: int) -> None:
    norm(spec.layer_norm, depth)
    linear(spec.linear[0], np.zeros((3 * depth, depth)))
    linear(spec.linear[1], np.zeros((depth, depth)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
