import { z } from 'zod';

/** What a column means to those who know no recipe: analyses, samples and formats go by it, never by a name. */
export const MeaningSchema = z.discriminatedUnion('is', [
  /** A whole number on a scale, both ends in it, that a stage rated the row by. */
  z.object({ is: z.literal('score'), scale: z.tuple([z.int(), z.int()]) }),
  /** The text that the row was made from, unchanged. */
  z.object({ is: z.literal('document') }),
  /** The row of the user's own table that the row was made from. */
  z.object({ is: z.literal('fields') }),
  /** Length of another column's text in the build's tokenizer. */
  z.object({ is: z.literal('tokens'), of: z.string() }),
  /** A share, 0 to 1; the report shows how it spreads, a sample says such as `42% copied`. */
  z.object({ is: z.literal('share'), title: z.string(), note: z.string(), word: z.string() }),
  /** Where the document came from. */
  z.object({ is: z.literal('source') }),
  /** What else the corpus said of it, its `license` too. */
  z.object({ is: z.literal('metadata') }),
  /** The system message of the row, which a trainer must see. */
  z.object({ is: z.literal('system') }),
  /** What a model thought before it wrote the text of another column, which a trainer must see. */
  z.object({
    is: z.literal('reasoning'),
    of: z.string(),
    /** True where datasets have it only if `output.reasoning` asks for it. */
    onDemand: z.literal(true).optional(),
  }),
  /** Tools that the model was offered, which a trainer must see. */
  z.object({ is: z.literal('tools') }),
]);
export type Meaning = z.infer<typeof MeaningSchema>;

/** What a column tells of itself beside its type. */
export const ColumnNoteSchema = z.object({
  /** What it holds, in a sentence without a full stop; Markdown's backquotes around names. */
  about: z.string().optional(),
  meaning: MeaningSchema.optional(),
  /** Its name in datasets, where that of the tables would say little. */
  public: z.string().optional(),
});
export type ColumnNote = z.infer<typeof ColumnNoteSchema>;

const notes = new WeakMap<z.core.$ZodType, ColumnNote>();

/** A column's type that tells what it holds; wherever the type is used as a column, it tells it again. */
export function column<Type extends z.ZodType>(type: Type, note: ColumnNote): Type {
  const noted = type.clone();
  notes.set(noted, note);
  return noted;
}

/**
 * Column of what a model thought before it wrote the text of another column; null where it says no thought. Tables have it
 * always, datasets where `output.reasoning` asks for it.
 */
export function reasoningOf(text: string) {
  return column(z.string().nullable(), {
    about: `What the model thought before it wrote \`${text}\``,
    meaning: { is: 'reasoning', of: text, onDemand: true },
  });
}

export function noteOf(type: z.core.$ZodType): ColumnNote | undefined {
  return notes.get(type);
}
