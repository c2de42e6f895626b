"""A KServe model that takes columns of texts and gives one value for each row."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from kserve import InferOutput, InferRequest, InferResponse, Model
from kserve.errors import InvalidInput

from .text_tensors import text_columns


@dataclass(frozen=True)
class Output:
    name: str
    # BYTES for texts, FP32 for scores.
    datatype: str


class TextModel(Model):
    """Hands the columns of each request to `answer`, which runs in a thread and may be called by several at once."""

    def __init__(
        self,
        name: str,
        inputs: Sequence[str],
        output: Output,
        answer: Callable[..., Sequence[str] | Sequence[float]],
    ) -> None:
        super().__init__(name)
        self._inputs = tuple(inputs)
        self._output = output
        self._answer = answer
        self.load()

    async def predict(
        self, payload: object, headers: dict[str, str] | None = None
    ) -> InferResponse:
        if not isinstance(payload, InferRequest):
            raise InvalidInput(f"This model speaks the v2 protocol: POST /v2/models/{self.name}/infer.")
        columns = text_columns(payload, self._inputs)
        # The event loop stays free for /v2/health/ready while the model works.
        data = list(await asyncio.to_thread(self._answer, *columns))
        output = InferOutput(self._output.name, [len(data)], self._output.datatype, data)
        # KServe cannot send a response without an id, though a request needs none.
        return InferResponse(payload.id or str(uuid4()), self.name, [output])

    def get_input_types(self) -> list[dict[str, object]]:
        return [{"name": name, "datatype": "BYTES", "shape": [-1]} for name in self._inputs]

    def get_output_types(self) -> list[dict[str, object]]:
        return [{"name": self._output.name, "datatype": self._output.datatype, "shape": [-1]}]
