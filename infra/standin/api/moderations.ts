import { z } from 'zod';
import { diceFrom } from '../dice.ts';
import { CATEGORIES, harmsIn } from '../text/harm.ts';
import { countTokens } from '../tokens.ts';
import type { Api } from './api.ts';
import { FINGERPRINT } from './api.ts';
import { idOf, keyOf, readRequest } from './sampling.ts';

const partSchema = z.looseObject({ type: z.string(), text: z.string().optional() });

const requestSchema = z.looseObject({
  /** OpenAI's own default is left to it; here any served model does. */
  model: z.string().min(1).optional(),
  input: z.union(
    [z.string(), z.array(z.string()).min(1), z.array(partSchema).min(1)],
    'expected text, a list of texts, or parts of type text',
  ),
});

/** OpenAI's moderation by keywords: scores near 0, and from 0.7 up where a rule's words occur. */
export function moderationsApi(): Api {
  return {
    name: 'moderations',
    paths: ['/v1/moderations', '/moderations'],
    prepare(body) {
      const request = readRequest(requestSchema, body);
      const texts = textsOf(request.input);
      const lengths = texts.map((text) => countTokens(text));
      const key = keyOf('/v1/moderations', request);
      return {
        model: request.model,
        promptTokens: Math.max(...lengths),
        promptField: 'input',
        key,
        texts,
        render() {
          const content = JSON.stringify({
            id: `modr-standin-${idOf(diceFrom(key))}`,
            model: request.model ?? FINGERPRINT,
            results: texts.map((text) => resultOf(text)),
          });
          const promptTokens = lengths.reduce((total, length) => total + length, 0);
          return { promptTokens, completionTokens: 0, content };
        },
      };
    },
  };
}

function resultOf(text: string) {
  const found = new Set(harmsIn(text).map(({ category }) => category));
  const dice = diceFrom(text);
  const scores = CATEGORIES.map((category) => {
    const draw = dice.next();
    return [category, found.has(category) ? 0.7 + 0.29 * draw : 0.001 * draw] as const;
  });
  return {
    flagged: found.size > 0,
    categories: Object.fromEntries(CATEGORIES.map((category) => [category, found.has(category)])),
    category_scores: Object.fromEntries(scores),
    category_applied_input_types: Object.fromEntries(CATEGORIES.map((category) => [category, ['text']])),
  };
}

/** A list of parts is one input, as with OpenAI. */
function textsOf(input: z.output<typeof requestSchema>['input']): string[] {
  if (typeof input === 'string') return [input];
  const texts = input.filter((item) => typeof item === 'string');
  if (texts.length > 0) return texts;
  return [input.map((item) => (typeof item === 'string' ? item : (item.text ?? ''))).join('\n')];
}
