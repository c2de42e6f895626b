"""Text tensors of the Open Inference Protocol v2, checked before a model sees them."""

from collections.abc import Sequence
from math import prod

from kserve import InferInput, InferRequest
from kserve.errors import InvalidInput


def text_columns(request: InferRequest, names: Sequence[str]) -> list[list[str]]:
    """The texts of the named tensors, in the order of `names`: as many in each, row by row.

    Raises InvalidInput (400) where the request has other tensors, other types or other lengths.
    """
    tensors = {tensor.name: tensor for tensor in request.inputs}
    if len(tensors) != len(request.inputs) or set(tensors) != set(names):
        given = ", ".join(tensor.name for tensor in request.inputs) or "none"
        raise InvalidInput(f"This model takes the inputs {', '.join(names)}, each once; got {given}.")
    columns = [_texts(tensors[name]) for name in names]
    for name, column in zip(names, columns):
        if len(column) != len(columns[0]):
            raise InvalidInput(
                f"The input '{name}' has {len(column)} texts, but '{names[0]}' has {len(columns[0])}."
            )
    return columns


def _texts(tensor: InferInput) -> list[str]:
    """The texts of a tensor of any shape, in row-major order; JSON or the binary extension."""
    if tensor.datatype != "BYTES":
        raise InvalidInput(f"The input '{tensor.name}' is {tensor.datatype}; texts come as BYTES.")
    values = _flat(tensor.data) if tensor._raw_data is None else tensor.as_numpy().ravel().tolist()
    if prod(tensor.shape) != len(values) or any(length < 0 for length in tensor.shape):
        raise InvalidInput(
            f"The input '{tensor.name}' has {len(values)} values, "
            f"but its shape {list(tensor.shape)} asks for {prod(tensor.shape)}."
        )
    return [_text(value, tensor.name, at) for at, value in enumerate(values)]


def _flat(data: object) -> list[object]:
    if not isinstance(data, list):
        return [data]
    return [value for part in data for value in _flat(part)]


def _text(value: object, name: str, at: int) -> str:
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InvalidInput(f"Value {at} of the input '{name}' is not UTF-8: {error}.") from error
    if not isinstance(value, str):
        raise InvalidInput(f"Value {at} of the input '{name}' is {value!r}, which is no text.")
    return value
