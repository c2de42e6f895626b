import { describeField, kindOfDocument } from '../../text/describe.ts';
import { subjectOf } from '../../text/subject.ts';
import type { Responder } from '../responder.ts';

/** Describes a document by its field and what it says most often. */
export const describeDocument: Responder = {
  name: 'describe-document',
  mistakes: ['refusal', 'empty', 'cut', 'chatter'],
  recognises: ({ frame }) => /\bdescribe the document\b/i.test(frame),
  answer: ({ document }) => {
    const { title, aspects } = subjectOf(document);
    const { kind } = kindOfDocument(title?.topic ?? '');
    const held = [title?.topic, title?.focus, ...aspects.slice(0, 3)].filter((held) => held !== undefined);
    const field = describeField(kind, document);
    return held.length === 0
      ? field
      : `${field} It deals with ${held.join(', ')} and tells what is known about it.`;
  },
};
