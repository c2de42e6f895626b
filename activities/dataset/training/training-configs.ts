import type { Hyperparameters } from '../../../schemas/dataset/training.ts';
import { chatTemplateFile } from './llama-2-template.ts';

const head = (name: string, { origin, gpus }: Hyperparameters, command: string) => `\
# Fine-tunes ${name} on this folder's examples. In this folder, on ${String(gpus)} GPU${gpus === 1 ? '' : 's'}:
#   ${command}
${origin === undefined ? '' : `${commented(origin)}\n`}`;

/** Config for `trl sft` (checked against TRL 1.16): the loss is on the completion alone. */
export function trlTableConfig(name: string, settings: Hyperparameters): string {
  return `\
${head(name, settings, `trl sft --config ${name}.trl.yaml --accelerate_config zero3`)}
model_name_or_path: ${JSON.stringify(settings.baseModel)}
dtype: bfloat16

datasets:
  - path: json
    data_files: ${name}.chat.jsonl
    split: train
${settings.hasChatTemplate ? '' : `# The model has no chat template of its own.\nchat_template_path: ${chatTemplateFile}\n`}\
completion_only_loss: true
max_length: ${String(settings.maxLength)}

learning_rate: ${yamlFloat(settings.learningRate)}
lr_scheduler_type: ${settings.scheduler}
warmup_ratio: ${yamlFloat(settings.warmupRatio)}
weight_decay: ${yamlFloat(settings.weightDecay)}
num_train_epochs: ${String(settings.epochs)}
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
output_dir: ${name}-model
`;
}

/** Config for `axolotl train` (checked against Axolotl 0.19). */
export function axolotlTableConfig(name: string, settings: Hyperparameters): string {
  return `\
${head(name, settings, `axolotl train ${name}.axolotl.yaml`)}
base_model: ${JSON.stringify(settings.baseModel)}

datasets:
  - path: ${name}.messages.jsonl
    ds_type: json
    type: chat_template
    field_messages: messages
    roles_to_train: [assistant]
    train_on_eos: turn
${settings.hasChatTemplate ? 'chat_template: tokenizer_default' : `# The model has no chat template of its own.\nchat_template: jinja\nchat_template_jinja: ${chatTemplateFile}`}
sequence_len: ${String(settings.maxLength)}
sample_packing: false

learning_rate: ${yamlFloat(settings.learningRate)}
lr_scheduler: ${settings.scheduler}
warmup_ratio: ${yamlFloat(settings.warmupRatio)}
weight_decay: ${yamlFloat(settings.weightDecay)}
optimizer: adamw_torch_fused
num_epochs: ${String(settings.epochs)}
# Examples a step: the product of these two and the number of GPUs.
micro_batch_size: 1
gradient_accumulation_steps: ${String(accumulation(settings))}
seed: ${String(settings.seed)}

bf16: true
gradient_checkpointing: true
logging_steps: 10
save_strategy: "no"
val_set_size: 0
output_dir: ${name}-model
`;
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
