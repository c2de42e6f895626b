/** Why a request gets no answer, in the form in which the OpenAI API says it. */
export class RequestProblem extends Error {
  override name = 'RequestProblem';
  readonly status: number;
  readonly details: { type: string; code: string | null; param: string | null };
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    message: string,
    { type = 'invalid_request_error', code = null, param = null, headers = {} }: ProblemDetails = {},
  ) {
    super(message);
    this.status = status;
    this.details = { type, code, param };
    this.headers = headers;
  }
}

export interface ProblemDetails {
  type?: string;
  code?: string | null;
  param?: string | null;
  headers?: Record<string, string>;
}
