import { expect, onTestFinished, test } from 'vitest';
import { apiKeyOf } from '../../activities/inference/api-key.ts';
import { ModelServer } from '../../activities/inference/model-server.ts';
import { ServedUrl } from '../../activities/inference/served-url.ts';
import { UrlRevival } from '../../activities/inference/url-revival.ts';
import { EndpointSchema } from '../../schemas/inference/endpoint.ts';
import { question } from './asking.ts';
import { scriptedEndpoint } from './scripted-endpoint.ts';

test('a URL that takes requests and never answers is not back when a trial of it is given up', async () => {
  const hanging = 3;
  const server = await scriptedEndpoint((_, reply) => {
    if (server.seen.length > hanging) reply.text();
  });
  const key = apiKeyOf(EndpointSchema.parse({ urls: [server.baseUrl] }), {});
  const timeoutMs = 60_000;
  const url = new ServedUrl(
    server.baseUrl,
    new ModelServer(server.baseUrl, { key, timeoutMs, connections: 4 }),
  );
  onTestFinished(() => url.server.close());
  const trials = await new Promise<number>((resolve) => {
    const revival = new UrlRevival(
      url,
      { question: question('hello'), manner: {} },
      {
        timeoutMs,
        longestTrialMs: 50,
        onBack: () => resolve(server.seen.length),
        // What the endpoint's health makes of an error that is no fault of a server.
        isBack: () => true,
      },
    );
    onTestFinished(() => revival.rest());
  });
  expect(trials).toBe(hanging + 1);
});
