/** A streamed answer whose end did not come: what was received of it is no answer. */
export class StreamCut extends Error {
  override readonly name = 'StreamCut';

  constructor(why: string) {
    super(`the stream broke before the answer was complete: ${why}`);
  }
}

/** A stream that says nothing any more, though its connection stands. */
export class StreamStalled extends Error {
  override readonly name = 'StreamStalled';

  constructor(milliseconds: number) {
    // Not a word of a timeout: the SDK would take it for one of its own.
    super(`the stream said nothing for ${milliseconds / 1000} s`);
  }
}
