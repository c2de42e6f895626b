import type { Api } from './api/api.ts';

export interface Route {
  api: Api;
  /** The model that the path names, where it names one. */
  model: string | undefined;
}

/** Finds the API that is served at a path. */
export function routerOf(apis: readonly Api[]): (path: string) => Route | undefined {
  const exact = new Map<string, Api>();
  const patterns: { pattern: RegExp; api: Api }[] = [];
  for (const api of apis) {
    for (const path of api.paths) {
      if (path.includes('{model}')) patterns.push({ pattern: patternOf(path), api });
      else exact.set(path, api);
    }
  }
  return (path) => {
    const api = exact.get(path);
    if (api) return { api, model: undefined };
    for (const { pattern, api } of patterns) {
      const model = pattern.exec(path)?.[1];
      if (model !== undefined) return { api, model: decoded(model) };
    }
    return undefined;
  };
}

/** `/v2/models/{model}/infer` as an expression whose first group is the model. */
export function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replace('{model}', '([^/]+)')}$`);
}

export function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
