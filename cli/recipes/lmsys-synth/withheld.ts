import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { DatasetManifest } from '../../../schemas/dataset/manifest.ts';
import { WithheldMessageSchema } from '../../../schemas/recipes/lmsys-synth/release.ts';

export type Fields = Readonly<Record<string, unknown>>;

/**
 * The columns that hold a log's own text. Of a translation that is what was translated; of the logs' own answers, which no
 * teacher gave, the response as well; of conversations, what the user says.
 */
export function columnsOfLog({ kind, columns }: Pick<DatasetManifest, 'kind' | 'columns'>): string[] {
  const has = (name: string) => columns.some((column) => column.name === name);
  if (has('source_instruction')) return ['source_instruction'];
  const asks = { pair: 'instruction', preference: 'prompt', conversation: 'messages' }[kind];
  return [asks, ...(has('teacher') ? [] : ['response'])];
}

const MessagesSchema = z.array(z.looseObject({ role: z.string(), content: z.string() }));

/** A row with digests in place of the log's text. */
export function withoutText(row: Fields, withheld: readonly string[]): Fields {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]): [string, unknown] => {
      if (!withheld.includes(name)) return [name, value];
      if (typeof value === 'string') return [`${name}_sha256`, sha256(value)];
      const messages = MessagesSchema.parse(value).map(({ content, ...message }) =>
        message.role === 'user' ? { ...message, content_sha256: sha256(content) } : { ...message, content },
      );
      return [name, messages];
    }),
  );
}

/** The digests that a row of a release has in place of text. */
export function digestsIn(row: Fields, withheld: readonly string[]): string[] {
  return withheld.flatMap((name) => {
    const digest = row[`${name}_sha256`];
    if (typeof digest === 'string') return [digest];
    const messages = z.array(z.unknown()).parse(row[name]);
    return messages.flatMap((message) => WithheldMessageSchema.safeParse(message).data?.content_sha256 ?? []);
  });
}

/** A row of a release with its text again; undefined where one of its digests is of no text that there is. */
export function withText(
  row: Fields,
  withheld: readonly string[],
  texts: ReadonlyMap<string, string>,
): Fields | undefined {
  if (digestsIn(row, withheld).some((digest) => !texts.has(digest))) return undefined;
  const of = (digest: unknown) => texts.get(String(digest)) ?? '';
  return Object.fromEntries(
    Object.entries(row).map(([name, value]): [string, unknown] => {
      const column = withheld.find((each) => name === `${each}_sha256`);
      if (column !== undefined) return [column, of(value)];
      if (!withheld.includes(name) || !Array.isArray(value)) return [name, value];
      const messages = value.map((message: unknown): unknown => {
        const { data } = WithheldMessageSchema.safeParse(message);
        if (data === undefined) return message;
        const { role, content_sha256, ...others } = data;
        return { role, content: of(content_sha256), ...others };
      });
      return [name, messages];
    }),
  );
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
