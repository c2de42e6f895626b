import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';
import { z } from 'zod';

/**
 * A double of the Hugging Face hub: not the hub, but the part of its documented API that a push needs, kept in memory. It
 * takes large files by Git LFS ("basic"), never by Xet, and checks the SHA-256 of what it is sent.
 */
export interface HubDouble {
  readonly url: string;
  /** Every request, as `POST /api/repos/create`. */
  readonly requests: string[];
  /** Bodies of large files that it has. */
  readonly large: Map<string, Buffer>;
  readonly repos: Map<string, Repo>;
  /** Breaks the connection at the next request that this says. */
  breakAt(request: RegExp | undefined): void;
}

interface Repo {
  readonly visibility: string;
  readonly commits: { readonly oid: string; readonly files: ReadonlyMap<string, Stored> }[];
  readonly tags: Map<string, string>;
}

interface Stored {
  readonly content: Buffer;
  /** SHA-256 of a large one. */
  readonly lfs?: string;
}

interface Reply {
  readonly status: number;
  readonly body: string | Buffer;
}

const token = 'hf_double';
export const hubToken = token;

const Created = z.object({
  name: z.string(),
  organization: z.string(),
  visibility: z.string(),
  type: z.literal('dataset'),
});
const Preupload = z.object({ files: z.array(z.object({ path: z.string(), size: z.number() })) });
const Batch = z.object({ objects: z.array(z.object({ oid: z.string(), size: z.number() })) });
const Line = z.discriminatedUnion('key', [
  z.object({
    key: z.literal('header'),
    value: z.looseObject({ summary: z.string(), parentCommit: z.string().optional() }),
  }),
  z.object({
    key: z.literal('file'),
    value: z.object({ path: z.string(), content: z.string(), encoding: z.literal('base64') }),
  }),
  z.object({
    key: z.literal('lfsFile'),
    value: z.object({ path: z.string(), oid: z.string(), size: z.number(), algo: z.string() }),
  }),
  z.object({ key: z.literal('deletedFile'), value: z.object({ path: z.string() }) }),
]);

