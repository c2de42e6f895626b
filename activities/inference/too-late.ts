/** The whole answer was not here in the time that the endpoint gives. */
export class TooLate extends Error {
  override readonly name = 'TooLate';

  constructor() {
    super('the answer took too long');
  }
}
