import { z } from 'zod';
import { samplingShape } from '../../table/sampling.ts';
import { column } from '../../table/meaning.ts';
import { drawShape } from '../../table/draw.ts';
import { rowStage } from '../../table/stage.ts';
import { CleaningSchema } from './cleaning.ts';
import { ControlSchema, domainFamily } from './control.ts';
import { PreQuerySchema } from './pre-query.ts';

/** Prompts of the system prompts that control what is asked. */
export const controlPrompts = { [domainFamily]: [], 'in-language': ['language'] };

export const domain = column(z.string().nullable(), {
  about: 'Name of the system prompt that it was asked for by',
});
const language = column(z.string().nullable(), { about: 'Language that it was asked for in (FLORES-200)' });

/** Section 2.1, step 1: the model goes on from where its user's text begins; what it writes is kept as it came. */
export const preQuery = rowStage({
  name: 'pre-query',
  version: 1,
  title: 'Draw the instruction',
  role: 'instructor',
  prompts: controlPrompts,
  needs: { draw: drawShape.draw },
  adds: {
    drawn: z.string(),
    finish: z.string().nullable(),
    ...samplingShape,
    domain,
    language,
  },
  params: z.strictObject({ preQuery: PreQuerySchema, control: ControlSchema }),
});

/** Between steps 1 and 2: what is no instruction is rejected, each for its reason. */
export const cleanInstruction = rowStage({
  name: 'clean-instruction',
  version: 1,
  title: 'Clean the instruction',
  filters: ['other language'],
  prompts: controlPrompts,
  needs: { drawn: z.string(), finish: z.string().nullable(), domain, language },
  adds: { instruction: z.string() },
  params: z.strictObject({ cleaning: CleaningSchema, control: ControlSchema }),
});
