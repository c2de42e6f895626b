import { z } from 'zod';
import { RequestProblem } from '../http/problem.ts';
import { countTokens } from '../tokens.ts';
import { detectLanguage } from '../translation/detect.ts';
import { languageOf } from '../translation/language.ts';
import type { Language } from '../translation/language.ts';
import { translate } from '../translation/translate.ts';
import type { Api, ApiSettings } from './api.ts';
import { keyOf, readRequest } from './sampling.ts';

const switchSchema = z.union([z.boolean(), z.enum(['0', '1', 'true', 'false'])]).optional();

const requestSchema = z.looseObject({
  text: z.union([z.string(), z.array(z.string()).min(1)], 'expected text, or a list of texts'),
  source_lang: z.string().optional(),
  target_lang: z.string(),
  show_billed_characters: switchSchema,
});

/** DeepL's own limit of texts in a request. */
const MOST_TEXTS = 50;

/** DeepL's `/v2/translate`: JSON, or the form that its clients send. */
export function deeplApi({ rates }: ApiSettings): Api {
  return {
    name: 'deepl',
    paths: ['/v2/translate'],
    forms: true,
    deniedStatus: 403,
    complaint: ({ message }) => ({ message }),
    prepare(body) {
      const request = readRequest(requestSchema, body);
      const texts = typeof request.text === 'string' ? [request.text] : request.text;
      if (texts.length > MOST_TEXTS)
        throw new RequestProblem(400, `Too many texts: ${texts.length}. A request takes ${MOST_TEXTS}.`);
      const target = named('target_lang', request.target_lang);
      const source = request.source_lang ? named('source_lang', request.source_lang) : undefined;
      const billed = /^(1|true)$/.test(String(request.show_billed_characters));
      const lengths = texts.map((text) => countTokens(text));
      return {
        model: undefined,
        promptTokens: Math.max(...lengths),
        promptField: 'text',
        key: keyOf('/v2/translate', request),
        texts: texts.map((text) => `${source?.tag ?? 'auto'} ${target.tag} ${text}`),
        render() {
          const translations = texts.map((text) => {
            const from = source ?? detectLanguage(text);
            return {
              detected_source_language: from.tag.toUpperCase(),
              text: translate(text, from, target, rates.badTranslation),
              ...(billed ? { billed_characters: text.length } : {}),
            };
          });
          const promptTokens = lengths.reduce((total, length) => total + length, 0);
          return { promptTokens, completionTokens: 0, content: JSON.stringify({ translations }) };
        },
      };
    },
  };
}

function named(field: string, code: string): Language {
  const language = languageOf(code);
  if (language) return language;
  throw new RequestProblem(400, `Value for '${field}' not supported: '${code}'.`, { param: field });
}
