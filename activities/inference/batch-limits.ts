/** Questions of one key may share a request, up to so many rows and characters. */
export interface BatchLimits {
  readonly key: string;
  readonly rows: number;
  readonly characters: number;
}
