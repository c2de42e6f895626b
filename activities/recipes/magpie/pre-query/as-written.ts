import type { PreQueryConfig } from '../../../../schemas/recipes/magpie/pre-query.ts';
import type { Sent } from '../../../engine/rows/row-context.ts';

type BeginOfText = PreQueryConfig['beginOfText'];

/**
 * What is sent with a raw prompt that is to be taken as it is written. No special token is added: the prompt is what the
 * model's chat API would make. And special tokens are answered as text: a server that leaves them out never meets a stop
 * that is one, and glues a turn's header to the text before it.
 */
export function asWritten(stops: readonly string[], who: BeginOfText): Sent {
  return {
    stops,
    body: { ...(who === 'prompt' ? { add_special_tokens: false } : {}), skip_special_tokens: false },
  };
}

/** A prompt without begin-of-text where the server adds it. */
export function begun(prompt: string, begin: string, who: BeginOfText): string {
  return who === 'server' && begin !== '' && prompt.startsWith(begin) ? prompt.slice(begin.length) : prompt;
}
