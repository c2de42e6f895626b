import { z } from 'zod';
import { codeFor, languageOf, type TranslationWay } from '../../../schemas/inference/languages.ts';
import type { Problem } from '../fault-problem.ts';
import type { ServiceAdapter } from './adapter.ts';
import { matching, readBody } from './read-body.ts';
import { taskOf } from './task-mismatch.ts';
import { translate } from './tasks.ts';

const LanguagesSchema = z.array(z.object({ code: z.string(), targets: z.array(z.string()) }));
const ReplySchema = z.object({ translatedText: z.array(z.string()) });

/** LibreTranslate's translate, which takes its key in the body. */
export const libreTranslate: ServiceAdapter = {
  protocol: { name: 'LibreTranslate API', baseUrl: '/translate stands below it' },
  tasks: [translate],
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
  pages: () => [{ path: '/languages', atRoot: false, open: true, problem: missingLanguages }],
  trialTells: true,
};

/** A server has the languages that it was started with. */
function missingLanguages(body: unknown, translations: readonly TranslationWay[]): Problem | undefined {
  const { data } = LanguagesSchema.safeParse(body);
  if (data === undefined) return undefined;
  const missing = translations.filter(({ from, to }) => {
    const source = data.find(({ code }) => code === codeFor('libretranslate', from, 'source'));
    return source?.targets.includes(codeFor('libretranslate', to, 'target')) !== true;
  });
  if (missing.length === 0) return undefined;
  const ways = missing.map(({ from, to }) => `${languageOf(from).name} into ${languageOf(to).name}`);
  return {
    problem: `the server does not translate ${ways.join(', ')}`,
    fix: 'Start it with these languages (its option --load-only names those that it has), or use another translator.',
  };
}
