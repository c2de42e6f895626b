import type { Push } from '../../schemas/dataset/push.ts';
import type { Store } from '../storage/store.ts';

export interface PushRequest {
  /** Owner and name of the dataset on the hub. */
  readonly repo: string;
  /** Of a single dataset. @default the one that readers take */
  readonly version?: number;
  /** Puts a single dataset into a folder and a config of its own as well, with room for others. @default false */
  readonly shared?: boolean;
  /** Makes the dataset public where it has to be made. @default false */
  readonly public?: boolean;
  /** Where the token is, and the hub's address if it is another. @default HF_TOKEN and HF_ENDPOINT of the process */
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/** There is no token to push with. */
export class TokenMissing extends Error {
  override readonly name = 'TokenMissing';

  constructor() {
    super(
      'no token for the Hugging Face hub: put one with write access into the environment variable HF_TOKEN ' +
        '(https://huggingface.co/settings/tokens)',
    );
  }
}

/** Puts versions into a dataset of the Hugging Face hub. Throws VersionUnknown, TokenMissing and HubRefused. */
export async function pushDatasets(
  store: Store,
  names: readonly string[],
  { repo, version, env = process.env, signal, ...request }: PushRequest,
  scratchDir: string,
): Promise<Push[]> {
  const token = env['HF_TOKEN'] || env['HUGGING_FACE_HUB_TOKEN'];
  if (!token) throw new TokenMissing();
  const url = (env['HF_ENDPOINT'] || 'https://huggingface.co').replace(/\/+$/, '');
  // The hub's library is loaded for this alone.
  const { pushVersions } = await import('./push/push-versions.ts');
  return pushVersions(store, names, {
    version: version ?? 'latest',
    ...(request.shared === undefined ? {} : { shared: request.shared }),
    ...(request.public === undefined ? {} : { public: request.public }),
    hub: { repo, token, url, ...(signal === undefined ? {} : { signal }) },
    scratchDir,
  });
}
