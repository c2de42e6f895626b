import type { Hyperparameters } from '../../../schemas/training.ts';
import { chatTemplateFile } from './llama-2-template.ts';

/** What a config is for: where its examples are, and what of them is learnt. */
export interface Trained {
  /** A line on what it does, and the command. */
  readonly about: string;
  readonly command: string;
  /** Lines that name the examples, and how they are learnt from. */
  readonly examples: string;
  readonly outputDir: string;
}

/** Config for TRL (checked against TRL 1.16). */
export function trlConfig(
  { about, command, examples, outputDir }: Trained,
  settings: Hyperparameters,
): string {
  return `\
${head(about, settings, command)}
model_name_or_path: ${JSON.stringify(settings.baseModel)}
dtype: bfloat16

${examples}
max_length: ${String(settings.maxLength)}

learning_rate: ${yamlFloat(settings.learningRate)}
${trlSchedule(settings)}
warmup_ratio: ${yamlFloat(settings.warmupRatio)}
weight_decay: ${yamlFloat(settings.weightDecay)}
${secondBeta(settings)}num_train_epochs: ${String(settings.epochs)}
# Examples a step: the product of these two and the number of GPUs.
per_device_train_batch_size: 1
gradient_accumulation_steps: ${String(accumulation(settings))}
shuffle_dataset: true
seed: ${String(settings.seed)}

bf16: true
gradient_checkpointing: true
logging_steps: 10
save_strategy: "no"
report_to: none
output_dir: ${outputDir}
`;
}

/** Config for `axolotl train` (checked against Axolotl 0.19). */
export function axolotlConfig(
  { about, command, examples, outputDir }: Trained,
  settings: Hyperparameters,
): string {
  return `\
${head(about, settings, command)}
base_model: ${JSON.stringify(settings.baseModel)}

${examples}
${settings.hasChatTemplate ? 'chat_template: tokenizer_default' : `# The model has no chat template of its own.\nchat_template: jinja\nchat_template_jinja: ${chatTemplateFile}`}
sequence_len: ${String(settings.maxLength)}
sample_packing: false

learning_rate: ${yamlFloat(settings.learningRate)}
lr_scheduler: ${settings.scheduler}
${axolotlLeast(settings)}warmup_ratio: ${yamlFloat(settings.warmupRatio)}
weight_decay: ${yamlFloat(settings.weightDecay)}
optimizer: adamw_torch_fused
${secondBeta(settings)}num_epochs: ${String(settings.epochs)}
# Examples a step: the product of these two and the number of GPUs.
micro_batch_size: 1
gradient_accumulation_steps: ${String(accumulation(settings))}
seed: ${String(settings.seed)}

bf16: true
gradient_checkpointing: true
logging_steps: 10
save_strategy: "no"
val_set_size: 0
output_dir: ${outputDir}
`;
}

/** Transformers has a scheduler of its own for a cosine that ends above 0. */
function trlSchedule({ scheduler, leastRate }: Hyperparameters): string {
  return hasLeast({ scheduler, leastRate })
    ? `lr_scheduler_type: cosine_with_min_lr\nlr_scheduler_kwargs: { min_lr_rate: ${String(leastRate)} }`
    : `lr_scheduler_type: ${scheduler}`;
}

function axolotlLeast({ scheduler, leastRate }: Hyperparameters): string {
  return hasLeast({ scheduler, leastRate }) ? `cosine_min_lr_ratio: ${String(leastRate)}\n` : '';
}

function hasLeast({ scheduler, leastRate = 0 }: Pick<Hyperparameters, 'scheduler' | 'leastRate'>): boolean {
  return scheduler === 'cosine' && leastRate > 0;
}

function secondBeta({ beta2 }: Hyperparameters): string {
  return beta2 === undefined ? '' : `adam_beta2: ${String(beta2)}\n`;
}

/** A line of TRL's configs for models without a chat template of their own. */
export function trlTemplate({ hasChatTemplate }: Hyperparameters): string {
  return hasChatTemplate
    ? ''
    : `# The model has no chat template of its own.\nchat_template_path: ${chatTemplateFile}\n`;
}

/** Config for `trl sft`: the loss is on the completion alone. */
export function trlTableConfig(name: string, settings: Hyperparameters): string {
  return trlConfig(
    {
      about: `Fine-tunes ${name} on this folder's examples`,
      command: `trl sft --config ${name}.trl.yaml --accelerate_config zero3`,
      examples: `\
datasets:
  - path: json
    data_files: ${name}.chat.jsonl
    split: train
${trlTemplate(settings)}\
completion_only_loss: true`,
      outputDir: `${name}-model`,
    },
    settings,
  );
}

/** Config for `axolotl train`. */
export function axolotlTableConfig(name: string, settings: Hyperparameters): string {
  return axolotlConfig(
    {
      about: `Fine-tunes ${name} on this folder's examples`,
      command: `axolotl train ${name}.axolotl.yaml`,
      examples: `\
datasets:
  - path: ${name}.messages.jsonl
    ds_type: json
    type: chat_template
    field_messages: messages
    roles_to_train: [assistant]
    train_on_eos: turn`,
      outputDir: `${name}-model`,
    },
    settings,
  );
}

function head(about: string, { origin, gpus }: Hyperparameters, command: string): string {
  return `\
# ${about}. In this folder, on ${String(gpus)} GPU${gpus === 1 ? '' : 's'}:
#   ${command}
${origin === undefined ? '' : `${commented(origin)}\n`}`;
}

function accumulation({ batchSize, gpus }: Hyperparameters): number {
  return Math.max(1, Math.round(batchSize / gpus));
}

function commented(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => `# ${line}`)
    .join('\n');
}

/** A number that YAML 1.1, which the trainers read, does not take for text: 1e-5 needs its point. */
function yamlFloat(value: number): string {
  return value === 0 ? '0.0' : value.toExponential().replace(/^(-?\d+)e/, '$1.0e');
}
