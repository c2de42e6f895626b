import { z } from 'zod';
import { ChatTemplateSchema } from './chat-template.ts';
import { PriceSchema } from './endpoint.ts';
import { JsonSchema } from '../json.ts';

/** Sampling of a role's answers. Every field is part of the answers' address: another value asks anew. */
export const SamplingSchema = z.strictObject({
  temperature: z.number().min(0).max(5).default(1),
  topP: z.number().gt(0).max(1).default(1),
  maxTokens: z.int().positive().optional(),
  stop: z.array(z.string().min(1)).optional(),
});

/** One of several ways that a role is sampled: a row is asked by one of them, drawn by its id and the build's seed. */
export const SharedSamplingSchema = SamplingSchema.pick({ temperature: true, topP: true }).extend({
  /** Part of the rows, beside the other samplings' shares. */
  share: z.number().positive().default(1),
});

const roleShape = {
  /** Name of an entry of `endpoints`. */
  endpoint: z.string().min(1),
  /** Model name as the endpoint knows it. */
  model: z.string().min(1),
  /** Revision of the weights: change it when the model behind the name changed, and its answers are asked anew. */
  revision: z.string().optional(),
  /** `chat` sends messages; `completion` sends one raw prompt, for base models fine-tuned without a chat template. */
  api: z.enum(['chat', 'completion']).default('chat'),
  sampling: SamplingSchema.prefault({}),
  /** Several temperatures and nucleus sizes, mixed by share; `sampling` then says the other fields alone. */
  samplings: z.array(SharedSamplingSchema).min(2).optional(),
  /** Sends a seed derived from (build seed, row id, try); switch off for servers that refuse the field. */
  sendSeed: z.boolean().default(true),
  /** The model's own chat template, for recipes that make raw prompts of conversations. */
  chatTemplate: ChatTemplateSchema.optional(),
  /** Passed through in the request body: vLLM's top_k, min_p, structured_outputs, chat_template_kwargs, ... */
  extraBody: z.record(z.string(), JsonSchema).default({}),
  price: PriceSchema.optional(),
};

/** vLLM's and OpenAI's completions stop after 16 tokens unless they are told how many. */
function saysHowLong({ api, sampling }: { api: 'chat' | 'completion'; sampling: Sampling }): boolean {
  return api === 'chat' || sampling.maxTokens !== undefined;
}
const howLong = {
  path: ['sampling', 'maxTokens'],
  error: 'set it for the completion API, which else stops after 16 tokens',
};

/** A chat server renders messages by its own template; a second rendering would be text within text. */
function rendersItself({
  api,
  chatTemplate,
}: {
  api: 'chat' | 'completion';
  chatTemplate?: unknown;
}): boolean {
  return api === 'completion' || chatTemplate === undefined;
}
const onlyRaw = { path: ['chatTemplate'], error: 'it is for `api: completion`; a chat server has its own' };

/** The part that a model plays in a recipe: which model, where, and how it is sampled. */
export const RoleSchema = z
  .strictObject(roleShape)
  .refine(saysHowLong, howLong)
  .refine(rendersItself, onlyRaw);

/** Protocols of models that write no text of their own choice: they embed, judge, translate or rate. */
export const serviceApis = [
  /** OpenAI's embeddings: one vector a text. */
  'embeddings',
  /** vLLM's pooling: one vector a token. */
  'pooling',
  /** vLLM's classification: numbers a text, of which a reward is one. */
  'classify',
  /** SGLang's own /classify, for reward models. */
  'sglang-classify',
  /** vLLM's score of two texts. */
  'score',
  /** OpenAI's moderations. */
  'moderations',
  /** The Open Inference Protocol v2 of Triton and KServe, with string tensors. */
  'open-inference',
  'deepl',
  'libretranslate',
] as const;
export type ServiceApi = (typeof serviceApis)[number];

/** Protocols that reward models are served over. */
export const rewardApis = ['classify', 'sglang-classify', 'score', 'pooling', 'open-inference'] as const;

/** Those whose models may give several numbers where one is wanted. */
const labelled = new Set<ServiceApi>(['classify', 'sglang-classify', 'pooling', 'open-inference']);

/** How much goes into one request of a service. */
export const BatchSchema = z.strictObject({
  rows: z.int().positive().default(32),
  /** Characters of all texts together; a longer text goes alone. */
  characters: z.int().positive().default(32_000),
});
export type Batch = z.output<typeof BatchSchema>;

/** Schema of a role that a service plays; the first of `apis` is the default. */
export function serviceRole<const Apis extends readonly [ServiceApi, ...ServiceApi[]]>(
  apis: Apis,
  batch: z.input<typeof BatchSchema> = {},
) {
  const { rows, characters } = BatchSchema.parse(batch);
  return z
    .strictObject({
      endpoint: roleShape.endpoint,
      model: roleShape.model,
      revision: roleShape.revision,
      api: z.enum(apis).default(apis[0]),
      /** Which number is the reward where the model gives several: 0 is the first, -1 the last. */
      label: z.int().optional(),
      batch: z
        .strictObject({
          rows: BatchSchema.shape.rows.unwrap().default(rows),
          characters: BatchSchema.shape.characters.unwrap().default(characters),
        })
        .prefault({}),
      extraBody: roleShape.extraBody,
      price: roleShape.price,
    })
    .refine(({ api, label }) => label === undefined || labelled.has(api), {
      path: ['label'],
      error: `leave it out: it is for the apis ${[...labelled].join(', ')}, whose models may give several numbers`,
    });
}

export const ServiceRoleSchema = serviceRole(serviceApis);
export const AnyRoleSchema = z.union([RoleSchema, ServiceRoleSchema]);

export type Sampling = z.infer<typeof SamplingSchema>;
export type Role = z.infer<typeof RoleSchema>;
export type ServiceRole = z.infer<typeof ServiceRoleSchema>;
export type AnyRole = Role | ServiceRole;

export function isService(role: AnyRole): role is ServiceRole {
  return role.api !== 'chat' && role.api !== 'completion';
}

/** A role's schema with a paper's sampling as its defaults; a user's value wins field by field. */
export function roleWithSampling(defaults: z.input<typeof SamplingSchema>) {
  const sampling = z
    .strictObject({
      ...SamplingSchema.shape,
      temperature: SamplingSchema.shape.temperature.unwrap().default(defaults.temperature ?? 1),
      topP: SamplingSchema.shape.topP.unwrap().default(defaults.topP ?? 1),
    })
    .prefault({});
  return z
    .strictObject({ ...roleShape, sampling })
    .refine(saysHowLong, howLong)
    .refine(rendersItself, onlyRaw);
}
