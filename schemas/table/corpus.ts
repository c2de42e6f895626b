import { z } from 'zod';
import { JsonSchema } from '../json.ts';
import { column } from './meaning.ts';

/**
 * How the records of a file are written. `text` is plain text whose documents blank lines divide, as in CC-100; in
 * `lines` each line is a document. Both give records with a `text` alone.
 */
export const FormatSchema = z.enum(['jsonl', 'csv', 'parquet', 'text', 'lines']);
export type Format = z.infer<typeof FormatSchema>;

/** Of ASCII, so that files are cut without being decoded; Hive's `"\x01"` as well. */
const character = z
  .string()
  .refine((text) => /^\p{ASCII}$/u.test(text) && !'\0\n\r'.includes(text), 'must be one character of ASCII');

/** How a CSV file is written, where its beginning does not show it. */
export const CsvSchema = z.strictObject({
  /** @default what stands most often in the header of `,` `;` `|` and tab; a line `sep=;` before it says it as well */
  delimiter: character.optional(),
  /** Null where no character quotes. @default `"` */
  quote: character.nullable().optional(),
});

const ScalarSchema = z.union([
  z.string(),
  z
    .number()
    .refine(
      (value) => !Number.isInteger(value) || Number.isSafeInteger(value),
      'is beyond the integers that YAML readers keep; put it in quotes',
    ),
  z.boolean(),
  z.null(),
]);

/** Dotted path into a record -> the value, or the list of values, that lets the record through. */
export const WhereSchema = z.record(z.string().min(1), z.union([ScalarSchema, z.array(ScalarSchema).min(1)]));
export type Where = z.infer<typeof WhereSchema>;

function isEncoding(name: string): boolean {
  try {
    return new TextDecoder(name, { fatal: true }).encoding !== '';
  } catch {
    return false;
  }
}

const inputFields = {
  /**
   * Paths, globs, folders (read with all below them), or s3:// objects, prefixes and globs. Relative paths start at
   * the folder of the config file.
   */
  files: z.array(z.string().min(1)).min(1),
  /**
   * How the files are written. @default by extension: .jsonl .ndjson .json, .csv .tsv, .txt as `text` (all also .gz
   * .zst), .parquet. In a folder or prefix, .txt files are read only where this says `text` or `lines`.
   */
  format: FormatSchema.optional(),
  /**
   * Of a folder with a dataset card, as on the Hugging Face hub: which of its card's configs is read. @default the one
   * that is the default, or the only one
   */
  config: z.string().min(1).optional(),
  /** Of such a folder: which split is read; `all` for every one. @default train, or the only one */
  split: z.string().min(1).optional(),
  csv: CsvSchema.optional(),
  /** Encoding of files of text, such as `windows-1252`. @default UTF-8, or the UTF-16 that their first bytes show */
  encoding: z
    .string()
    .refine(isEncoding, 'is no encoding that is known, such as windows-1252 or shift_jis')
    .optional(),
  /**
   * Only records with these values are read; the others become rejects `filtered: <path>`. Paths are those of the
   * file (`metadata.bucket: head`); values are compared as text, so that 5 meets the "5" of a CSV file.
   */
  where: WhereSchema.default({}),
  /** Largest text, in bytes of UTF-8; a record with a larger one is rejected. @default 10 MB */
  maxBytes: z.int().positive().default(10_000_000),
  /** Stop after this many usable records; the rest of the files stays unread. @default all */
  limit: z.int().positive().optional(),
};

/** Where our names are found in the files' records; a dot reaches into an object (`text: body.plain`). */
export const DocumentColumnsSchema = z.strictObject({
  /** The corpus's own id, kept as `source_id`. @default id */
  id: z.string().min(1).default('id'),
  /** @default text */
  text: z.string().min(1).default('text'),
  /** Where the document came from; the file's name where a record has none. @default source */
  source: z.string().min(1).default('source'),
});
export type DocumentColumns = z.infer<typeof DocumentColumnsSchema>;

/** Documents to make a dataset of: Dolma-like records of id, text, source, metadata. */
export const CorpusSchema = z.strictObject({ ...inputFields, columns: DocumentColumnsSchema.prefault({}) });
export type CorpusConfig = z.infer<typeof CorpusSchema>;

const documentColumns = new Set(['id', 'text', 'source', 'source_id', 'metadata']);

/** Several corpora that become one table; each row has its corpus's `columns`, such as its language. */
export const TextsInputSchema = z
  .array(z.strictObject({ corpus: CorpusSchema, columns: z.record(z.string(), z.string()) }))
  .min(1)
  .superRefine((inputs, context) => {
    const names = (columns: object): string => Object.keys(columns).sort().join(', ');
    const [first] = inputs;
    inputs.forEach(({ columns }, at) => {
      const taken = Object.keys(columns).find((name) => documentColumns.has(name));
      const path = [at, 'columns'];
      if (taken !== undefined)
        context.addIssue({ code: 'custom', path, message: `"${taken}" is a column of every document` });
      if (first !== undefined && names(columns) !== names(first.columns))
        context.addIssue({
          code: 'custom',
          path,
          message: `has the columns ${names(columns)}, but the first corpus has ${names(first.columns)}`,
        });
    });
  });
export type TextsInput = z.infer<typeof TextsInputSchema>;

/** Any table of rows, for recipes whose prompts are filled from columns. */
export const RowsInputSchema = z.strictObject({
  ...inputFields,
  /** Column that identifies a row. @default the row's whole content does */
  id: z.string().min(1).optional(),
});
export type RowsInput = z.infer<typeof RowsInputSchema>;

/** What listing and reading need of a `CorpusConfig` or a `RowsInput`. */
export type FilesInput = Pick<CorpusConfig, 'files' | 'format' | 'config' | 'split' | 'csv' | 'encoding'>;
export type RecordsInput = Pick<CorpusConfig, 'where' | 'maxBytes' | 'limit'>;

/** One file of the input, as it was when the build began. */
export const SourceFileSchema = z.object({
  /** Absolute path, or s3://bucket/key. */
  uri: z.string(),
  /** What messages, rejects and datasets call it: relative to the config's folder where it lies below it. */
  name: z.string(),
  format: FormatSchema,
  compression: z.enum(['none', 'gzip', 'zstd']),
  csv: CsvSchema.optional(),
  encoding: z.string().optional(),
  bytes: z.int().nonnegative(),
  /** Changes when the content may have: size and time of change, or the object's ETag. */
  fingerprint: z.string(),
});
export type SourceFile = z.infer<typeof SourceFileSchema>;

/** A document as recipes see it. `id` is a hash of the normalised text, so equal documents have one id. */
export const documentShape = {
  id: z.string(),
  text: column(z.string(), {
    about: 'The raw web document that the pair was made from, unchanged',
    meaning: { is: 'document' },
    public: 'web_response',
  }),
  source: column(z.string(), { about: 'Where the document came from', meaning: { is: 'source' } }),
  /** The corpus's own id. */
  source_id: column(z.string().nullable(), { about: 'The id that the document had in its corpus' }),
  /** The record's `metadata`, and beside it every other field of the record. */
  metadata: column(z.record(z.string(), JsonSchema), {
    about: 'Everything else that the corpus said of the document',
    meaning: { is: 'metadata' },
  }),
};
export const DocumentSchema = z.object(documentShape);
export type Document = z.infer<typeof DocumentSchema>;
