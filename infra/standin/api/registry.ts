import type { Api, ApiSettings } from './api.ts';
import { chatApi } from './chat.ts';
import { completionsApi } from './completions.ts';
import { embeddingsApi } from './embeddings.ts';

/** The paths that generate. Another protocol is another file and a line here. */
export function apisOf(settings: ApiSettings): Api[] {
  return [chatApi(settings), completionsApi(settings), embeddingsApi(settings)];
}
