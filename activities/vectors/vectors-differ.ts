/** Vectors of different lengths, which cannot be compared: most often two models made them. */
export class VectorsDiffer extends Error {
  override name = 'VectorsDiffer';

  /** @param id of the row whose vector it is */
  constructor(length: number, dimensions: number, id?: string) {
    const place = id === undefined ? '' : `row ${id}: `;
    super(
      `${place}a vector of ${length} numbers cannot be compared with those of ${dimensions}: the models differ`,
    );
  }
}
