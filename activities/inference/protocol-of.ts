import type { AnyRole } from '../../schemas/inference/role.ts';

/** A protocol, in messages for people. */
export interface Protocol {
  readonly name: string;
  /** Whether `GET /models` lists its models. */
  readonly lists: boolean;
  /** What its base URL looks like. */
  readonly baseUrl: string;
}

const openAi: Protocol = { name: 'OpenAI API', lists: true, baseUrl: 'it usually ends in /v1' };

/** The protocol that a role's `api` speaks. */
export function protocolOf(api: AnyRole['api']): Protocol {
  switch (api) {
    case 'chat':
    case 'completion':
    case 'embeddings':
    case 'moderations':
      return openAi;
    case 'pooling':
      return { name: 'pooling API of vLLM', lists: true, baseUrl: '/pooling stands beside its /v1' };
    case 'open-inference':
      return { name: 'Open Inference Protocol', lists: false, baseUrl: '/v2/models stands below it' };
    case 'deepl':
      return { name: 'DeepL API', lists: false, baseUrl: '/v2/translate stands below it' };
    case 'libretranslate':
      return { name: 'LibreTranslate API', lists: false, baseUrl: '/translate stands below it' };
  }
}
