import type { Message } from '../../schemas/inference/question.ts';

/** A model's chat template: messages become the very text that the model was trained to go on from. */
export interface ChatTemplate {
  /** tokenizer_config.json, as the config names it. */
  readonly file: string;
  /** Of the template, its special tokens and the date that it prints: of all that its texts follow from. */
  readonly digest: string;
  /** The day that it prints as today; undefined where it prints none. */
  readonly date: string | undefined;
  /** Whether its texts begin with the begin-of-text token: a server must then be told to add no second one. */
  readonly startsWithBos: boolean;
  /** `bos_token`, `eos_token` and others that the model has. */
  readonly specialTokens: Readonly<Record<string, string>>;
  /** Whether it takes white space off both ends of the user's text. */
  readonly trimsUserText: boolean;
  /** Where it puts a system message: before the user's turn, into it, or nowhere, in silence or with an error. */
  readonly system: 'own turn' | "user's turn" | 'left out' | 'refused';
  /** System text that it puts where no message gives one; empty where it opens a system turn all the same. */
  readonly defaultSystem: string | undefined;
  /** Throws ChatTemplateUnusable where it refuses these messages. */
  render(messages: readonly Message[], options?: { readonly addGenerationPrompt?: boolean }): string;
  /**
   * The text up to where the user's begins, for a model that is to write it. Throws ChatTemplateUnusable where a system
   * message cannot stand there.
   */
  userPrefix(system?: string): string;
  /** The whole conversation and, after it, the text up to where the user's next one begins. */
  after(messages: readonly Message[]): string;
}
