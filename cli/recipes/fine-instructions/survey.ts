import { BankManifestSchema, type BankRef } from '../../../schemas/recipes/fine-instructions/bank.ts';
import type { BuildConfig } from '../../../schemas/build/build.ts';
import { EndpointSchema } from '../../../schemas/inference/endpoint.ts';
import {
  FineInstructionsSchema,
  type FineInstructionsConfig,
} from '../../../schemas/recipes/fine-instructions/recipe.ts';
import { findBank } from '../../../activities/recipes/fine-instructions/bank/find-bank.ts';
import { latestBankKey } from '../../../activities/recipes/fine-instructions/bank/keys.ts';
import { listSources } from '../../../activities/corpus/list-sources.ts';
import { objectsBeside } from '../../../activities/corpus/s3-source.ts';
import { sampleDocuments } from '../../../activities/corpus/sample-documents.ts';
import { readStored } from '../../../activities/storage/stored-json.ts';
import { openPlan, type OpenBuild } from '../../../activities/engine/build/open-plan.ts';
import { preflight, roleToCheck } from '../../../activities/inference/index.ts';
import type { Resources } from '../../../activities/engine/build/resources.ts';
import { embeddingRole } from '../../../activities/recipes/fine-instructions/similarities/embed-document.ts';
import {
  examplesOf,
  type Example,
} from '../../../activities/recipes/fine-instructions/similarities/examples.ts';
import { measureSimilarities } from '../../../activities/recipes/fine-instructions/similarities/measure.ts';
import {
  atThreshold,
  thresholdsOf,
  type Threshold,
} from '../../../activities/recipes/fine-instructions/similarities/thresholds.ts';
import type { Home } from '../../../workers/home.ts';
import { createParts } from '../../../workers/parts.ts';
import { UserMistake } from '../../user-mistake.ts';

/** Documents that are read at most to draw a sample from. */
const mostRead = 20_000;
const shownExamples = 8;

export interface SurveyOptions {
  readonly documents: number;
  readonly seed: number | undefined;
  /** Told what takes a while. */
  readonly say: (line: string) => void;
}

/** What `tunesmith similarities` found. */
export interface Survey {
  readonly bank: Pick<BankRef, 'name' | 'version' | 'templates' | 'embedder'> & { readonly standIn: boolean };
  readonly role: { readonly name: string; readonly model: string };
  readonly sample: {
    readonly documents: number;
    readonly measured: number;
    readonly refused: number;
    /** What the embedder said of the first that it refused. */
    readonly refusal?: string;
    readonly read: number;
    readonly wholeCorpus: boolean;
    readonly seed: number;
  };
  /** Templates a document that the config asks for. */
  readonly templates: number;
  readonly thresholds: readonly Threshold[];
  /** What the config's own threshold would do. */
  readonly configured: ReturnType<typeof atThreshold>;
  readonly examples: readonly Example[];
}

/** The config as one of the recipe that matches. Throws UserMistake. */
export function matchingConfig(path: string, config: BuildConfig): FineInstructionsConfig {
  if (config.recipe !== 'fine-instructions')
    throw new UserMistake(
      `${path} is of the recipe ${config.recipe}; give a config of fine-instructions: it names the bank, the corpus ` +
        'and the embedder whose similarities are shown',
    );
  return FineInstructionsSchema.parse(config);
}

/** Embeds a sample of the config's corpus and searches its bank. */
export async function survey(
  path: string,
  config: FineInstructionsConfig,
  home: Home,
  { documents, seed = config.seed, say }: SurveyOptions,
): Promise<Survey> {
  const parts = createParts(home);
  const stop = new AbortController();
  try {
    const store = await parts.openStore(config.store);
    const openedAt = new Date().toISOString();
    const plan = { format: 'tunesmith-plan-1', id: 'similarities', config, prompts: {}, openedAt } as const;
    const build = openPlan(plan, store);
    const resources: Resources = { build, parts, signal: stop.signal };
    const { standIn, ...bank } = await bankOf(path, config, build);
    await checkEndpoint(config, build);
    say(`Reading the corpus for ${String(documents)} documents ...`);
    const files = await listSources(config.corpus, '.', objectsBeside(config.store));
    const io = { objects: objectsBeside(config.store), scratch: home.scratchDir };
    const sample = await sampleDocuments(files, config.corpus, io, { documents, seed, most: mostRead });
    say(`Embedding ${String(sample.documents.length)} documents ...`);
    const found = await measureSimilarities(sample.documents, bank, config, resources);
    const { measured, refused } = found;
    const [refusal] = refused;
    if (measured.length === 0)
      throw new UserMistake(`no document could be embedded: ${refusal?.reason ?? 'the bank found nothing'}`);
    const { templates, threshold } = config.match;
    const { name, version, embedder } = bank;
    const role = embeddingRole(config);
    return {
      bank: { name, version, templates: bank.templates, embedder, standIn },
      role: { name: role, model: build.role(role).role.model },
      sample: {
        documents: sample.documents.length,
        measured: measured.length,
        refused: refused.length,
        ...(refusal === undefined ? {} : { refusal: refusal.reason }),
        read: sample.read,
        wholeCorpus: sample.all,
        seed,
      },
      templates,
      thresholds: thresholdsOf(measured, templates),
      configured: atThreshold(measured, threshold, templates),
      examples: await examplesOf(found, { count: shownExamples, chunks: config.match.chunks }),
    };
  } finally {
    stop.abort();
    await parts.inference.close();
  }
}

async function bankOf(
  path: string,
  { bank }: FineInstructionsConfig,
  build: OpenBuild,
): Promise<BankRef & { standIn: boolean }> {
  const manifest = await readStored(build.store, latestBankKey(bank.name), BankManifestSchema);
  if (manifest === undefined && 'queries' in bank)
    throw new UserMistake(
      `${build.store.uri} has no bank "${bank.name}" yet; \`tunesmith run ${path}\` makes it, or a config of the ` +
        'recipe template-bank with the same queries and store',
    );
  const found = await findBank(bank.name, build);
  if (found.templates === 0) throw new UserMistake(`the bank "${bank.name}" has no templates`);
  return { ...found, standIn: manifest?.standIn ?? false };
}

/** The only endpoint that is asked, checked beforehand: an unanswered request would be waited for. */
async function checkEndpoint(config: FineInstructionsConfig, build: OpenBuild): Promise<void> {
  const name = embeddingRole(config);
  const { role, endpoint } = build.role(name);
  const findings = await preflight(role.endpoint, EndpointSchema.parse(endpoint), [roleToCheck(name, role)]);
  if (findings.length > 0)
    throw new UserMistake(
      findings.map(({ endpoint: at, url, problem, fix }) => `${at} (${url}): ${problem}. ${fix}`).join('\n'),
    );
}
