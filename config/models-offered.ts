import { z } from 'zod';

const ModelsSchema = z.object({ data: z.array(z.object({ id: z.string() })) });
const limitMs = 5000;

/** Names of the models that an OpenAI-compatible endpoint lists; undefined when it does not say. */
export async function modelsOffered(url: string, apiKey: string | undefined): Promise<string[] | undefined> {
  try {
    const { origin, pathname, search } = new URL(url);
    const response = await fetch(`${origin}${pathname.replace(/\/+$/, '')}/models${search}`, {
      signal: AbortSignal.timeout(limitMs),
      headers: apiKey ? { authorization: `Bearer ${apiKey}` } : {},
    });
    return ModelsSchema.parse(await response.json()).data.map(({ id }) => id);
  } catch {
    return undefined;
  }
}
