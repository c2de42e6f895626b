/** What was looked at, and how it is: `fault` is what keeps builds from running here. */
export interface Finding {
  readonly about: string;
  readonly state: 'fine' | 'note' | 'fault';
  readonly text: string;
  /** What to do, where something is to be done. */
  readonly advice?: string | undefined;
}

export function fine(about: string, text: string): Finding {
  return { about, state: 'fine', text };
}

export function note(about: string, text: string, advice?: string): Finding {
  return { about, state: 'note', text, advice };
}

export function fault(about: string, text: string, advice?: string): Finding {
  return { about, state: 'fault', text, advice };
}

/** An error in one line. */
export function wordsOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0] ?? message;
}
