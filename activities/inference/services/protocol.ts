/** A protocol, in messages for people. */
export interface Protocol {
  readonly name: string;
  /** What its base URL looks like. */
  readonly baseUrl: string;
}

/** What language models speak, and some services. */
export const openAi: Protocol = { name: 'OpenAI API', baseUrl: 'it usually ends in /v1' };
