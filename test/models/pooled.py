"""Prints what the training script pools of tokens that are given: [[[float]]], mask [[int]], chunk [int], settings.

Usage: pooled.py FOLDER-OF-train.py < json
"""

import json
import sys

import torch

sys.path.insert(0, sys.argv[1])
from train import pooled  # noqa: E402

given = json.load(sys.stdin)
found = pooled(
    torch.tensor(given["tokens"]), torch.tensor(given["mask"]), torch.tensor(given["chunk"]), **given["pooling"]
)
print(json.dumps(found.tolist()))
