import { z } from 'zod';
import { RequestProblem } from '../http/problem.ts';
import { countTokens } from '../tokens.ts';
import { detectLanguage } from '../translation/detect.ts';
import { languageOf } from '../translation/language.ts';
import type { Language } from '../translation/language.ts';
import { translate } from '../translation/translate.ts';
import type { Api, ApiSettings } from './api.ts';
import { keyOf, readRequest } from './sampling.ts';

const requestSchema = z.looseObject({
  q: z.union([z.string(), z.array(z.string()).min(1)], 'expected text, or a list of texts'),
  source: z.string(),
  target: z.string(),
  format: z.enum(['text', 'html']).optional(),
  api_key: z.string().nullish(),
});

/** The key is in the body, as LibreTranslate has it. */
const keySchema = z.looseObject({ api_key: z.string() });

/** LibreTranslate's `/translate`; a list of texts gives a list of translations. */
export function libreTranslateApi({ rates }: ApiSettings): Api {
  return {
    name: 'libretranslate',
    paths: ['/translate', '/v1/translate'],
    forms: true,
    deniedStatus: 403,
    keyIn: (_, body) => keySchema.safeParse(body).data?.api_key,
    complaint: ({ message }) => ({ error: message }),
    prepare(body) {
      const request = readRequest(requestSchema, body);
      const texts = typeof request.q === 'string' ? [request.q] : request.q;
      const target = named(request.target);
      const source = request.source === 'auto' ? undefined : named(request.source);
      const lengths = texts.map((text) => countTokens(text));
      return {
        model: undefined,
        promptTokens: Math.max(...lengths),
        promptField: 'q',
        key: keyOf('/translate', request),
        texts: texts.map((text) => `${source?.tag ?? 'auto'} ${target.tag} ${text}`),
        render() {
          const languages = texts.map((text) => source ?? detectLanguage(text));
          const made = texts.map((text, at) =>
            translate(text, languages[at] ?? target, target, rates.badTranslation),
          );
          const detected = languages.map(({ tag }) => ({ confidence: 90, language: tag }));
          const content = JSON.stringify({
            ...(source ? {} : { detectedLanguage: typeof request.q === 'string' ? detected[0] : detected }),
            translatedText: typeof request.q === 'string' ? made[0] : made,
          });
          const promptTokens = lengths.reduce((total, length) => total + length, 0);
          return { promptTokens, completionTokens: 0, content };
        },
      };
    },
  };
}

function named(code: string): Language {
  const language = languageOf(code);
  if (language) return language;
  throw new RequestProblem(400, `${code} is not supported`);
}
