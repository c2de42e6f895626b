import { z } from 'zod';
import { pageText } from './page-text.ts';

const WordSchema = z.union([z.string(), z.number().transform(String)]).nullish();
const words = { type: WordSchema, code: WordSchema, param: WordSchema };

interface Fields {
  readonly message: string;
  readonly type?: string | null | undefined;
  readonly code?: string | null | undefined;
  readonly param?: string | null | undefined;
}

/** What pydantic says of a body's fields, one by one: FastAPI, and what is built on it. */
const FieldErrorsSchema = z
  .array(z.object({ type: z.string(), loc: z.array(z.union([z.string(), z.number()])), msg: z.string() }))
  .min(1)
  .transform((errors): Fields => {
    const places = errors.map(({ loc }) => loc.filter((part) => part !== 'body').join('.'));
    return {
      message: errors.map(({ msg }, at) => `${places[at]}: ${msg}`).join('; '),
      code: errors[0]?.type,
      param: places[0],
    };
  });

const PlainSchema = z.object({ message: z.string(), ...words });

/** OpenRouter keeps what the provider behind it said apart from its own words. */
const PassedOnSchema = z
  .object({
    ...PlainSchema.shape,
    metadata: z.object({ raw: z.union([z.string().min(1), z.looseObject({})]) }),
  })
  .transform(({ message, metadata: { raw }, ...rest }): Fields => ({
    ...rest,
    message: `${message}: ${typeof raw === 'string' ? raw : JSON.stringify(raw)}`,
  }));

const FieldsSchema = z.union([PassedOnSchema, PlainSchema]);

const DetailSchema = z.union([
  z.object({ detail: FieldErrorsSchema }).transform(({ detail }) => detail),
  z.object({ detail: z.json() }).transform(({ detail }): Fields => ({
    message: typeof detail === 'string' ? detail : JSON.stringify(detail),
  })),
]);

/** The shapes in which servers say what went wrong: OpenAI and vLLM, older vLLM, TGI, FastAPI, Mistral, Ollama. */
const OneBodySchema: z.ZodType<Fields> = z.union([
  z.object({ error: FieldsSchema }).transform(({ error }) => error),
  z.object({ error: z.string(), error_type: WordSchema }).transform(({ error, error_type }) => ({
    message: error,
    type: error_type,
  })),
  FieldsSchema,
  z
    .object({ message: DetailSchema, ...words })
    .transform(({ message, type }): Fields => ({ type, ...message })),
  DetailSchema,
]);

/** Gemini's OpenAI-like API gives a list of one. */
const BodySchema = z.union([
  OneBodySchema,
  z
    .array(OneBodySchema)
    .min(1)
    .transform(([first]) => first),
]);

/** The server's error in OpenAI's shape, the only one from which the SDK keeps the message. */
export function openAiErrorBody(body: string): string {
  const result = BodySchema.safeParse(parsed(body));
  const plain = body.trim() === '' ? '(no message)' : (pageText(body) ?? body);
  return JSON.stringify({ error: result.data ?? { message: plain } });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
