import { expect, test } from 'vitest';
import { EndpointSchema } from '../../schemas/inference/endpoint.ts';
import { StoreSchema } from '../../schemas/build/store.ts';

test.each(['http://user:secret@host/v1', 'http://token@host', 'https://:secret@host:8000/v1'])(
  'an address with credentials (%s) is refused and not repeated',
  (url) => {
    const found = [
      EndpointSchema.safeParse({ urls: [url] }),
      StoreSchema.safeParse({ uri: 's3://bucket', endpointUrl: url }),
    ];
    for (const { success, error } of found) {
      expect(success).toBe(false);
      expect(error?.message).toContain('must not hold');
      expect(error?.message).not.toMatch(/secret|token@/);
    }
  },
);

test('an @ in the path is no credential', () => {
  expect(EndpointSchema.parse({ urls: ['http://host/@team/v1'] }).urls).toEqual(['http://host/@team/v1']);
});
