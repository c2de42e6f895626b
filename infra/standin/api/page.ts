import type { StandinSettings } from '../options.ts';

/** Something to GET that takes no service time: lists, descriptions, readiness. */
export interface Page {
  /** `{model}` in it stands for the name of a model, which must be one that is served. */
  path: string;
  /** Whether it asks for the key, where the endpoint has one. */
  locked: boolean;
  show: (settings: StandinSettings, model: string, query: URLSearchParams) => unknown;
}
