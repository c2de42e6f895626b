import { z } from 'zod';
import { scriptedEndpoint, type Reply, type ScriptedEndpoint } from '../inference/scripted-endpoint.ts';

const InputsSchema = z.object({
  inputs: z.array(z.object({ name: z.string(), data: z.array(z.string()) })),
});

/** The texts of a request over the Open Inference Protocol. */
export function textsOf(body: unknown): string[] {
  const { inputs } = InputsSchema.parse(body);
  return inputs.find(({ name }) => name === 'text')?.data ?? [];
}

/** What a translator does with the texts of a request, unless it answers it otherwise: then it returns true. */
export type Meddling = (texts: readonly string[], reply: Reply) => boolean | Promise<boolean>;

export interface FakeTranslator extends ScriptedEndpoint {
  /** The texts of each request, trials left out, in the order of their arrival. */
  readonly batches: string[][];
  meddle: Meddling;
}

/** A translator of the Open Inference Protocol that puts texts in «quotes», until the test ends. */
export async function fakeTranslator(meddle: Meddling = () => false): Promise<FakeTranslator> {
  const batches: string[][] = [];
  const server = await scriptedEndpoint(async ({ body }, reply) => {
    const texts = textsOf(body);
    if (texts.join() !== 'Hello') batches.push(texts);
    if (await translator.meddle(texts, reply)) return;
    sendTensor(
      reply,
      'translation',
      texts.map((text) => `«${text}»`),
    );
  });
  const translator: FakeTranslator = Object.assign(server, { batches, meddle });
  return translator;
}

/** Answers with one output tensor. */
export function sendTensor(reply: Reply, name: string, data: readonly unknown[]): void {
  sendJson(reply, { model_name: 'm', outputs: [{ name, datatype: 'BYTES', shape: [data.length], data }] });
}

export function sendJson({ raw }: Reply, value: unknown, status = 200): void {
  raw.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

export function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `texto ${at}`);
}
