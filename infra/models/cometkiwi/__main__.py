"""python -m cometkiwi --model FOLDER"""

import argparse
import os
import sys
from pathlib import Path

# Read when the libraries are imported: nothing is looked up or reported while serving.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

from open_inference.server import add_server_options, serve  # noqa: E402
from open_inference.text_model import Output, TextModel  # noqa: E402

from .estimator import Estimator, Hardware, UnusableModel  # noqa: E402


def main() -> int:
    options = _options()
    try:
        hardware = Hardware(options.device, options.precision, options.batch_rows)
        estimator = Estimator(options.model, options.encoder, hardware)
    # PyTorch says RuntimeError of a GPU that is not there and of weights that do not fit.
    except (UnusableModel, RuntimeError) as error:
        print(f"cometkiwi: {error}", file=sys.stderr)
        return 1
    model = TextModel(
        options.name,
        inputs=("source", "translation"),
        output=Output("score", "FP32"),
        answer=estimator.score,
    )
    serve(model, options.host, options.port)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="cometkiwi", description="Serves COMET-Kiwi.", allow_abbrev=False)
    add_server_options(parser, "wmt23-cometkiwi-da-xl")
    add = parser.add_argument
    add("--model", type=Path, required=True, help="folder with hparams.yaml and checkpoints/model.ckpt")
    add("--encoder", type=Path, help="folder of its encoder's config and tokenizer (default: the Hugging Face cache)")
    add("--device", choices=("auto", "cpu", "cuda"), default="auto", help="(default: %(default)s)")
    add("--precision", choices=("float32", "bfloat16", "float16"), default="float32", help="(default: %(default)s)")
    add("--batch-rows", type=int, default=16, metavar="N", help="pairs scored at once (default: %(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
