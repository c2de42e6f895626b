/** A model's chat template that cannot be used, or not for these messages. No prompt is made by guess instead. */
export class ChatTemplateUnusable extends Error {
  override readonly name = 'ChatTemplateUnusable';

  /** @param file as the config names it */
  constructor(file: string, problem: string, fix: string, cause?: unknown) {
    super(`chat template ${file}: ${problem}. ${fix}`, { cause });
  }
}
