"""COMET-Kiwi by unbabel-comet, served over the Open Inference Protocol v2."""
