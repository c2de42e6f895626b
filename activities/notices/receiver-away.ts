/** A receiver did not answer, or not now: the notice is sent again. */
export class ReceiverAway extends Error {
  override readonly name = 'ReceiverAway';
}
