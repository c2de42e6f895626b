import { z } from 'zod';
import { BatchApiSchema, TransportSchema } from './batch-api.ts';
import { ChatTemplateSchema } from './chat-template.ts';
import { PriceSchema } from './endpoint.ts';
import { JsonSchema } from '../json.ts';

/**
 * Sampling of a role's answers. Every field is part of the answers' address: another value asks anew. What is null is
 * not sent, for models that refuse the field: the server then does as it does by itself.
 */
export const SamplingSchema = z.strictObject({
  temperature: z.number().min(0).max(5).nullable().default(1),
  topP: z.number().gt(0).max(1).nullable().default(1),
  maxTokens: leftOut(z.int().positive()),
  stop: leftOut(z.array(z.string().min(1))),
});

/** A field that is not sent unless it is given: null says the same as nothing. */
function leftOut<S extends z.ZodType>(schema: S) {
  return schema
    .nullable()
    .transform((value) => value ?? undefined)
    .optional();
}

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
  /** System message that begins each of its prompts which has none of its own. */
  system: z.string().min(1).optional(),
  /** `chat` sends messages; `completion` sends one raw prompt, for base models fine-tuned without a chat template. */
  api: z.enum(['chat', 'completion']).default('chat'),
  sampling: SamplingSchema.prefault({}),
  /** Several temperatures and nucleus sizes, mixed by share; `sampling` then says the other fields alone (`saidByMix`). */
  samplings: z.array(SharedSamplingSchema).min(2).optional(),
  /** Sends a seed derived from (build seed, row id, try); switch off for servers that refuse the field. */
  sendSeed: z.boolean().default(true),
  /** The field that `sampling.maxTokens` goes by. @default max_tokens, or the other one once a server asked for it */
  maxTokensField: z.enum(['max_tokens', 'max_completion_tokens']).optional(),
  /** The field that the seed goes by: Mistral's is `random_seed`. @default seed */
  seedField: z.enum(['seed', 'random_seed']).optional(),
  /** Has answers sent in pieces, for servers that do nothing else and proxies that cut connections which say nothing. */
  stream: z.boolean().optional(),
  /** The model's own chat template, for recipes that make raw prompts of conversations. */
  chatTemplate: ChatTemplateSchema.optional(),
  /**
   * Passed through in the request body: vLLM's top_k, min_p, structured_outputs, chat_template_kwargs, ...
   * A field that is null is taken out of the request.
   */
  extraBody: z.record(z.string(), JsonSchema).default({}),
  price: PriceSchema.optional(),
};

/** What language roles alone have. */
const languageShape = {
  ...roleShape,
  /** `batch` sends the questions of a shard as files of OpenAI's Batch API, which answers within a day at half the price. */
  transport: TransportSchema.default('direct'),
  /** For `transport: batch`. */
  batchApi: BatchApiSchema.optional(),
};

interface Travelling {
  transport: 'direct' | 'batch';
  batchApi?: unknown;
  stream?: boolean | undefined;
}

function saysBatch({ transport, batchApi }: Travelling): boolean {
  return transport === 'batch' || batchApi === undefined;
}
const onlyBatch = { path: ['batchApi'], error: 'it is for `transport: batch`: add that, or leave it out' };

function streamsAlone({ transport, stream }: Travelling): boolean {
  return transport === 'direct' || stream !== true;
}
const noStream = { path: ['stream'], error: 'leave it out: a batch has no streams' };

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
/** A raw prompt is one text: what a base model is to know before it stands in the prompt. */
function systemIsSent({ api, system }: { api: 'chat' | 'completion'; system?: unknown }): boolean {
  return api === 'chat' || system === undefined;
}
const onlyChat = { path: ['system'], error: 'it is for `api: chat`; write it into the prompt' };

const onlyRaw = { path: ['chatTemplate'], error: 'it is for `api: completion`; a chat server has its own' };

/** The part that a model plays in a recipe: which model, where, and how it is sampled. */
export const RoleSchema = z
  .strictObject(languageShape)
  .refine(saysHowLong, howLong)
  .refine(rendersItself, onlyRaw)
  .refine(saysBatch, onlyBatch)
  .refine(streamsAlone, noStream)
  .refine(systemIsSent, onlyChat);

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

/** Those of reward models that take a conversation as the text of its chat template. */
const readsText = new Set<ServiceApi>(['classify', 'sglang-classify', 'pooling']);

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
      /** A reward model's own chat template: conversations are sent as its text, many in a request. */
      chatTemplate: ChatTemplateSchema.optional(),
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
    })
    .refine(({ api, chatTemplate }) => chatTemplate === undefined || readsText.has(api), {
      path: ['chatTemplate'],
      error: `leave it out: it is for the apis ${[...readsText].join(', ')}, which take conversations as text`,
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

/** What a mix of samplings says, and `sampling` beside it may not. */
const mixed = ['temperature', 'topP'] as const;
type Mixed = Pick<Sampling, (typeof mixed)[number]>;
type Usual = Pick<z.input<typeof SamplingSchema>, (typeof mixed)[number]>;

/** The fields of `sampling` that a mix of samplings would pass over: those that are not as they are by themselves. */
export function saidByMix(sampling: Mixed, defaults: Usual): { path: string[]; message: string }[] {
  return mixed.flatMap((field) => {
    const { [field]: usual = 1 } = defaults;
    if (sampling[field] === usual) return [];
    return [
      { path: ['sampling', field], message: 'rows are sampled by a mix, which says it: leave it out here' },
    ];
  });
}

/** A role's schema with a paper's sampling as its defaults; a user's value wins field by field. */
export function roleWithSampling(defaults: z.input<typeof SamplingSchema>) {
  const sampling = z
    .strictObject({
      ...SamplingSchema.shape,
      temperature: SamplingSchema.shape.temperature
        .unwrap()
        .default(defaults.temperature === undefined ? 1 : defaults.temperature),
      topP: SamplingSchema.shape.topP.unwrap().default(defaults.topP === undefined ? 1 : defaults.topP),
    })
    .prefault({});
  return z
    .strictObject({ ...languageShape, sampling })
    .superRefine((role, context) => {
      for (const { path, message } of role.samplings === undefined ? [] : saidByMix(role.sampling, defaults))
        context.addIssue({ code: 'custom', path, message });
    })
    .refine(saysHowLong, howLong)
    .refine(rendersItself, onlyRaw)
    .refine(saysBatch, onlyBatch)
    .refine(streamsAlone, noStream)
    .refine(systemIsSent, onlyChat);
}
