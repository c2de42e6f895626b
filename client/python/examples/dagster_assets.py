"""A dataset as a Dagster asset. Not run in our tests, which have no Dagster."""

import dagster as dg

from tunesmith import Tunesmith


@dg.asset
def answers(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    with Tunesmith.connect() as tunesmith:
        # A step that is tried again joins the build that it had begun.
        build = tunesmith.start("/configs/answers.yaml", id=f"answers-{context.run.run_id}")
        for progress in build.follow(every=10):
            context.log.info(progress.phase)
        dataset = build.result()
    return dg.MaterializeResult(
        metadata={"version": dataset.version, "rows": dataset.rows, "location": dataset.location}
    )


defs = dg.Definitions(assets=[answers])
