import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import OpenAI from 'openai';
import { z } from 'zod';

/**
 * The floor: workers in a loop over the `openai` SDK with its defaults, results appended to a file. No journal, no
 * shards, no resume; what is left when it is killed is asked anew.
 *
 * Arguments: base URL, prompts file, results file, number of workers.
 */
const [baseURL, promptsPath = '', resultsPath = '', workers = '64'] = process.argv.slice(2);
const recordSchema = z.object({ prompt: z.string() });
const client = new OpenAI({ baseURL, apiKey: 'none' });
const lines = createInterface({ input: createReadStream(promptsPath) })[Symbol.asyncIterator]();
const results = createWriteStream(resultsPath);

async function work(): Promise<void> {
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
    const { prompt } = recordSchema.parse(JSON.parse(next.value));
    try {
      const { choices, usage } = await client.chat.completions.create({
        model: 'stand-in',
        messages: [{ role: 'user', content: prompt }],
      });
      results.write(`${JSON.stringify({ prompt, response: choices[0]?.message.content, usage })}\n`);
    } catch (error) {
      results.write(`${JSON.stringify({ prompt, error: String(error) })}\n`);
    }
  }
}

await Promise.all(Array.from({ length: Number(workers) }, work));
results.end();
await once(results, 'finish');
