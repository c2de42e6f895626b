import { readFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createInference, findingLine, preflight, roleToCheck } from '../../activities/inference/index.ts';
import { mannerOf } from '../../activities/inference/manner.ts';
import { questionOf } from '../../activities/inference/question-of.ts';
import { EndpointSchema } from '../../schemas/inference/endpoint.ts';
import { RoleSchema, type Role } from '../../schemas/inference/role.ts';
import { secretsIn } from '../../schemas/secrets.ts';
import { scriptedEndpoint } from '../inference/scripted-endpoint.ts';
import { strictProviders } from './strict-providers.ts';

const page = await readFile(new URL('../../docs/providers.md', import.meta.url), 'utf8');

const ConfigSchema = z.object({
  endpoints: z.record(z.string(), z.record(z.string(), z.unknown())),
  roles: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** The config of a provider's paragraph. */
function configOf(name: string) {
  const [, paragraph = ''] = page.split(`\n## ${name}\n`);
  const yaml = /```yaml\n([\s\S]*?)```/.exec(paragraph.split('\n## ')[0] ?? '')?.[1] ?? '';
  return ConfigSchema.parse(parse(yaml));
}

/** Every variable that is asked for holds something. */
const env = new Proxy<NodeJS.ProcessEnv>(
  {},
  {
    get: (_, name) =>
      /^[A-Z]+_[A-Z_]+$/.test(String(name)) && !String(name).endsWith('PROXY')
        ? `key-of-${String(name)}`
        : undefined,
  },
);

/** The paragraph's endpoint at a server of the test, at the same path. */
function endpointAt(origin: string, given: Readonly<Record<string, unknown>>) {
  const [url = ''] = z.array(z.string()).parse(given['urls']);
  return EndpointSchema.parse({ ...given, urls: [origin + new URL(url).pathname] });
}

test('every provider of the docs has a double', () => {
  const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, name]) => name);
  expect(headings).toEqual([...strictProviders.map(({ name }) => name), 'Habits']);
});

test.each(strictProviders)(
  '$name: the paragraph’s config is taken whole, and each role answers',
  async ({ name, script }) => {
    const config = configOf(name);
    expect(secretsIn(config)).toEqual([]);
    const server = await scriptedEndpoint(script);
    const [[endpointName, given] = ['', {}]] = Object.entries(config.endpoints);
    const endpoint = endpointAt(new URL(server.baseUrl).origin, given);
    const roles = Object.entries(config.roles).map(([role, played]): [string, Role] => [
      role,
      RoleSchema.parse(played),
    ]);
    const checks = roles.map(([role, played]) => roleToCheck(role, played));
    expect((await preflight(endpointName, endpoint, checks, env)).map(findingLine)).toEqual([]);
    const inference = createInference({ env });
    onTestFinished(() => inference.close());
    const { signal } = new AbortController();
    for (const [, role] of roles) {
      const question = questionOf(role, [{ role: 'user', content: 'What is a lamp?' }], 7);
      const asked = await inference.ask(endpointName, endpoint, question, { signal, manner: mannerOf(role) });
      expect(asked.text).toBe('answer to What is a lamp?');
    }
  },
);

test.each(strictProviders.filter(({ name }) => name !== 'OpenRouter'))(
  '$name: without the paragraph’s lines the check says which to write',
  async ({ name, script }) => {
    const config = configOf(name);
    const server = await scriptedEndpoint(script);
    const [[endpointName, given] = ['', {}]] = Object.entries(config.endpoints);
    const endpoint = endpointAt(new URL(server.baseUrl).origin, given);
    for (const [role, { endpoint: named, model }] of Object.entries(config.roles)) {
      const bare = RoleSchema.parse({ endpoint: named, model });
      const findings = (await preflight(endpointName, endpoint, [roleToCheck(role, bare)], env)).map(
        findingLine,
      );
      expect(findings.length).toBeGreaterThan(0);
      for (const finding of findings)
        expect(finding).toMatch(/refuses the field \w+ as role .*Write in roles\.\w+: `/);
    }
  },
);
