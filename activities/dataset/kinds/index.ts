import type { KindName } from '../../../schemas/kinds/index.ts';
import { conversationWriter } from './conversation.ts';
import type { KindWriter } from './kind-writer.ts';
import { pairWriter } from './pair.ts';
import { preferenceWriter } from './preference.ts';

/** How each kind is written; its shape is in schemas/kinds. */
export const kindWriters: Readonly<Record<KindName, KindWriter>> = {
  pair: pairWriter,
  conversation: conversationWriter,
  preference: preferenceWriter,
};
