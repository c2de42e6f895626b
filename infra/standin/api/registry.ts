import type { StandinSettings } from '../options.ts';
import { decoded, patternOf } from '../router.ts';
import type { Api, ApiSettings } from './api.ts';
import { chatApi } from './chat.ts';
import { classifyApi } from './classify.ts';
import { completionsApi } from './completions.ts';
import { deeplApi } from './deepl.ts';
import { embeddingsApi } from './embeddings.ts';
import { libreTranslateApi } from './libretranslate.ts';
import { moderationsApi } from './moderations.ts';
import { openInferenceApi } from './open-inference.ts';
import { openInferencePages } from './open-inference-pages.ts';
import { openaiPages } from './openai-pages.ts';
import { poolingApi } from './pooling.ts';
import { scoreApi } from './score.ts';
import { translatorPages } from './translator-pages.ts';

/** What generates. Another protocol is another file and a line here. */
export function apisOf(settings: ApiSettings): Api[] {
  return [
    chatApi(settings),
    completionsApi(settings),
    embeddingsApi(settings),
    poolingApi(settings),
    classifyApi(),
    scoreApi(),
    moderationsApi(),
    openInferenceApi(settings),
    deeplApi(settings),
    libreTranslateApi(settings),
  ];
}

const PAGES = [...openaiPages, ...openInferencePages, ...translatorPages].map((page) => ({
  ...page,
  pattern: patternOf(page.path),
}));

/** The page at a path; its `show` knows the model that the path names. */
export function pageAt(path: string) {
  for (const { pattern, locked, show } of PAGES) {
    const found = pattern.exec(path);
    if (!found) continue;
    const model = decoded(found[1] ?? '');
    return {
      locked,
      show: (settings: StandinSettings, query: URLSearchParams) => show(settings, model, query),
    };
  }
  return undefined;
}
