/** A schedule of that name is there. */
export class ScheduleExists extends Error {
  override name = 'ScheduleExists';

  constructor(id: string) {
    super(
      `there is a schedule of ${id} already; \`tunesmith schedule update\` gives it another config or timing`,
    );
  }
}
