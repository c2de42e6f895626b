import type { z } from 'zod';
import {
  silverPair,
  studentPair,
} from '../../../../schemas/recipes/fine-instructions/distil-instantiator.ts';
import type { InstantiateParams } from '../../../../schemas/recipes/fine-instructions/recipe.ts';
import { reject, Unusable } from '../../../engine/rows/outcome.ts';
import type { RowContext } from '../../../engine/rows/row-context.ts';
import { implement } from '../../../engine/rows/row-stage.ts';
import { excerptedShare } from '../excerpted-share.ts';
import { parseInstantiation } from '../parse-instantiation.ts';
import { readInstantiation } from '../read-instantiation.ts';
import { SearchableDocument } from '../searchable-document.ts';
import { messagesOf } from './messages-of.ts';

interface Texts {
  readonly text: string;
  readonly template: string;
}
type Context = RowContext & { readonly params: z.output<typeof InstantiateParams> };

export const silverPairStage = implement(
  silverPair,
  async (row, context) => (await pairOf(row, context)) ?? nullOf(row, context),
);

export const studentPairStage = implement(studentPair, async (row, context) => {
  // The large model says which do not fit, and not the model that is to learn it.
  if (!row.compatible) return nullOf(row, context);
  return (await pairOf(row, context)) ?? reject('does not fit', 'the instantiator alone says so');
});

/** What the instantiator makes of template and document; undefined where it says that they do not fit. */
async function pairOf({ text, template }: Texts, context: Context) {
  const { attempts, ambiguous, minExcerpted, unit } = context.params;
  const document = new SearchableDocument(text);
  const slots = { template, document: text };
  const pair = await context.ask({
    prompt: 'instantiate',
    slots,
    parse: (answer, { finish }) => {
      // As it is written, with its tags, for the example; with the excerpts put in, for the judge.
      const written = parseInstantiation(answer, finish);
      if (written === null || written instanceof Unusable) return written;
      const read = readInstantiation(answer, finish, document, { ambiguous });
      return read === null || read instanceof Unusable ? read : { written, read };
    },
    readsCut: true,
    attempts,
  });
  if (pair === null) return undefined;
  const { written, read } = pair;
  const share = excerptedShare(read.response, unit === 'tokens' ? context.tokens : undefined);
  if (share < minExcerpted) return reject('too little excerpted', share.toFixed(3), read.response.text);
  return {
    prompt_messages: messagesOf('instantiate', slots, context),
    completion: `[INSTRUCTION]\n${written.instruction}\n[/INSTRUCTION]\n[ANSWER]\n${written.answer}\n[/ANSWER]`,
    is_null: false,
    filled: read.instruction.text,
    answer: read.response.text,
    excerpted_share: share,
  };
}

function nullOf({ text, template }: Texts, context: Context) {
  const prompt_messages = messagesOf('instantiate', { template, document: text }, context);
  return { prompt_messages, completion: 'null', is_null: true, filled: '', answer: '', excerpted_share: 0 };
}
