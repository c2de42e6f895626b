import type { IncomingMessage } from 'node:http';
import { RequestProblem } from './problem.ts';

/** Bytes; far above any prompt, so that only a mistake meets it. */
const LARGEST = 64 * 1024 * 1024;

/** Calls back with the whole body, or with the problem; not at all when the client leaves before its end. */
export function readBody(
  req: IncomingMessage,
  done: (body: Buffer) => void,
  fail: (problem: RequestProblem) => void,
) {
  const chunks: Buffer[] = [];
  let bytes = 0;
  req.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= LARGEST) chunks.push(chunk);
  });
  req.on('end', () => {
    const [only] = chunks;
    if (bytes > LARGEST)
      fail(new RequestProblem(413, `The request body is ${bytes} bytes; the limit is ${LARGEST}.`));
    else done(chunks.length === 1 && only ? only : Buffer.concat(chunks));
  });
}

/** @throws RequestProblem (400) on anything but JSON. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new RequestProblem(400, 'The request body is not valid JSON. Send a JSON object.');
  }
}

/** A form's fields; one that comes several times is a list. */
export function parseForm(body: Buffer): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  const form = new URLSearchParams(body.toString('utf8'));
  for (const name of new Set(form.keys())) {
    const values = form.getAll(name);
    fields[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return fields;
}
