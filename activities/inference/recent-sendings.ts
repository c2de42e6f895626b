const REMEMBERED = 128;
/** Sendings that must be known before anything follows from them. */
const FEWEST = 8;
/** As much in flight, give or take what had come back by then. */
const ABOUT = 0.9;
/** Of requests that are refused for their number nearly all are; so many are taken where they are refused at random. */
const SOME = 0.25;

/**
 * Tells refusals that come of too much in flight from those that come whatever is in flight (at random, or for the load
 * of others): in the latter case requests were taken that were sent with as much in flight.
 */
export class RecentSendings {
  /** By number, over and over. */
  #ring: { readonly sent: number; readonly among: number; refused: boolean }[] = [];

  /** @param among requests in flight, itself included */
  sent(sent: number, among: number): void {
    this.#ring[sent % REMEMBERED] = { sent, among, refused: false };
  }

  refused(sent: number): void {
    const sending = this.#ring[sent % REMEMBERED];
    if (sending?.sent === sent) sending.refused = true;
  }

  /**
   * Whether a good part was taken of what was sent before this one with as much in flight. In the order of sending, since
   * a refusal is back long before an answer: what was sent a whole flight before and is not refused by now has been
   * taken.
   */
  takesSome(sent: number, among: number): boolean {
    const before = sent - among;
    const alike = this.#ring.filter((each) => each.sent <= before && each.among >= among * ABOUT);
    const taken = alike.filter(({ refused }) => !refused).length;
    return alike.length >= FEWEST && taken >= alike.length * SOME;
  }
}
