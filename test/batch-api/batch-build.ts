import { z } from 'zod';
import type { Standin } from '../../infra/standin/server.ts';
import type { Foundry } from '../builds/foundry.ts';
import { questions } from '../survival/questions.ts';

/** The build of numbered questions, its role asked by batches that are looked at often. */
export async function batchQuestions(
  foundry: Foundry,
  rows: number,
  batchApi: Record<string, unknown> = {},
  role: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const poll = { firstSeconds: 0.02, mostSeconds: 0.1 };
  return {
    ...(await questions(foundry, rows)),
    roles: {
      model: {
        endpoint: 'default',
        model: 'stand-in',
        transport: 'batch',
        batchApi: { poll, takeOverSeconds: 1, ...batchApi },
        ...role,
      },
    },
  };
}

const ListSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      request_counts: z.object({ total: z.number(), completed: z.number(), failed: z.number() }),
    }),
  ),
});

/** The batches that a stand-in was ever asked for. */
export async function batchesAt({ baseUrl }: Standin) {
  const response = await fetch(`${baseUrl}/batches?limit=100`);
  return ListSchema.parse(await response.json()).data;
}
