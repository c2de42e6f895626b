import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { backAndForth, someDocuments } from '../builds/documents.ts';
import type { Foundry } from '../builds/foundry.ts';
import { documents, fineInstructions } from '../recipes/fine-instructions/sample-build.ts';
import { lmsysSynth, logOf, shipped, type Logged } from '../recipes/lmsys-synth/sample-build.ts';
import { drawing } from '../recipes/magpie/drawn-build.ts';
import { multilingual, sampleCorpora } from '../recipes/multilingual/sample-build.ts';

/** Documents whose rows came, went or changed from one night to the next: a changed text without an id of its own is new. */
interface Changed {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** A recipe that is built every night, from about a hundred documents. */
export interface Nightly {
  readonly name: string;
  readonly config: Record<string, unknown>;
  /** Before the second night: one document is new, and one has changed. */
  day(): Promise<void>;
  /** What that makes of the dataset; undefined where nothing is published. */
  readonly becomes: Changed | undefined;
  /** Most answers that the second night may ask for. */
  readonly asksAtMost: number;
}

const model = { endpoint: 'default', model: 'stand-in' };
const sharding = { rows: 200 };
const changedTail = ' Since the spring a younger keeper has taken over the evening watch.';

export async function nightlies(foundry: Foundry): Promise<Nightly[]> {
  return [
    await ofHarbours(foundry),
    await ofQuestions(foundry),
    await ofTemplates(foundry),
    await ofLanguages(foundry),
    await ofConversations(foundry),
    ofDraws(),
  ];
}

async function ofHarbours(foundry: Foundry): Promise<Nightly> {
  const name = 'harbours';
  const all = someDocuments(101);
  const file = await foundry.writeLines(`${name}.jsonl`, all.slice(0, 100));
  return {
    name,
    config: {
      ...backAndForth,
      name,
      corpus: { files: [file] },
      score: { keep: [1, 2, 3, 4, 5] },
      sharding,
    },
    async day() {
      const [first, ...others] = all;
      await foundry.writeLines(`${name}.jsonl`, [
        { ...first, text: `${first?.text ?? ''}${changedTail}` },
        ...others,
      ]);
    },
    becomes: { added: 2, removed: 1, changed: 0 },
    asksAtMost: 2 * 3 * 3,
  };
}

async function ofQuestions(foundry: Foundry): Promise<Nightly> {
  const name = 'questions';
  const all = Array.from({ length: 101 }, (_, id) => ({ id, topic: `bridge ${id}` }));
  const file = await foundry.writeLines(`${name}.jsonl`, all.slice(0, 100));
  const prompt = join(foundry.folder, `${name}.md`);
  await writeFile(prompt, 'Explain {{topic}} to a beginner.');
  return {
    name,
    config: {
      recipe: 'generate',
      name,
      table: { files: [file], id: 'id' },
      prompt: { file: prompt },
      roles: { model },
      sharding,
    },
    async day() {
      // A schedule keeps the prompts that it was made with.
      await writeFile(prompt, 'Explain {{topic}} to an expert.');
      await foundry.writeLines(`${name}.jsonl`, [{ id: 0, topic: 'bridge zero' }, ...all.slice(1)]);
    },
    becomes: { added: 1, removed: 0, changed: 1 },
    asksAtMost: 2,
  };
}

async function ofTemplates(foundry: Foundry): Promise<Nightly> {
  const name = 'templates';
  const file = await documents(foundry, 0, 40, `${name}.jsonl`);
  return {
    name,
    config: fineInstructions(file, {
      name,
      bank: { name, queries: [{ name: 'chat', files: [resolve('examples/queries/chat.jsonl')] }] },
      share: { most: 1 },
      budget: false,
      sharding,
    }),
    async day() {
      await documents(foundry, 0, 41, `${name}.jsonl`);
      const lines = (await readFile(file, 'utf8')).trim().split('\n');
      // One that has pairs.
      lines[2] = lines[2]?.replace(/"\}$/, `${changedTail}"}`) ?? '';
      await writeFile(file, `${lines.join('\n')}\n`);
    },
    becomes: { added: 2, removed: 1, changed: 0 },
    asksAtMost: 60,
  };
}

async function ofLanguages(foundry: Foundry): Promise<Nightly> {
  const name = 'languages';
  const language = 'spa_Latn';
  const corpora = (await sampleCorpora(foundry)).filter((each) => each['language'] === language);
  const file = join(foundry.folder, 'texts', `${language}.jsonl`);
  return {
    name,
    config: { ...multilingual, name, corpora, sharding },
    async day() {
      const lines = (await readFile(file, 'utf8')).trim().split('\n');
      const [first = '', ...others] = lines;
      const changed = first.replace(/("text": ")/, '$1Ayer cambió el tiempo de repente. ');
      const text =
        'El faro del cabo se enciende cada tarde cuando el sol toca el horizonte. El farero sube despacio la ' +
        'escalera de caracol, limpia los cristales con un paño suave y anota la hora en su cuaderno. Desde arriba ' +
        'se ven las barcas que vuelven al puerto con la pesca del día.';
      await writeFile(
        file,
        `${[changed, ...others, JSON.stringify({ id: 'spa_Latn-faro', text })].join('\n')}\n`,
      );
    },
    becomes: { added: 2, removed: 1, changed: 0 },
    asksAtMost: 60,
  };
}

async function ofConversations(foundry: Foundry): Promise<Nightly> {
  const name = 'conversations';
  const conversations = await logOf(foundry, shipped.slice(0, -1), `${name}.jsonl`);
  return {
    name,
    config: { ...lmsysSynth, name, conversations, sharding },
    async day() {
      const [first, ...others] = shipped;
      if (first === undefined) throw new Error('the log is empty');
      await logOf(
        foundry,
        [saying(first, 'How do I keep parsley alive through the winter?'), ...others],
        `${name}.jsonl`,
      );
    },
    becomes: { added: 2, removed: 1, changed: 0 },
    asksAtMost: 10,
  };
}

/** Magpie reads no files: a night finds nothing new until its config draws more. */
function ofDraws(): Nightly {
  const name = 'draws';
  return {
    name,
    config: drawing(100, { name, sharding }),
    day: () => Promise.resolve(),
    becomes: undefined,
    asksAtMost: 0,
  };
}

function saying(logged: Logged, words: string): Logged {
  const [question, ...others] = logged.conversation;
  return question === undefined
    ? logged
    : { ...logged, conversation: [{ ...question, content: words }, ...others] };
}
