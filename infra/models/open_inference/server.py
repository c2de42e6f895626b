"""KServe's REST server for one model, bound to one address."""

import argparse
import asyncio
import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from kserve import Model, ModelRepository
from kserve.errors import InvalidInput
from kserve.model_server import app
from kserve.protocol.dataplane import DataPlane
from kserve.protocol.model_repository_extension import ModelRepositoryExtension
from kserve.protocol.rest.server import RESTServer


def add_server_options(parser: argparse.ArgumentParser, name: str) -> None:
    """The options that every model server has. None may begin an option of KServe's, whose parser reads the same line."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8080, help="0 takes a free one (default: %(default)s)")
    parser.add_argument("--name", default=name, help="the model's name in URLs (default: %(default)s)")


def serve(model: Model, host: str, port: int) -> None:
    """Serves until SIGTERM or SIGINT. KServe's own ModelServer listens at all addresses and also speaks gRPC."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    for chatty in ("kserve.trace", "uvicorn.access"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    registry = ModelRepository()
    registry.update(model)
    server = _Server("kserve.model_server:app", DataPlane(registry), ModelRepositoryExtension(registry), port)
    server.config.host = host
    asyncio.run(server.start())


class _Server(RESTServer):
    def create_application(self) -> None:
        super().create_application()
        _refuse_in_words(app)


def _refuse_in_words(application: FastAPI) -> None:
    """A client's mistake is a 400 with a sentence, and no stack trace in the log."""

    async def refuse_body(_: Request, error: RequestValidationError) -> JSONResponse:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        return _refusal(f"The request is no v2 inference request: {faults}.")

    async def refuse_input(_: Request, error: InvalidInput) -> JSONResponse:
        return _refusal(str(error))

    application.add_exception_handler(RequestValidationError, refuse_body)
    application.add_exception_handler(InvalidInput, refuse_input)


def _refusal(words: str) -> JSONResponse:
    logging.getLogger(__name__).info("Refused: %s", words)
    return JSONResponse(status_code=HTTPStatus.BAD_REQUEST, content={"error": words})
