"""python -m nllb --model FOLDER"""

import argparse
import sys
from pathlib import Path

from open_inference.server import add_server_options, serve
from open_inference.text_model import Output, TextModel

from .translator import Decoding, Hardware, Translator
from .unusable_model import UnusableModel


def main() -> int:
    options = _options()
    folder: Path = options.model
    try:
        translator = Translator(
            folder,
            options.tokenizer or folder / "sentencepiece.bpe.model",
            Decoding(
                options.beam_size,
                options.max_input_tokens,
                options.max_output_tokens,
                options.batch_tokens,
                options.no_repeat_ngram_size,
            ),
            Hardware(options.device, options.compute_type, options.parallel, options.threads),
        )
    # CTranslate2 says ValueError or RuntimeError of a device or type that is not there and of broken files.
    except (UnusableModel, ValueError, RuntimeError) as error:
        print(f"nllb: {error}", file=sys.stderr)
        return 1
    model = TextModel(
        options.name,
        inputs=("text", "source_lang", "target_lang"),
        output=Output("translation", "BYTES"),
        answer=translator.translate,
    )
    serve(model, options.host, options.port)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="nllb", description="Serves NLLB-200 by CTranslate2.", allow_abbrev=False)
    add_server_options(parser, "nllb-200")
    number = {"type": int, "metavar": "N"}
    add = parser.add_argument
    add("--model", type=Path, required=True, help="folder of the converted model")
    add("--tokenizer", type=Path, help="SentencePiece model (default: sentencepiece.bpe.model in the folder)")
    add("--device", choices=("auto", "cpu", "cuda"), default="auto", help="(default: %(default)s)")
    add("--compute-type", default="default", help="int8, float16, ... (default: as the model was converted)")
    add("--parallel", default=1, help="batches translated at once (default: 1)", **number)
    add("--threads", default=0, help="CPU threads of each batch (default: all cores, at most 4)", **number)
    add("--beam-size", default=4, help="1 is greedy (default: 4)", **number)
    add("--no-repeat-ngram-size", default=0, help="0 allows repetitions (default: 0)", **number)
    add("--max-input-tokens", default=510, help="longer lines are refused (default: 510)", **number)
    add("--max-output-tokens", default=512, help="longer translations are refused (default: 512)", **number)
    add("--batch-tokens", default=4096, help="tokens translated at once (default: 4096)", **number)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
