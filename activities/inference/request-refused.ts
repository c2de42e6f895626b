export interface RefusedRequest {
  readonly endpoint: string;
  readonly url: string;
  readonly status: number;
  /** `context_length_exceeded`, `content_filter`, or the server's own word for it. */
  readonly kind: string;
  /** The server's message. */
  readonly reason: string;
}

/** The server refuses this one request for good: its row is to be rejected, and asking again would change nothing. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
  readonly endpoint: string;
  readonly url: string;
  readonly status: number;
  readonly kind: string;

  constructor({ endpoint, url, status, kind, reason }: RefusedRequest) {
    super(`Endpoint "${endpoint}" at ${url} refused this request (HTTP ${status}, ${kind}): ${reason}`);
    this.endpoint = endpoint;
    this.url = url;
    this.status = status;
    this.kind = kind;
  }
}