export async function startHubDouble(): Promise<HubDouble> {
  const [requests, large, repos] = [[] as string[], new Map<string, Buffer>(), new Map<string, Repo>()];
  let breaking: RegExp | undefined;
  const server = createServer((request, response) => {
    const { method = '', url = '' } = request;
    const said = `${method} ${url}`;
    requests.push(said);
    if (breaking?.test(said) === true) {
      breaking = undefined;
      request.socket.destroy();
      return;
    }
    void answer(request)
      .catch((error: unknown): Reply => ({ status: 500, body: String(error) }))
      .then(({ status, body }) => response.writeHead(status).end(body));
  });

  async function answer(request: IncomingMessage): Promise<Reply> {
    const body = await bodyOf(request);
    const path = (request.url ?? '').split('?')[0] ?? '';
    const json = (value: unknown, status = 200): Reply => ({ status, body: JSON.stringify(value) });
    const upload = /^\/upload\/([0-9a-f]{64})$/.exec(path)?.[1];
    if (upload !== undefined) {
      if (createHash('sha256').update(body).digest('hex') !== upload)
        return json({ error: 'other bytes' }, 400);
      large.set(upload, body);
      return json({});
    }
    if (request.headers.authorization !== `Bearer ${token}`)
      return json({ error: 'Invalid credentials' }, 401);
    const parsed = (): unknown => JSON.parse(body.toString('utf8'));
    if (path === '/api/repos/create') {
      const { organization, name, visibility } = Created.parse(parsed());
      const id = `${organization}/${name}`;
      if (repos.has(id)) return json({ error: 'You already created this dataset repo' }, 409);
      // As the hub does, a first commit with a file of its own.
      const files = new Map([['.gitattributes', { content: Buffer.from('*.parquet filter=lfs\n') }]]);
      repos.set(id, { visibility, commits: [{ oid: oidOf('first'), files }], tags: new Map() });
      return json({ url: `${urlOf()}/datasets/${id}`, id });
    }
    const lfs = /^\/datasets\/([^/]+\/[^/]+)\.git\/info\/lfs\/objects\/batch$/.exec(path);
    if (lfs !== null) {
      const objects = Batch.parse(parsed()).objects.map(({ oid, size }) => ({
        oid,
        size,
        ...(large.has(oid) ? {} : { actions: { upload: { href: `${urlOf()}/upload/${oid}`, header: {} } } }),
      }));
      return json({ transfer: 'basic', objects });
    }
    const [, id = '', what = '', rest = ''] =
      /^\/(?:api\/)?datasets\/([^/]+\/[^/]+)\/([^/]+)\/?(.*)$/.exec(path) ?? [];
    const repo = repos.get(id);
    if (repo === undefined) return json({ error: 'Repository not found' }, 404);
    const head = repo.commits.at(-1);
    if (head === undefined) throw new Error('no commit');
    const at = (revision: string) =>
      repo.commits.find(
        ({ oid }) => oid === (repo.tags.get(revision) ?? (revision === 'main' ? head.oid : revision)),
      );
    switch (what) {
      case 'refs':
        return json({
          tags: [...repo.tags].map(([name, targetCommit]) => ({
            name,
            ref: `refs/tags/${name}`,
            targetCommit,
          })),
          branches: [{ name: 'main', ref: 'refs/heads/main', targetCommit: head.oid }],
          converts: [],
        });
      case 'preupload':
        return json({
          files: Preupload.parse(parsed()).files.map(({ path: file }) => ({
            path: file,
            uploadMode: file.endsWith('.parquet') ? 'lfs' : 'regular',
          })),
        });
      case 'commit': {
        const files = new Map(head.files);
        for (const line of body.toString('utf8').split('\n')) {
          const { key, value } = Line.parse(JSON.parse(line));
          if (key === 'header' && value.parentCommit !== undefined && value.parentCommit !== head.oid)
            return json({ error: 'A commit has happened since' }, 412);
          if (key === 'file') files.set(value.path, { content: Buffer.from(value.content, 'base64') });
          if (key === 'deletedFile') files.delete(value.path);
          if (key !== 'lfsFile') continue;
          const content = large.get(value.oid);
          if (content === undefined) return json({ error: `${value.path} was not uploaded` }, 400);
          files.set(value.path, { content, lfs: value.oid });
        }
        const oid = oidOf(`${head.oid} ${repo.commits.length}`);
        repo.commits.push({ oid, files });
        return json({ commitOid: oid, commitUrl: `${urlOf()}/datasets/${id}/commit/${oid}`, hookOutput: '' });
      }
      case 'tree': {
        const commit = at(decodeURIComponent(rest));
        if (commit === undefined) return json({ error: 'Invalid rev id' }, 404);
        return json(
          [...commit.files].map(([file, { content, lfs: sha }]) => ({
            type: 'file',
            path: file,
            size: content.length,
            oid: createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex'),
            ...(sha === undefined ? {} : { lfs: { oid: sha, size: content.length, pointerSize: 130 } }),
          })),
        );
      }
      case 'tag': {
        const { tag } = z.object({ tag: z.string() }).parse(parsed());
        if (repo.tags.has(tag)) return json({ error: 'Tag exists' }, 409);
        repo.tags.set(tag, at(decodeURIComponent(rest))?.oid ?? '');
        return json({});
      }
      case 'resolve': {
        const [revision = '', ...file] = rest.split('/');
        const found = at(revision)?.files.get(file.join('/'));
        if (found === undefined) return json({ error: 'Entry not found' }, 404);
        return { status: 200, body: found.content };
      }
      default:
        return json({ error: `the double has no ${what}` }, 501);
    }
  }

  const urlOf = (): string => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: urlOf(),
    requests,
    large,
    repos,
    breakAt: (request) => {
      breaking = request;
    },
  };
}

function oidOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
