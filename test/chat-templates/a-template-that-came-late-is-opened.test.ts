import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openPlan } from '../../activities/engine/build/open-plan.ts';
import { PlanSchema } from '../../schemas/build/plan.ts';
import { finishedBuild } from '../dataset/finished-build.ts';

const shipped = join(import.meta.dirname, 'families/qwen2.5/tokenizer_config.json');

test('a chat template that could not be read is read when the step is tried again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-template-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'tokenizer_config.json');
  const { input } = await finishedBuild({ rows: 1 });
  const { plan, store } = input.build;
  const role = { endpoint: 'e', model: 'm', api: 'completion', sampling: { maxTokens: 9 } };
  const roles = { writer: { ...role, chatTemplate: { tokenizerConfig: file } } };
  const build = openPlan(PlanSchema.parse({ ...plan, config: { ...plan.config, roles } }), store);
  await expect(build.chatTemplate('writer')).rejects.toThrow(file);
  await copyFile(shipped, file);
  expect((await build.chatTemplate('writer'))?.file).toBe(file);
});
