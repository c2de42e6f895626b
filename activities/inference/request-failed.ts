export interface FailedRequest {
  readonly endpoint: string;
  readonly url: string;
  /** HTTP status of the last try; undefined where there was no answer at all. */
  readonly status: number | undefined;
  readonly tries: number;
  /** What happened at the last try. */
  readonly reason: string;
}

/** One request used up its tries while the endpoint answered others: its row is to be rejected, not the build. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  readonly endpoint: string;
  readonly url: string;
  readonly status: number | undefined;
  readonly tries: number;

  constructor({ endpoint, url, status, tries, reason }: FailedRequest) {
    super(
      `Endpoint "${endpoint}" at ${url} failed this request ${tries} times while it answered others; ` +
        `the last time: ${reason}`,
    );
    this.endpoint = endpoint;
    this.url = url;
    this.status = status;
    this.tries = tries;
  }
}
