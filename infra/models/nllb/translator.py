"""Texts to translations with a converted NLLB-200 model."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import ctranslate2
import sentencepiece
from kserve.errors import InvalidInput

from .languages import as_known, check_languages, languages_of
from .lines import lines_of
from .unusable_model import UnusableModel

_END = "</s>"


@dataclass(frozen=True)
class Decoding:
    beam_size: int
    # Tokens of one line; NLLB-200 was trained with 512 at most.
    max_input_tokens: int
    max_output_tokens: int
    # Tokens, with padding, that are translated at once.
    batch_tokens: int
    no_repeat_ngram_size: int


@dataclass(frozen=True)
class Hardware:
    device: str
    compute_type: str
    # Batches translated at once, and CPU threads of each (0: CTranslate2's choice).
    workers: int
    threads: int


class Translator:
    """Thread-safe: CTranslate2 queues the batches of concurrent calls and lets go of Python's lock."""

    def __init__(self, folder: Path, tokenizer: Path, decoding: Decoding, hardware: Hardware) -> None:
        """Raises UnusableModel where a file is missing or is no such model."""
        if not (folder / "model.bin").is_file():
            raise UnusableModel(f"{folder} has no model.bin: give --model the folder of a converted NLLB-200.")
        if not tokenizer.is_file():
            raise UnusableModel(f"There is no SentencePiece model at {tokenizer}: name it with --tokenizer.")
        self._decoding = decoding
        self._languages = languages_of(folder)
        self._pieces = sentencepiece.SentencePieceProcessor(model_file=str(tokenizer))
        self._model = ctranslate2.Translator(
            str(folder),
            device=hardware.device,
            compute_type=hardware.compute_type,
            inter_threads=hardware.workers,
            intra_threads=hardware.threads,
        )
        # CUDA's libraries are looked for by the first translation: one that lacks them is to say so now.
        language = min(self._languages)
        self._model.translate_batch([[language, _END]], target_prefix=[[language]], max_decoding_length=1)

    @property
    def languages(self) -> frozenset[str]:
        return self._languages

    def translate(
        self, texts: Sequence[str], sources: Sequence[str], targets: Sequence[str]
    ) -> list[str]:
        """As many translations, in order; line breaks and blank lines stay where they are.

        Raises InvalidInput (400) for an unknown language, for a line that is too long, and for one whose translation
        does not end: cutting either would lose text without a word.
        """
        sources, targets = as_known(sources, self._languages), as_known(targets, self._languages)
        check_languages(sources, self._languages, "source_lang")
        check_languages(targets, self._languages, "target_lang")
        parts = [lines_of(text) for text in texts]
        rows = [at for at, lines in enumerate(parts) for line in lines if line.text]
        wanted = [line.text for lines in parts for line in lines if line.text]
        translated = iter(
            self._translate_lines(rows, wanted, [sources[at] for at in rows], [targets[at] for at in rows])
        )
        return [
            "".join(line.before + (next(translated) if line.text else "") + line.after for line in lines)
            for lines in parts
        ]

    def _translate_lines(
        self, rows: list[int], lines: list[str], sources: list[str], targets: list[str]
    ) -> list[str]:
        if not lines:
            return []
        decoding = self._decoding
        tokens = self._pieces.encode(lines, out_type=str)
        for row, pieces in zip(rows, tokens):
            if len(pieces) > decoding.max_input_tokens:
                raise InvalidInput(
                    f"Text {row} has a line of {len(pieces)} tokens; the limit is {decoding.max_input_tokens} "
                    "(--max-input-tokens). Send it in shorter pieces."
                )
        # Each line carries its own languages, so that lines of all pairs fill the batches, sorted by length alone.
        results = self._model.translate_batch(
            [[source, *pieces, _END] for source, pieces in zip(sources, tokens)],
            target_prefix=[[target] for target in targets],
            beam_size=decoding.beam_size,
            batch_type="tokens",
            max_batch_size=decoding.batch_tokens,
            # CTranslate2 would cut at 1024 tokens without a word.
            max_input_length=0,
            max_decoding_length=decoding.max_output_tokens,
            no_repeat_ngram_size=decoding.no_repeat_ngram_size,
            return_end_token=True,
        )
        return [self._text(row, result.hypotheses[0]) for row, result in zip(rows, results)]

    def _text(self, row: int, tokens: list[str]) -> str:
        if tokens[-1] != _END:
            raise InvalidInput(
                f"The translation of text {row} did not end within {self._decoding.max_output_tokens} tokens "
                "(--max-output-tokens): most often the model repeats itself."
            )
        # The first token is the target language.
        return self._pieces.decode(tokens[1:-1])
