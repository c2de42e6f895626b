import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { isOurMistake } from '../../workers/permanent-failures.ts';

/** What a piece of work throws, as the runtime makes it. */
async function thrownBy(work: () => unknown): Promise<Error> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}

test('a module that is missing and wrong code are mistakes', async () => {
  const errors = await Promise.all([
    thrownBy(() => {
      throw Object.assign(new Error("Cannot find package 'x'"), { code: 'ERR_MODULE_NOT_FOUND' });
    }),
    thrownBy(() => BigInt(0.5)),
    thrownBy(() => JSON.parse('{') as unknown),
    thrownBy(() => Buffer.from([]).readUInt32BE(3)),
    thrownBy(() => {
      throw new Error('the config has no role "judge"');
    }),
  ]);
  expect(errors.map((error) => [error.message, isOurMistake(error)])).toEqual(
    errors.map(({ message }) => [message, true]),
  );
});

test('faults of disks and networks are none: they may pass', async () => {
  const errors = await Promise.all([
    thrownBy(() => readFile('/no/such/file')),
    thrownBy(() => new Promise((_, fail) => connect(1, '127.0.0.1').on('error', fail))),
  ]);
  for (const error of errors) {
    expect([error.message, isOurMistake(error)]).toEqual([error.message, false]);
  }
});
