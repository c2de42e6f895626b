import { z } from 'zod';

const WordSchema = z.union([z.string(), z.number().transform(String)]).nullish();
const FieldsSchema = z.object({
  message: z.string(),
  type: WordSchema,
  code: WordSchema,
  param: WordSchema,
});

/** The shapes in which servers say what went wrong: OpenAI and vLLM, older vLLM, TGI, FastAPI, Ollama. */
const BodySchema = z.union([
  z.object({ error: FieldsSchema }).transform(({ error }) => error),
  z.object({ error: z.string(), error_type: WordSchema }).transform(({ error, error_type }) => ({
    message: error,
    type: error_type,
  })),
  FieldsSchema,
  z.object({ detail: z.json() }).transform(({ detail }) => ({
    message: typeof detail === 'string' ? detail : JSON.stringify(detail),
  })),
]);

/** The server's error in OpenAI's shape, the only one from which the SDK keeps the message. */
export function openAiErrorBody(body: string): string {
  const result = BodySchema.safeParse(parsed(body));
  const plain = body.trim() === '' ? '(no message)' : body;
  return JSON.stringify({ error: result.data ?? { message: plain } });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
