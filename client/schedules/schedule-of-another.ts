/** A schedule builds one dataset, and was given the config of another. */
export class ScheduleOfAnother extends Error {
  override name = 'ScheduleOfAnother';

  constructor(id: string, name: string) {
    super(`the config is of ${name}, and the schedule is of ${id}; a schedule of ${name} is made by itself`);
  }
}
