"""A nightly build as an Airflow task. Not run in our tests, which have no Airflow."""

from datetime import datetime

from airflow.sdk import dag, task


@dag(schedule="0 2 * * *", start_date=datetime(2026, 1, 1), catchup=False)
def nightly_answers():
    @task(retries=3)
    def build(run_id: str | None = None) -> str:
        from tunesmith import Tunesmith

        with Tunesmith.connect() as tunesmith:
            # A task that is tried again joins the build that it had begun.
            result = tunesmith.start("/configs/answers.yaml", id=f"answers-{run_id}").result()
        return result.location

    build()


nightly_answers()
