import { z } from 'zod';
import { codeFor } from '../../../schemas/languages.ts';
import type { ServiceAdapter } from './adapter.ts';
import { matching, readBody } from './read-body.ts';
import { taskOf } from './task-mismatch.ts';

const ReplySchema = z.object({ translatedText: z.array(z.string()) });

/** LibreTranslate's translate, which takes its key in the body. */
export const libreTranslate: ServiceAdapter = {
  shared(question) {
    const { from, to } = taskOf(question, 'translate');
    return `${from} ${to}`;
  },
  request(questions, key) {
    const tasks = questions.map((question) => taskOf(question, 'translate'));
    const [first] = tasks;
    return {
      path: '/translate',
      atRoot: false,
      body: {
        ...questions[0]?.extraBody,
        q: tasks.map(({ text }) => text),
        source: codeFor('libretranslate', first?.from ?? '', 'source'),
        target: codeFor('libretranslate', first?.to ?? '', 'target'),
        format: 'text',
        ...(key === undefined ? {} : { api_key: key }),
      },
    };
  },
  read({ body }, questions) {
    const { translatedText } = readBody(body, ReplySchema, 'translations');
    return { results: matching(translatedText, questions).map((text) => ({ text })) };
  },
  pages: () => [{ path: '/languages', atRoot: false }],
  openPages: true,
};
