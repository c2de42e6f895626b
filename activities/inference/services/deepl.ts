import { z } from 'zod';
import { codeFor } from '../../../schemas/languages.ts';
import type { ServiceAdapter } from './adapter.ts';
import { matching, readBody } from './read-body.ts';
import { taskOf } from './task-mismatch.ts';

const ReplySchema = z.object({ translations: z.array(z.object({ text: z.string() })) });

/** DeepL's translate; through our own transport, so that a cancelled build takes its requests back. */
export const deepl: ServiceAdapter = {
  shared(question) {
    const { from, to } = taskOf(question, 'translate');
    return `${from} ${to}`;
  },
  headers: (key) => ({ Authorization: `DeepL-Auth-Key ${key}` }),
  request(questions) {
    const tasks = questions.map((question) => taskOf(question, 'translate'));
    const [first] = tasks;
    return {
      path: '/v2/translate',
      atRoot: true,
      body: {
        ...questions[0]?.extraBody,
        text: tasks.map(({ text }) => text),
        source_lang: codeFor('deepl', first?.from ?? '', 'source'),
        target_lang: codeFor('deepl', first?.to ?? '', 'target'),
      },
    };
  },
  read({ body }, questions) {
    const { translations } = readBody(body, ReplySchema, 'translations');
    return { results: matching(translations, questions) };
  },
  pages: () => [{ path: '/v2/usage', atRoot: true }],
};
