export interface RefusedEndpoint {
  readonly endpoint: string;
  readonly url: string;
  readonly status: number | undefined;
  readonly model: string | undefined;
  /** What is wrong: a sentence without its full stop. */
  readonly problem: string;
  /** What to do about it, as a sentence. */
  readonly fix: string;
}

/** The endpoint cannot serve any such request until a person mends its config, key, quota or server. */
export class EndpointRefused extends Error {
  override readonly name = 'EndpointRefused';
  readonly endpoint: string;
  readonly url: string;
  readonly status: number | undefined;
  readonly model: string | undefined;

  constructor({ endpoint, url, status, model, problem, fix }: RefusedEndpoint) {
    const asked = model === undefined ? '' : ` (model "${model}")`;
    super(`Endpoint "${endpoint}" at ${url}${asked}: ${problem}. ${fix}`);
    this.endpoint = endpoint;
    this.url = url;
    this.status = status;
    this.model = model;
  }
}
