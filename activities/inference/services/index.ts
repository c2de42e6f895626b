import type { AnyRole, ServiceApi } from '../../../schemas/inference/role.ts';
import type { ServiceAdapter } from './adapter.ts';
import { classify } from './classify.ts';
import { deepl } from './deepl.ts';
import { embeddings } from './embeddings.ts';
import { libreTranslate } from './libretranslate.ts';
import { moderations } from './moderations.ts';
import { openInference } from './open-inference.ts';
import { pooling } from './pooling.ts';
import { score } from './score.ts';
import { sglangClassify } from './sglang-classify.ts';

/** Each protocol in one file. */
export const adapters: Readonly<Record<ServiceApi, ServiceAdapter>> = {
  embeddings,
  pooling,
  classify,
  'sglang-classify': sglangClassify,
  score,
  moderations,
  'open-inference': openInference,
  deepl,
  libretranslate: libreTranslate,
};

/** The adapter of a role's `api`; undefined where a language model plays it. */
export function adapterOf(api: AnyRole['api']): ServiceAdapter | undefined {
  return isServiceApi(api) ? adapters[api] : undefined;
}

export function isServiceApi(api: AnyRole['api']): api is ServiceApi {
  return Object.hasOwn(adapters, api);
}

export type { ServiceAdapter, ServicePage, ServiceReply, ServiceRequest } from './adapter.ts';
