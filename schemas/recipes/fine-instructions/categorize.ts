import { z } from 'zod';
import { rowStage } from '../../table/stage.ts';

const CategorySchema = z.strictObject({
  name: z
    .string()
    .regex(/^[^,\n]*[^,\s][^,\n]*$/, 'a name has no comma and is one line: answers list names with commas')
    .refine((name) => name.trim().toLowerCase() !== 'none', {
      error: '"none" is what an answer says that names no category',
    }),
  /** What belongs to it, as the model is told. */
  about: z.string().min(1),
});
export type Category = z.output<typeof CategorySchema>;

/** Table 4: five fields, and two kinds of request. They do not exclude each other. */
const papers: Category[] = [
  { name: 'science', about: 'the natural and social sciences, technology, and how things in nature work' },
  { name: 'math', about: 'calculating, proving, or explaining something of mathematics or statistics' },
  { name: 'code', about: 'writing, reading or mending programs, queries, scripts or markup' },
  { name: 'medicine', about: 'health, illness, treatment, drugs, or the workings of the human body' },
  {
    name: 'personal life',
    about: 'everyday matters of the person who asks: family, home, money, work, leisure, feelings',
  },
  {
    name: 'reasoning',
    about: 'an answer takes thinking over what is known, such as comparing, judging or inferring',
  },
  {
    name: 'task',
    about: 'something is to be made or done, such as a text of some kind, rather than a question answered',
  },
];

export const CategorizeParams = z.strictObject({
  categories: z
    .array(CategorySchema)
    .min(1)
    .refine((all) => new Set(all.map(({ name }) => name.toLowerCase())).size === all.length, {
      error: 'two categories have the same name',
    })
    .default(papers),
  attempts: z.int().positive().max(20).default(3),
});

/** Section 6.1, Appendix D: what an instruction is about. Drops nothing. */
export const categorize = rowStage({
  name: 'categorize',
  version: 1,
  title: 'Categorize',
  role: 'categorizer',
  prompts: { categorize: ['categories', 'instruction'] },
  needs: { instruction: z.string() },
  /** Names in the config's order; null where no answer could be used. */
  adds: { categories: z.array(z.string()).nullable() },
  labels: ['categories'],
  params: CategorizeParams,
});
