import { kernel, tile } from './kernel.ts';

/** What Node has; TypeScript knows it as a part of browsers alone. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => {
    readonly exports: {
      readonly memory: { readonly buffer: ArrayBuffer };
      readonly multiply: (
        queries: number,
        rows: number,
        bytes: number,
        queryCount: number,
        rowCount: number,
        products: number,
      ) => void;
    };
  };
};

/** Vectors of a block: as many as stay in a core's cache while they are multiplied, at the dimensions of most models. */
export const queriesAtOnce = 256;
export const rowsAtOnce = 128;

const page = 2 ** 16;

/**
 * Dot products of a block of queries with a block of rows, in single precision. Vectors are copied in, which takes a
 * twentieth of the time of their multiplication: its memory is a few MB, whatever is multiplied.
 */
export class BlockProducts {
  /** The products of the query at `q` start at `q * rowsAtOnce`. */
  readonly products: Float32Array;
  readonly #dimensions: number;
  /** Numbers of a vector as the kernel reads them, four at a time; those behind the last are zeros. */
  readonly #stride: number;
  readonly #numbers: Float32Array;
  readonly #multiply: (queryCount: number) => void;

  constructor(dimensions: number) {
    this.#dimensions = dimensions;
    this.#stride = Math.max(4, Math.ceil(dimensions / 4) * 4);
    const bytes = 4 * this.#stride;
    const rows = queriesAtOnce * bytes;
    const products = rows + rowsAtOnce * bytes;
    const pages = Math.ceil((products + 4 * queriesAtOnce * rowsAtOnce) / page);
    const { memory, multiply } = new WebAssembly.Instance(new WebAssembly.Module(kernel(pages))).exports;
    this.#numbers = new Float32Array(memory.buffer);
    this.products = new Float32Array(memory.buffer, products, queriesAtOnce * rowsAtOnce);
    this.#multiply = (queryCount) => multiply(0, rows, bytes, queryCount, rowsAtOnce, products);
  }

  /** Takes a vector of some as the query at `place`. */
  query(place: number, vectors: Float32Array, row: number): void {
    this.#take(place, vectors, row);
  }

  /** Takes a vector of some as the row at `place`. */
  row(place: number, vectors: Float32Array, row: number): void {
    this.#take(queriesAtOnce + place, vectors, row);
  }

  /** Fills `products` for so many queries with all rows, those included that were there before. */
  multiply(queries: number): void {
    if (queries > 0) this.#multiply(Math.ceil(queries / tile.queries) * tile.queries);
  }

  #take(place: number, vectors: Float32Array, row: number): void {
    const from = row * this.#dimensions;
    this.#numbers.set(vectors.subarray(from, from + this.#dimensions), place * this.#stride);
  }
}
