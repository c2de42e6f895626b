/** The code of a system error (ENOENT), of zlib (Z_DATA_ERROR) or of a network error. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
