import { expect, it } from 'vitest';
import { ServerUnreachable, Tunesmith } from '../../client/index.ts';
import { freePort } from '../../infra/servers/free-port.ts';

it('names the address where no server answers', async () => {
  const address = `127.0.0.1:${await freePort()}`;
  await expect(Tunesmith.connect({ address })).rejects.toThrow(`no Temporal server answers at ${address}`);
  await expect(Tunesmith.connect({ address })).rejects.toThrow(ServerUnreachable);
});
