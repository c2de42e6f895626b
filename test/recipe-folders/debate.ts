import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A recipe outside the repository: two row stages, a set stage, and a dataset of preferences. */
const files: Readonly<Record<string, string>> = {
  'recipe.ts': `import {
  buildShape, CorpusSchema, outputOf, preferenceShape, promptShape, roleWithSampling, rowStage, setStage, z, type Recipe,
} from 'tunesmith/recipe';

export const ConfigSchema = z.strictObject({
  recipe: z.literal('debate'),
  ...buildShape,
  output: outputOf('preference').prefault({}),
  corpus: CorpusSchema,
  roles: z.strictObject({ asker: roleWithSampling({ temperature: 1 }), answerer: roleWithSampling({ temperature: 1 }) }),
});
export type Config = z.output<typeof ConfigSchema>;

export const ask = rowStage({
  name: 'debate-ask',
  version: 1,
  title: 'Ask',
  role: 'asker',
  prompts: { ask: ['text'] },
  needs: { text: z.string() },
  adds: { instruction: z.string() },
  params: z.strictObject({}),
});
export const distinct = setStage({
  name: 'debate-distinct',
  version: 1,
  title: 'One of equal questions',
  filters: ['same question'],
  needs: { instruction: z.string() },
  adds: {},
  params: z.strictObject({}),
});
export const answer = rowStage({
  name: 'debate-answer',
  version: 1,
  title: 'Answer twice',
  role: 'answerer',
  prompts: { answer: ['instruction'] },
  countsTokens: true,
  needs: { instruction: z.string() },
  adds: { ...promptShape, ...preferenceShape },
  params: z.strictObject({}),
});

export const recipe: Recipe = {
  name: 'debate',
  workflow: 'debate',
  title: 'Ask, then prefer the longer of two answers',
  paper: undefined,
  schema: ConfigSchema,
  stages: [ask, distinct, answer],
  kinds: ['preference'],
};
`,
  'workflow.ts': `import { documentShape } from 'tunesmith/recipe';
import { openBuild, type Dataset } from 'tunesmith/workflow';
import { answer, ask, distinct, type Config } from './recipe.ts';

export async function debate(config: Config): Promise<Dataset> {
  const build = await openBuild(config);
  const documents = await build.import('documents', config.corpus, documentShape);
  const questions = await documents.through(ask, {}).select(distinct, {});
  return build.publish(questions.through(answer, {}), { kind: 'preference' });
}
`,
  'stages/debate.ts': `import { implement, implementSet, parseResponse, reject } from 'tunesmith/stages';
import { answer, ask, distinct } from '../recipe.ts';

export const asked = implement(ask, async ({ text }, context) => ({
  instruction: await context.ask({ prompt: 'ask', slots: { text }, parse: parseResponse, attempts: 3 }),
}));
export const distinctSet = implementSet(distinct, () => ({
  keep: 'SELECT min(id) AS id FROM input GROUP BY instruction',
  otherwise: 'same question',
}));
export const answered = implement(answer, async ({ instruction }, { ask: askModel, tokens }) => {
  const given = { prompt: 'answer', slots: { instruction }, parse: parseResponse, attempts: 3 };
  const [one, other] = [await askModel({ ...given, sample: 0 }), await askModel({ ...given, sample: 1 })];
  if (one === other) return reject('two answers are the same');
  const [chosen, rejected] = one.length > other.length ? [one, other] : [other, one];
  return {
    prompt: instruction,
    chosen,
    rejected,
    chosen_score: tokens(chosen),
    rejected_score: tokens(rejected),
  };
});
`,
  'prompts/ask.md': 'Ask one question that this text answers.\n\n<text>\n{{text}}\n</text>\n',
  'prompts/answer.md': '{{instruction}}\n',
};

/** Writes the recipe below a folder; `changed` takes the place of files, and undefined leaves one out. */
export async function writeDebate(
  root: string,
  changed: Readonly<Record<string, string | undefined>> = {},
): Promise<string> {
  for (const [name, text] of Object.entries({ ...files, ...changed })) {
    if (text === undefined) continue;
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  return root;
}

/** A file of the recipe with something in the place of something else. */
export function debateWith(name: string, from: string, to: string): Record<string, string> {
  const text = files[name] ?? '';
  if (!text.includes(from)) throw new Error(`${name} does not say ${from}`);
  return { [name]: text.replace(from, to) };
}
