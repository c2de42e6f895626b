import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnyStage } from '../../schemas/table/stage.ts';
import { isFamily, membersOf, namesIn } from './family.ts';
import { checkSlots, parsePrompt, PromptError } from './prompt.ts';
import { codeOf } from '../storage/file-fault.ts';
import { promptFolder } from './folder.ts';

export interface LoadedPrompt {
  readonly text: string;
  /** File that it was read from, for the manifest: the recipe's own or the user's. */
  readonly from: string;
  /** Whether that is a file of the user's. */
  readonly users?: true;
}

type GivenPrompt = { readonly text: string; readonly from?: string } | { readonly file: string };
type Given = Readonly<Record<string, GivenPrompt>>;

/**
 * Reads every prompt that the stages fill, and checks their slots before anything runs. A prompt comes from the config
 * where it gives one, else from the user's folder where it has a file of that name, else from the recipe's own folder.
 * Throws PromptError.
 */
export async function loadPrompts(
  recipe: string,
  stages: readonly AnyStage[],
  userFolder: string | undefined,
  given: Given = {},
): Promise<Record<string, LoadedPrompt>> {
  const declared = stages.flatMap((stage) =>
    stage.kind === 'row' ? Object.entries(stage.prompts ?? {}) : [],
  );
  const wanted = await withFamilies(declared, recipe, userFolder, Object.keys(given));
  const loaded = await Promise.all(
    wanted.map(async ([name, slots]) => {
      const own = given[name];
      if (own === undefined && slots === 'any') return [];
      const prompt = own === undefined ? await readNamed(recipe, name, userFolder) : await readGiven(own);
      const parsed = parsePrompt(prompt.text, prompt.from);
      if (slots !== 'any') checkSlots(parsed, slots, prompt.from);
      else if (parsed.slots.size === 0)
        throw new PromptError(
          `${prompt.from}: the prompt has no slot such as {{question}}, so that all rows would ask the same`,
        );
      return [[name, prompt] as const];
    }),
  );
  return Object.fromEntries(loaded.flat());
}

type Declared = [name: string, slots: readonly string[] | 'any'];

/** Members of a family are the recipe's own and any others that the user gives or has in a folder: that is how a pool grows. */
async function withFamilies(
  declared: readonly Declared[],
  recipe: string,
  userFolder: string | undefined,
  given: readonly string[],
): Promise<Declared[]> {
  if (!declared.some(([name]) => isFamily(name))) return [...declared];
  const own = promptFolder(recipe);
  const names = await namesIn(userFolder === undefined ? [own] : [own, userFolder]);
  for (const name of given) names.add(name);
  return declared.flatMap(([name, slots]) =>
    isFamily(name) ? membersOf(name, names).map((member): Declared => [member, slots]) : [[name, slots]],
  );
}

async function readGiven(given: GivenPrompt): Promise<LoadedPrompt> {
  if ('text' in given) return { text: given.text, from: given.from ?? 'the config' };
  const text = await readIfThere(given.file);
  if (text === undefined) throw new PromptError(`${given.file}: there is no such prompt file`);
  return { text, from: given.file, users: true };
}

async function readNamed(
  recipe: string,
  name: string,
  userFolder: string | undefined,
): Promise<LoadedPrompt> {
  if (userFolder !== undefined) {
    const path = join(userFolder, `${name}.md`);
    const text = await readIfThere(path);
    if (text !== undefined) return { text, from: path, users: true };
  }
  const text = await readFile(new URL(`${name}.md`, promptFolder(recipe)), 'utf8');
  return { text, from: `${recipe}/${name}.md` };
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    const code = codeOf(error);
    if (code === 'ENOENT') return undefined;
    throw new PromptError(`${path}: cannot be read (${code ?? String(error)})`);
  });
}
