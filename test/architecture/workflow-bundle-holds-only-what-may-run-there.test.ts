import { expect, test } from 'vitest';
import { bundleWorkflows } from '../../workers/workflow-bundle.ts';

/** What workflow code may bring into its sandbox. */
const allowed = [
  /^\.\/workflows\//,
  /^\.\/schemas\//,
  /^\.\/node_modules\/@temporalio\/(workflow|common|proto|worker)\//,
  /^\.\/node_modules\/(zod|long|ms|nexus-rpc|protobufjs|@protobufjs|heap-js|assert|webpack|@temporalio)\//,
  /^(webpack|external|ignored)/,
];

test('the bundle of workflows holds our schemas and workflows, zod and the SDK, and nothing else', async () => {
  const { code } = await bundleWorkflows();
  const modules = [...code.matchAll(/[{,]"(\.\/[^"\n]+)"[:(]/g)].map(([, path = '']) => path);
  expect(modules.length).toBeGreaterThan(50);
  expect(modules.filter((path) => !allowed.some((pattern) => pattern.test(path)))).toEqual([]);
});
