import { RequestProblem } from '../http/problem.ts';

export interface StoredFile {
  readonly id: string;
  readonly object: 'file';
  readonly bytes: number;
  readonly created_at: number;
  readonly filename: string;
  readonly purpose: string;
}

/** OpenAI's files, in memory: what batches read and write. */
export class StoredFiles {
  #files = new Map<string, { readonly file: StoredFile; readonly content: string }>();
  #made = 0;

  add(content: string, filename: string, purpose: string): StoredFile {
    const file: StoredFile = {
      id: `file-standin-${++this.#made}`,
      object: 'file',
      bytes: Buffer.byteLength(content),
      created_at: Math.floor(Date.now() / 1000),
      filename,
      purpose,
    };
    this.#files.set(file.id, { file, content });
    return file;
  }

  /** @throws RequestProblem (404) */
  need(id: string): { readonly file: StoredFile; readonly content: string } {
    const found = this.#files.get(id);
    if (found === undefined) throw new RequestProblem(404, `No such File object: ${id}`, { param: 'id' });
    return found;
  }

  list(): StoredFile[] {
    return [...this.#files.values()].map(({ file }) => file).reverse();
  }

  remove(id: string): { id: string; object: 'file'; deleted: boolean } {
    this.need(id);
    this.#files.delete(id);
    return { id, object: 'file', deleted: true };
  }
}
