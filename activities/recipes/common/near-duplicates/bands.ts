import { mixed } from './shingles.ts';

/**
 * One hash of 53 bits for each band of `rows` minima, which a BIGINT and a number hold alike. `salt` keeps apart what is
 * never compared: bands, and languages.
 */
export function bandsOf(minima: Uint32Array, bands: number, rows: number, salt: number): number[] {
  return Array.from({ length: bands }, (_, band) => {
    let low = mixed(salt ^ Math.imul(band + 1, 0x9e3779b1));
    let high = mixed(low ^ 0x5bd1e995);
    for (let row = 0; row < rows; row += 1) {
      const value = minima[band * rows + row] ?? 0;
      low = mixed(Math.imul(low, 31) ^ value);
      high = mixed(Math.imul(high, 37) ^ value ^ (value >>> 7));
    }
    return (high >>> 11) * 2 ** 32 + low;
  });
}
