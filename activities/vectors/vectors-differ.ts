/** Vectors of different lengths, which cannot be compared: most often two models made them. */
export class VectorsDiffer extends Error {
  override name = 'VectorsDiffer';

  constructor(length: number, dimensions: number) {
    super(`a vector of ${length} numbers cannot be compared with those of ${dimensions}: the models differ`);
  }
}
