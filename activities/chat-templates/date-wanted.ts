/** A template that prints today's date, where no day was given to stand for it. */
export class DateWanted extends Error {
  override readonly name = 'DateWanted';
}
