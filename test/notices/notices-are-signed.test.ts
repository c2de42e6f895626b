import { expect, test } from 'vitest';
import { notifyProblems } from '../../config/notify-problems.ts';
import { signingKeys } from '../../config/signing-keys.ts';
import { sendNotice } from '../../activities/notices/send-notice.ts';
import { signature } from '../../activities/notices/sign.ts';
import type { Notice } from '../../schemas/build/notice.ts';
import { lookAtNotify } from '../../cli/doctor/notify.ts';
import { loadConfig } from '../../config/load-config.ts';
import { complaints, configFile, generateConfig } from '../client/config-file.ts';
import { startReceiver, type Answer } from './receiver.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

function keysIn(value: string): readonly Buffer[] {
  const found = signingKeys('HOOK_SECRET', { HOOK_SECRET: value });
  if ('problem' in found) throw new Error(found.problem);
  return found.keys;
}

test("as the specification's libraries sign; by each of several secrets", () => {
  const known = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    seconds: 1614265330,
    body: '{"test": 2432232314}',
  };
  const signed = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
  expect(signature(known, keysIn(secret))).toBe(signed);
  expect(signature(known, keysIn(secret.slice('whsec_'.length)))).toBe(signed);
  const next = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const [first, second] = signature(known, keysIn(`${secret},${next}`)).split(' ');
  expect(first).toBe(signed);
  expect(second).toBe(signature(known, keysIn(next)));
});

test('a secret that is not there, or is none, is told by its variable and never repeated', () => {
  const hook = { url: 'https://a.example', secretEnv: 'HOOK_SECRET', on: [] };
  for (const value of [undefined, '', 'too-plain', 'whsec_c2hvcnQ=', `${secret} c2hvcnQ=`]) {
    const [found] = notifyProblems([hook], value === undefined ? {} : { HOOK_SECRET: value });
    expect(found).toMatchObject({ at: 'notify.secretEnv' });
    expect(found?.problem).toMatch(
      /^the environment variable HOOK_SECRET .*; set it where the workers start/,
    );
    for (const part of value?.split(/[ _]/) ?? [])
      if (part.length > 6) expect(found?.problem).not.toContain(part);
  }
  expect(notifyProblems([hook, { ...hook, secretEnv: 'OTHER' }], { HOOK_SECRET: secret })).toMatchObject([
    { at: 'notify[1].secretEnv', problem: expect.stringContaining('OTHER is not set') },
  ]);
});

test.each([
  ['{ url: "ftp://a.example/x", secretEnv: S }', 'notify.url: must be a URL such as https://'],
  ['{ url: "https://me@a.example/x", secretEnv: S }', 'notify.url: must not hold a user or password'],
  ['{ url: "https://me:word@a.example/x", secretEnv: S }', 'notify.url: must not hold a user or password'],
  [
    '{ url: "https://a.example/x?token=word", secretEnv: S }',
    'notify.url: must not hold a fragment, or a secret',
  ],
  [
    `{ url: "https://a.example/x", secretEnv: "${secret}" }`,
    'notify.secretEnv: looks like the secret itself',
  ],
  ['[{ url: "https://a.example/x" }]', 'notify[0].secretEnv: is missing'],
  [
    '{ url: "https://a.example/x", secretEnv: S, on: [fails] }',
    'notify.on[0]: must be one of "published", "unchanged"',
  ],
  ['{ url: "https://a.example/x", secretEnv: S, secret: word }', 'notify.secret: unknown key'],
])('%s is refused in words that repeat no secret', async (notify, told) => {
  const [found = '', ...more] = await complaints(generateConfig(`notify: ${notify}`));
  expect(more).toEqual([]);
  expect(found).toContain(told);
  expect(found).not.toMatch(/word@|=word|: word|MfKQ9r8/);
});

test('doctor says who is told, and whether notices can be signed here', async () => {
  const hooks = '{ url: "https://a.example/x?project=tides", secretEnv: HOOK_SECRET, on: [failed] }';
  const config = await loadConfig(configFile(generateConfig(`notify: ${hooks}`)), { env: {} });
  expect(lookAtNotify(config, { HOOK_SECRET: secret })).toEqual([
    {
      about: 'notify',
      state: 'fine',
      text: 'https://a.example/x is told of failed, signed by HOOK_SECRET',
    },
  ]);
  expect(lookAtNotify(config, {})).toMatchObject([
    { state: 'fault', advice: expect.stringContaining('HOOK_SECRET is not set') },
  ]);
});

const notice: Notice = {
  type: 'build.published',
  timestamp: '2026-11-29T02:00:00.000Z',
  data: {
    build: { id: 'answers/1', workflowId: 'answers', runId: '1' },
    number: 1,
    stages: [],
    spending: { asked: 0, reused: 0, promptTokens: 0, completionTokens: 0, cost: 0 },
  },
};

test('what a receiver answers is final, or is tried again', async () => {
  const answers: Record<string, Answer> = {
    '/taken': { status: 202 },
    '/gone?project=tides': { status: 410, body: `it is gone\n${'x'.repeat(9000)}` },
    '/moved': { status: 307, headers: { location: '/taken' } },
    '/later': { status: 429, headers: { 'retry-after': '40' } },
    '/slow': { status: 408 },
    '/broken': { status: 502, body: 'oh' },
  };
  const receiver = await startReceiver(secret, ({ path }) => answers[path] ?? { status: 404 });
  const send = async (path: string) => {
    const hook = { url: `${receiver.url}${path}`, secretEnv: 'HOOK_SECRET' };
    const ends = new AbortController().signal;
    return sendNotice({ hook, notice }, { HOOK_SECRET: secret }, ends).catch((error: unknown) => error);
  };
  expect(await send('/taken')).toEqual({ status: 202 });
  const gone = await send('/gone?project=tides');
  expect(gone).toMatchObject({
    name: 'NoticeRefused',
    message: expect.stringMatching(/\/gone answered 410 \(it is gone x+…\); it is not sent again$/),
  });
  expect(String(gone).length).toBeLessThan(400);
  expect(await send('/moved')).toMatchObject({ name: 'NoticeRefused' });
  expect(await send('/later')).toMatchObject({ type: 'ReceiverAway', nextRetryDelay: 40_000 });
  expect(await send('/slow')).toMatchObject({ name: 'ReceiverAway' });
  expect(await send('/broken')).toMatchObject({
    name: 'ReceiverAway',
    message: `${receiver.url}/broken answered 502 (oh)`,
  });
  expect(receiver.received.map(({ path }) => path)).toEqual(Object.keys(answers));
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
  const nobody = { url: 'http://127.0.0.1:9/x', secretEnv: 'HOOK_SECRET' };
  const away = sendNotice({ hook: nobody, notice }, { HOOK_SECRET: secret }, new AbortController().signal);
  await expect(away).rejects.toMatchObject({
    name: 'ReceiverAway',
    message: 'http://127.0.0.1:9/x: nothing listens there (connection refused)',
  });
  expect(receiver.faults).toEqual([]);
});
