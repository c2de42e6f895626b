import { countTokens } from '../tokens.ts';
import type { StreamEvent } from './api.ts';

/** Pieces of a few words whose concatenation is the text. */
export function piecesOf(text: string): string[] {
  return text.match(/\s*(?:\S+\s*){1,6}|\s+/g) ?? [];
}

export function eventOf(chunk: unknown, text = ''): StreamEvent {
  return { data: `data: ${JSON.stringify(chunk)}\n\n`, tokens: text === '' ? 0 : countTokens(text) };
}

export const STREAM_END: StreamEvent = { data: 'data: [DONE]\n\n', tokens: 0 };
