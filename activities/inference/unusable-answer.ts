/** A success by its status that holds no answer: broken JSON, an error in disguise, no choices. */
export class UnusableAnswer extends Error {
  override readonly name = 'UnusableAnswer';
}
