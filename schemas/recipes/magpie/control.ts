import { z } from 'zod';
import { LanguageCodeSchema } from '../common/language.ts';

/** Prompts that say what a model's users ask about. */
export const domainFamily = 'domain-*';
const begin = domainFamily.slice(0, -1);

/** The prompt file of a domain. */
export function domainPrompt(prompt: string): string {
  return begin + prompt;
}

/** Section 2.2, Figure 15: a system prompt that makes the model's users ask about something, or in a language. */
export const DomainSchema = z
  .strictObject({
    /** What the column `domain` says of its rows. */
    name: z.string().min(1),
    /** How often it is drawn, in relation to the others. */
    weight: z.number().positive().default(1),
    /** The system prompt itself. */
    system: z.string().min(1).optional(),
    /** Or the prompt file `domain-<prompt>.md`: `math`, `code`, `translation`, `reasoning`, or one of your folder's. */
    prompt: z.string().min(1).optional(),
    /** The language that is asked for (FLORES-200, such as `tel_Telu`); instructions in another are rejected. */
    language: LanguageCodeSchema.optional(),
  })
  .refine(({ system, prompt }) => system === undefined || prompt === undefined, {
    path: ['prompt'],
    error: 'name a prompt file or write the system prompt, not both',
  });
export type Domain = z.output<typeof DomainSchema>;

export const ControlSchema = z
  .array(DomainSchema)
  .refine((domains) => new Set(domains.map(({ name }) => name)).size === domains.length, {
    error: 'two domains have one name; call one of them otherwise',
  });

/** Whether a domain's rows are asked for by a system prompt. */
export function hasSystem({ system, prompt, language }: Domain): boolean {
  return system !== undefined || prompt !== undefined || language !== undefined;
}

/** Domains whose prompt file is not there; undefined where all are. */
export function controlProblem(control: readonly Domain[], prompts: readonly string[]): string | undefined {
  const missing = control.flatMap(({ prompt }) =>
    prompt === undefined || prompts.includes(domainPrompt(prompt)) ? [] : [prompt],
  );
  if (missing.length === 0) return undefined;
  const known = prompts.filter((name) => name.startsWith(begin)).map((name) => name.slice(begin.length));
  return (
    `control: there is no prompt for ${missing.join(', ')}; there are ${known.join(', ')}. ` +
    `Put a file ${domainPrompt(missing[0] ?? '')}.md into your prompts folder, or correct the name`
  );
}
