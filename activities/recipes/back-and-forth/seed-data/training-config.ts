import type { SeedData } from '../../../../schemas/recipes/back-and-forth/seed-data.ts';
import { chatTemplateFile } from '../../../dataset/training/llama-2-template.ts';

export type Direction = 'backward' | 'forward';
export type TrainingSettings = Pick<SeedData, 'scale' | 'baseModel' | 'steps'>;

/** Learning rates of the paper's appendix A.3, written as YAML 1.1 readers take for numbers. */
const learningRate = { '7B': '1.0e-5', '70B': '5.5e-6' } as const;
const llama2 = { '7B': 'meta-llama/Llama-2-7b-hf', '70B': 'meta-llama/Llama-2-70b-hf' } as const;

const origin = (direction: Direction, settings: TrainingSettings, command: string) => `\
# Fine-tunes the ${direction} model on this folder's seed pairs. In this folder, on 8 GPUs:
#   ${command}
# "Paper" marks the values of "Better Alignment with Instruction Back-and-Forth Translation", appendix A.3, for
# Llama-2 at ${settings.scale}; all others are ours.
`;

const stepsNote = `\
# Paper: 600, 900 or 1200 for its final models on sets up to 25.6K (7B). It does not say how long the backward and
# forward models were trained.`;

const dropoutNote = `\
# Paper: dropout 0.1, without saying where. Of Llama's layers, Transformers can drop out attention only; other`;

/** Config for `trl sft` (checked against TRL 1.16). */
export function trlConfig(direction: Direction, settings: TrainingSettings): string {
  return `\
${origin(direction, settings, `trl sft --config ${direction}.trl.yaml --accelerate_config zero3`)}
model_name_or_path: ${modelOf(settings)}
dtype: bfloat16
${dropoutNote}
# architectures name it otherwise (attn_pdrop, ...).
model_init_kwargs:
  attention_dropout: 0.1

datasets:
  - path: json
    data_files: ${direction}.messages.jsonl
    split: train
# Base models have no chat template; this one also marks which tokens are the answer.
chat_template_path: ${chatTemplateFile}
assistant_only_loss: true
# Llama-2's context. TRL's own default would cut at 1024.
max_length: 4096

learning_rate: ${learningRate[settings.scale]} # paper
lr_scheduler_type: cosine # paper
weight_decay: 0.1 # paper
# Paper: batch size 32. It is the product of these two and the number of GPUs.
per_device_train_batch_size: 1
gradient_accumulation_steps: 4
${stepsNote}
max_steps: ${String(settings.steps)}
shuffle_dataset: true
seed: 42

bf16: true
gradient_checkpointing: true
logging_steps: 10
save_strategy: "no"
report_to: none
output_dir: ${direction}-model
`;
}

/** Config for `axolotl train` (checked against Axolotl 0.19). */
export function axolotlConfig(direction: Direction, settings: TrainingSettings): string {
  return `\
${origin(direction, settings, `axolotl train ${direction}.axolotl.yaml`)}
base_model: ${modelOf(settings)}
${dropoutNote}
# architectures name it otherwise (attn_pdrop, ...). Axolotl has no dropout key but lora_dropout, which is for adapters.
overrides_of_model_config:
  attention_dropout: 0.1

datasets:
  - path: ${direction}.messages.jsonl
    ds_type: json
    type: chat_template
    field_messages: messages
    roles_to_train: [assistant]
    train_on_eos: turn
# Base models have no chat template.
chat_template: jinja
chat_template_jinja: ${chatTemplateFile}
# Llama-2's context.
sequence_len: 4096
sample_packing: false
${settings.baseModel === undefined ? llama2Padding : ''}
learning_rate: ${learningRate[settings.scale]} # paper
lr_scheduler: cosine # paper
weight_decay: 0.1 # paper
optimizer: adamw_torch_fused
# Paper: batch size 32. It is the product of these two and the number of GPUs.
micro_batch_size: 1
gradient_accumulation_steps: 4
${stepsNote}
max_steps: ${String(settings.steps)}
seed: 42

bf16: true
gradient_checkpointing: true
logging_steps: 10
save_strategy: "no"
val_set_size: 0
output_dir: ${direction}-model
# A 70B model does not fit one GPU's memory: run "axolotl fetch deepspeed_configs" and take the mark off.
# deepspeed: deepspeed_configs/zero3.json
`;
}

const llama2Padding = `\
# Llama-2 has no token for padding.
special_tokens:
  pad_token: "</s>"
`;

function modelOf({ baseModel, scale }: TrainingSettings): string {
  // In quotes, since a path may hold what YAML would read otherwise; JSON's strings are YAML's.
  return JSON.stringify(baseModel ?? llama2[scale]);
}
