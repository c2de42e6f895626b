/** The process is shutting its inference down; what was not answered has to be asked by another one. */
export class InferenceClosed extends Error {
  override readonly name = 'InferenceClosed';

  constructor() {
    super('Inference is closed in this process: unanswered requests are asked again when the build goes on.');
  }
}
