/** The vector at length 1; one of zeros, which has no direction, stays as it is. */
export function unitVector(vector: Float32Array): Float32Array {
  let square = 0;
  for (const value of vector) square += value * value;
  const scale = square > 0 ? 1 / Math.sqrt(square) : 1;
  return vector.map((value) => value * scale);
}
