import {
  Connection,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
  type ConnectionOptions,
} from '@temporalio/client';
import { endCallsOfClosed } from './closed-connection.ts';
import { grpcRoute } from './grpc-route.ts';
import type { ServerSettings } from './server-settings.ts';
import { ServerUnreachable } from './server-unreachable.ts';
import { tlsFault } from './tls-fault.ts';

/** Milliseconds: a server that is there answers at once; one that is starting up may take a moment. */
const connectLimit = 5000;

/** A connection for clients. Throws ServerUnreachable where none is there after `limit` milliseconds. */
export async function clientConnection(settings: ServerSettings, limit = connectLimit): Promise<Connection> {
  return Connection.connect({ ...optionsOf(settings), connectTimeout: limit }).catch(
    async (error: unknown) => {
      throw new ServerUnreachable(settings.address, error, await tlsFault(settings));
    },
  );
}

/** One that is made with the first call, and again at every try so many milliseconds apart. */
export function lazyConnection(settings: ServerSettings, redialMs: number): Connection {
  const { channelArgs, ...options } = optionsOf(settings);
  return Connection.lazy({
    ...options,
    channelArgs: {
      ...channelArgs,
      'grpc.initial_reconnect_backoff_ms': redialMs,
      'grpc.max_reconnect_backoff_ms': redialMs,
    },
  });
}

function optionsOf({ address, tls, apiKey, metadata }: ServerSettings): ConnectionOptions {
  return {
    ...grpcRoute(address, process.env),
    tls,
    metadata: { ...metadata },
    // The SDK's own, and what it begins when the connection has been closed.
    interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions()), endCallsOfClosed],
    ...(apiKey === undefined ? {} : { apiKey }),
  };
}
