/** Name of the file beside the training configs of a model that has no chat template. */
export const chatTemplateFile = 'chat-template.jinja';

/**
 * Llama-2's turns for models without a template of their own. The generation marks tell TRL which tokens to learn;
 * both trainers save the template with the model, so that a server asks it in the same form.
 */
export const chatTemplate = `\
{%- for message in messages -%}
{%- if message['role'] == 'system' -%}
{{- bos_token + '[INST] ' + message['content'] + '\\n\\n' -}}
{%- elif message['role'] == 'user' -%}
{%- if loop.index0 == 0 or messages[loop.index0 - 1]['role'] != 'system' -%}
{{- bos_token + '[INST] ' -}}
{%- endif -%}
{{- message['content'] + ' [/INST]' -}}
{%- else -%}
{%- generation -%}
{{- ' ' + message['content'] + eos_token -}}
{%- endgeneration -%}
{%- endif -%}
{%- endfor -%}
`;
