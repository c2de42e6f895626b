import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { ChatTemplate } from '../../activities/chat-templates/chat-template.ts';
import { openChatTemplate } from '../../activities/chat-templates/open-chat-template.ts';

export const date = '2026-03-05';

/** tokenizer_config.json of a family: the structure of the real one's template, without what tools and tests do not need. */
export function familyFile(family: string): string {
  return fileURLToPath(new URL(`families/${family}/tokenizer_config.json`, import.meta.url));
}

export async function openFamily(family: string): Promise<ChatTemplate> {
  return openChatTemplate({ tokenizerConfig: familyFile(family), date });
}

/** A folder with a tokenizer_config.json, or whatever text stands for one, and files beside it. */
export function configFile(config: unknown, beside: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'tunesmith-template-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'tokenizer_config.json');
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config));
  for (const [name, text] of Object.entries(beside)) writeFileSync(join(folder, name), text);
  return file;
}

export async function openTemplate(template: string, tokens: object = {}): Promise<ChatTemplate> {
  return openChatTemplate({ tokenizerConfig: configFile({ ...tokens, chat_template: template }) });
}
