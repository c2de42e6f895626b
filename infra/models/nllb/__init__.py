"""NLLB-200 by CTranslate2, served over the Open Inference Protocol v2."""
