"""Starts the builds of the configs that are named, all at once; prints how each went, by its dataset's name."""

import asyncio
import json
import sys

from tunesmith import AsyncTunesmith, ConfigError, TunesmithError


async def outcome(tunesmith: AsyncTunesmith, path: str) -> object:
    try:
        build = await tunesmith.start(path)
        return {"dataset": (await build.result()).raw}
    except ConfigError as error:
        return {"findings": error.findings}
    except TunesmithError as error:
        return {"error": str(error)}


async def main() -> None:
    tunesmith = await AsyncTunesmith.connect()
    paths = sys.argv[1:]
    print(json.dumps(await asyncio.gather(*(outcome(tunesmith, path) for path in paths))))


asyncio.run(main())
