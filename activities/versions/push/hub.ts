import { commit, createRepo, HubApiError, listFiles, type CommitOperation } from '@huggingface/hub';
import { z } from 'zod';

/** The hub refused something, or is not what it was expected to be. The message says what to do. */
export class HubRefused extends Error {
  override readonly name = 'HubRefused';
}

export interface HubOptions {
  /** Owner and name of the dataset. */
  readonly repo: string;
  readonly token: string;
  /** @default https://huggingface.co */
  readonly url: string;
  readonly signal?: AbortSignal;
}

/** A file as the hub lists it. */
export interface HubFile {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of a large file, undefined for one that is in git itself. */
  readonly sha256: string | undefined;
  /** What git calls it: SHA-1 of a small file with its header. */
  readonly gitOid: string | undefined;
}

const RefsSchema = z.object({
  tags: z.array(z.object({ name: z.string(), targetCommit: z.string() })),
  branches: z.array(z.object({ name: z.string(), targetCommit: z.string() })),
});
export type HubRefs = z.infer<typeof RefsSchema>;

/** One dataset of the Hugging Face hub. */
export class HubDataset {
  readonly #options: HubOptions;
  readonly #params: { repo: { type: 'dataset'; name: string }; accessToken: string; hubUrl: string };

  constructor(options: HubOptions) {
    this.#options = options;
    const { repo: name, token: accessToken, url: hubUrl } = options;
    this.#params = { repo: { type: 'dataset', name }, accessToken, hubUrl };
  }

  /** Makes the dataset where it is not there; true where it did. What there is keeps its visibility. */
  async ensure(visibility: 'private' | 'public'): Promise<boolean> {
    if ((await this.#refsIfThere()) !== undefined) return false;
    return this.#told('making the dataset', async () => {
      try {
        await createRepo({ ...this.#params, visibility });
        return true;
      } catch (error) {
        // Somebody made it meanwhile.
        if (error instanceof HubApiError && error.statusCode === 409) return false;
        throw error;
      }
    });
  }

  async refs(): Promise<HubRefs> {
    const refs = await this.#refsIfThere();
    if (refs === undefined)
      throw new HubRefused(
        `${this.#options.url} has no dataset ${this.#options.repo} that this token may read; is its name right?`,
      );
    return refs;
  }

  files(revision: string): Promise<HubFile[]> {
    return this.#told(`listing ${revision}`, async () => {
      const files: HubFile[] = [];
      for await (const { type, path, size, oid, lfs } of listFiles({
        ...this.#params,
        recursive: true,
        revision,
      }))
        if (type === 'file') files.push({ path, bytes: lfs?.size ?? size, sha256: lfs?.oid, gitOid: oid });
      return files;
    });
  }

  /** A small file's text; undefined where it is not there. */
  async text(path: string, revision: string): Promise<string | undefined> {
    const response = await this.#ask(`datasets/${this.#options.repo}/resolve/${revision}/${path}`, {});
    if (response.status === 404) return undefined;
    if (!response.ok) throw await this.#refusal(`reading ${path}`, response);
    return response.text();
  }

  /** Everything at once: readers see the version before or this one. What was uploaded before is not sent again. */
  commit(title: string, operations: CommitOperation[], parent: string | undefined): Promise<string> {
    const { signal } = this.#options;
    return this.#told('uploading', async () => {
      const done = await commit({
        ...this.#params,
        title,
        operations,
        ...(parent === undefined ? {} : { parentCommit: parent }),
        ...(signal === undefined ? {} : { abortSignal: signal }),
      });
      if (done === undefined) throw new HubRefused('the hub gave no commit');
      return done.commit.oid;
    });
  }

  /** The library has no call for tags: this is the one of the hub's API. */
  async tag(tag: string, revision: string): Promise<void> {
    const response = await this.#ask(`${this.#api}/tag/${encodeURIComponent(revision)}`, {
      method: 'POST',
      body: JSON.stringify({ tag }),
    });
    if (!response.ok && response.status !== 409) throw await this.#refusal(`tagging ${tag}`, response);
  }

  async #refsIfThere(): Promise<HubRefs | undefined> {
    const response = await this.#ask(`${this.#api}/refs`, {});
    if (response.status === 404) return undefined;
    if (!response.ok) throw await this.#refusal('looking for the dataset', response);
    return RefsSchema.parse(await response.json());
  }

  get #api(): string {
    return `api/datasets/${this.#options.repo}`;
  }

  #ask(path: string, init: RequestInit): Promise<Response> {
    const { token, url, signal } = this.#options;
    return fetch(`${url}/${path}`, {
      ...init,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(signal === undefined ? {} : { signal }),
    }).catch((error: unknown) => {
      throw new HubRefused(`${url} does not answer (${reasonOf(error)})`, { cause: error });
    });
  }

  async #refusal(what: string, response: Response): Promise<HubRefused> {
    const body = (await response.text()).slice(0, 300);
    return this.#refused(what, response.status, body);
  }

  #refused(what: string, status: number, said: string): HubRefused {
    const { repo, url } = this.#options;
    const advice =
      status === 401 || status === 403
        ? `; does the token in HF_TOKEN have write access to ${repo}?`
        : status === 412
          ? '; somebody else committed meanwhile: push again'
          : '';
    return new HubRefused(`${url}: ${what} of ${repo} was refused with ${status} ${said}${advice}`);
  }

  async #told<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof HubApiError)
        throw this.#refused(what, error.statusCode, error.message.slice(0, 300));
      if (error instanceof TypeError)
        throw new HubRefused(
          `${this.#options.url}: ${what} broke off (${reasonOf(error)}); push again to go on`,
          {
            cause: error,
          },
        );
      throw error;
    }
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
