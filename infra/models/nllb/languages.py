"""The languages that a converted model knows: the FLORES-200 codes among the tokens of its vocabulary."""

import json
import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from kserve.errors import InvalidInput

from .unusable_model import UnusableModel

_CODE = re.compile(r"[a-z]{3}_[A-Z][a-z]{3}")
# NLLB-200's token of Santali names another script than the one that it was trained with and FLORES-200 names.
_OTHER_NAMES = {"sat_Olck": "sat_Beng"}
# CTranslate2 3 and 4 write JSON; 2 wrote text.
_VOCABULARIES = ("shared_vocabulary.json", "target_vocabulary.json", "shared_vocabulary.txt")


def languages_of(folder: Path) -> frozenset[str]:
    """Raises UnusableModel when the folder's vocabulary has no language codes: it is another model."""
    path = next((folder / name for name in _VOCABULARIES if (folder / name).is_file()), None)
    if path is None:
        raise UnusableModel(f"{folder} has none of {', '.join(_VOCABULARIES)}: it is no converted model.")
    text = path.read_text("utf-8")
    tokens = json.loads(text) if path.suffix == ".json" else text.splitlines()
    codes = frozenset(token for token in tokens if _CODE.fullmatch(token))
    if not codes:
        raise UnusableModel(f"{path} has no language codes such as eng_Latn: it is no NLLB-200 model.")
    return codes


def as_known(codes: Iterable[str], known: frozenset[str]) -> list[str]:
    """The codes as the model's vocabulary has them."""
    return [code if code in known else _OTHER_NAMES.get(code, code) for code in codes]


def check_languages(codes: Iterable[str], known: frozenset[str], column: str) -> None:
    """Raises InvalidInput (400) for the first code that the model does not know."""
    for at, code in enumerate(codes):
        if code not in known:
            similar = ", ".join(get_close_matches(code, sorted(known))) or "none"
            raise InvalidInput(
                f"Value {at} of '{column}' is {code!r}, which is none of the {len(known)} FLORES-200 codes "
                f"that this model knows (similar: {similar})."
            )
