/** There is no schedule of that name on the server. */
export class ScheduleUnknown extends Error {
  override name = 'ScheduleUnknown';

  constructor(id: string) {
    super(`there is no schedule of ${id}; \`tunesmith schedule list\` lists the schedules`);
  }
}
