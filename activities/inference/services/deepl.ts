import { z } from 'zod';
import { codeFor } from '../../../schemas/inference/languages.ts';
import type { Problem } from '../fault-problem.ts';
import type { ServiceAdapter } from './adapter.ts';
import { matching, readBody } from './read-body.ts';
import { taskOf } from './task-mismatch.ts';
import { translate } from './tasks.ts';

const UsageSchema = z.object({ character_count: z.number(), character_limit: z.number().positive() });
const ReplySchema = z.object({ translations: z.array(z.object({ text: z.string() })) });

/** DeepL's translate; through our own transport, so that a cancelled build takes its requests back. */
export const deepl: ServiceAdapter = {
  protocol: { name: 'DeepL API', baseUrl: '/v2/translate stands below it' },
  tasks: [translate],
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
  pages: () => [{ path: '/v2/usage', atRoot: true, problem: usedUp }],
  trialTells: true,
  mostTexts: 50,
};

function usedUp(body: unknown): Problem | undefined {
  const { data } = UsageSchema.safeParse(body);
  if (data === undefined || data.character_count < data.character_limit) return undefined;
  return {
    problem: `the quota of ${data.character_limit} characters is used up`,
    fix: 'Add credit, or wait for the next period.',
  };
}
