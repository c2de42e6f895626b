import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { isObjectUri, type ObjectSourceFactory } from '../corpus/object-source.ts';
import { codeOf } from '../storage/file-fault.ts';
import { ChatTemplateUnusable } from './chat-template-unusable.ts';

/** What a template needs of a model's tokenizer_config.json. */
export interface TokenizerConfig {
  readonly template: string;
  /** Variables such as `bos_token`, as templates know them. */
  readonly specialTokens: Readonly<Record<string, string>>;
}

const TokenSchema = z.union([
  z.string(),
  z.object({ content: z.string() }).transform(({ content }) => content),
]);
const token = TokenSchema.nullish();
const ConfigSchema = z.object({
  bos_token: token,
  eos_token: token,
  unk_token: token,
  sep_token: token,
  pad_token: token,
  cls_token: token,
  mask_token: token,
  chat_template: z
    .union([z.string(), z.array(z.object({ name: z.string(), template: z.string() }))])
    .nullish(),
});

const takeAnother = 'Take tokenizer_config.json from the page of an instruction-tuned model on the hub';

/** Reads tokenizer_config.json, and the chat_template.jinja beside it that newer repositories have in its place. */
export async function readTokenizerConfig(
  file: string,
  objects: ObjectSourceFactory,
): Promise<TokenizerConfig> {
  const text = isObjectUri(file) ? await readObject(file, objects) : await readLocal(file);
  if (text === undefined)
    throw new ChatTemplateUnusable(file, 'there is no such file', 'Correct tokenizerConfig in the config');
  const { chat_template, ...tokens } = parsed(text, file);
  const beside = file.replace(/[^/]*$/, 'chat_template.jinja');
  const own = isObjectUri(file) ? await readObject(beside, objects) : await readLocal(beside);
  const template = own ?? defaultOf(chat_template, file);
  const named = Object.entries(tokens).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return { template, specialTokens: Object.fromEntries(named) };
}

function parsed(text: string, file: string): z.output<typeof ConfigSchema> {
  try {
    return ConfigSchema.parse(JSON.parse(text));
  } catch (error) {
    const reason =
      error instanceof z.ZodError
        ? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
        : 'it is not JSON';
    throw new ChatTemplateUnusable(file, `this is no tokenizer_config.json (${reason})`, takeAnother, error);
  }
}

function defaultOf(given: z.output<typeof ConfigSchema>['chat_template'], file: string): string {
  if (typeof given === 'string') return given;
  if (given === null || given === undefined)
    throw new ChatTemplateUnusable(
      file,
      'it has no chat_template, and no chat_template.jinja is beside it; base models have none',
      takeAnother,
    );
  const found = given.find(({ name }) => name === 'default');
  if (found !== undefined) return found.template;
  const names = given.map(({ name }) => name).join(', ');
  throw new ChatTemplateUnusable(
    file,
    `none of its chat templates (${names}) is called default`,
    'Write the one that is meant as chat_template into a copy of the file',
  );
}

async function readLocal(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    const code = codeOf(error);
    if (code === 'ENOENT') return undefined;
    const problem = code === 'EISDIR' ? 'it is a folder' : `it cannot be read (${code ?? String(error)})`;
    const fix =
      code === 'EISDIR' ? 'Name the tokenizer_config.json in it' : 'Check that this user may read it';
    throw new ChatTemplateUnusable(path, problem, fix, error);
  });
}

/** Listed first: reading what is not there would look like a bucket that may not be read. */
async function readObject(uri: string, objects: ObjectSourceFactory): Promise<string | undefined> {
  const source = await objects();
  const found = await source.list(uri);
  if (!found.some((entry) => entry.uri === uri)) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of await source.open(uri)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
