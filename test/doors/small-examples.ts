import { resolve } from 'node:path';
import { z } from 'zod';
import { recipes } from '../../schemas/recipes/index.ts';
import { exampleConfig } from '../contract/written.ts';

type Config = Record<string, unknown>;

const few = 8;
const corpus = { files: [resolve('examples/documents/wikipedia.jsonl.gz')], limit: few };

/** Some keys of an object, at `path` of a config, that make it smaller. */
function less(config: Config, path: string, smaller: Config): Config {
  return { [path]: { ...z.looseObject({}).parse(config[path]), ...smaller } };
}

const lists = z.array(z.unknown());
const fewQueries = (config: Config) =>
  lists.parse(config['queries']).map((each) => ({ ...z.looseObject({}).parse(each), limit: few }));

/** The recipe that makes the bank which others build on. */
const ofTheBank = 'template-bank';
const bank = { bank: { name: 'queries-demo' } };

/** What makes an example a matter of a second: the same work on fewer rows. Another recipe's is taken whole. */
const smaller: Record<string, (config: Config) => Config> = {
  generate: (config) => less(config, 'table', { limit: few }),
  'back-and-forth': () => ({ corpus }),
  [ofTheBank]: (config) => ({ queries: fewQueries(config) }),
  'fine-instructions': () => ({ corpus, ...bank }),
  'tune-embedder': () => ({ documents: few, ...bank }),
  'distil-genericizer': (config) => less(config, 'sample', { size: few }),
  'distil-instantiator': (config) => ({ documents: few, ...less(config, 'sample', { size: few }), ...bank }),
  multilingual: (config) => ({ corpora: lists.parse(config['corpora']).slice(0, 2) }),
  'lmsys-synth': (config) => less(config, 'conversations', { limit: few }),
  magpie: () => ({ instructions: few }),
};

/** Every recipe's example as somebody would send it, of few rows; first the bank that others build on. */
export async function smallExamples(
  store: string,
): Promise<{ readonly recipe: string; readonly workflow: string; readonly config: Config }[]> {
  const inOrder = [...recipes].sort((a, b) => Number(b.name === ofTheBank) - Number(a.name === ofTheBank));
  return Promise.all(
    inOrder.map(async ({ name: recipe, workflow }) => {
      const config = await exampleConfig(recipe);
      return { recipe, workflow, config: { ...config, ...smaller[recipe]?.(config), store } };
    }),
  );
}
