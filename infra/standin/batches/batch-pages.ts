import type { IncomingMessage } from 'node:http';
import { parseMultipart } from '../http/multipart.ts';
import { RequestProblem } from '../http/problem.ts';
import { parseJson } from '../http/read-body.ts';
import type { BatchFaults } from './batch-faults.ts';
import type { BatchOffice } from './batch-office.ts';

/** Takes a request to the Batch API; its reply is an object, or the text of a file. */
type Page = (
  office: BatchOffice,
  request: {
    readonly id: string;
    readonly body: Buffer;
    readonly type: string;
    readonly query: URLSearchParams;
  },
) => object | string | Promise<object | string>;

/** Whose replies can be made to hang. */
type Hanging = NonNullable<BatchFaults['batchHangs']>;

const pages: readonly (readonly [method: string, path: RegExp, page: Page, what?: Hanging])[] = [
  ['POST', /^\/v1\/files$/, (office, { body, type }) => upload(office, body, type), 'upload'],
  ['GET', /^\/v1\/files$/, ({ files }) => ({ object: 'list', data: files.list(), has_more: false })],
  ['GET', /^\/v1\/files\/([^/]+)$/, ({ files }, { id }) => files.need(id).file],
  ['GET', /^\/v1\/files\/([^/]+)\/content$/, ({ files }, { id }) => files.need(id).content, 'content'],
  ['DELETE', /^\/v1\/files\/([^/]+)$/, ({ files }, { id }) => files.remove(id)],
  ['POST', /^\/v1\/batches$/, (office, { body }) => office.create(parseJson(body)), 'creation'],
  ['GET', /^\/v1\/batches$/, (office, { query }) => office.list(query)],
  ['GET', /^\/v1\/batches\/([^/]+)$/, (office, { id }) => office.show(id)],
  ['POST', /^\/v1\/batches\/([^/]+)\/cancel$/, (office, { id }) => office.cancel(id)],
];

interface BatchPage {
  readonly what: Hanging | undefined;
  readonly show: (office: BatchOffice, body: Buffer) => Promise<object | string>;
}

/** Who answers a request of the Batch API; undefined for any other. */
export function batchPageAt({ method, headers, url }: IncomingMessage, path: string): BatchPage | undefined {
  for (const [itsMethod, pattern, page, what] of pages) {
    const found = method === itsMethod ? pattern.exec(path) : null;
    if (found === null) continue;
    const [, id = ''] = found;
    const query = new URLSearchParams(url?.slice(path.length));
    const type = headers['content-type'] ?? '';
    return { what, show: async (office, body) => page(office, { id, body, type, query }) };
  }
  return undefined;
}

function upload(office: BatchOffice, body: Buffer, type: string): object {
  const parts = parseMultipart(body, type);
  if (parts === undefined) throw new RequestProblem(400, 'Send the file as multipart/form-data.');
  const file = parts.get('file');
  if (file?.filename === undefined)
    throw new RequestProblem(400, "Missing required parameter: 'file'.", { param: 'file' });
  const purpose = parts.get('purpose')?.text ?? '';
  if (purpose !== 'batch')
    throw new RequestProblem(400, `'${purpose}' is not one of ['batch'] - 'purpose'`, { param: 'purpose' });
  return office.files.add(file.text, file.filename, purpose);
}
