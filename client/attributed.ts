import { isGrpcServiceError, ServiceError, type Connection } from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import {
  ensureSearchAttributes,
  SearchAttributesRefused,
  TUNESMITH_SEARCH_ATTRIBUTES,
} from '../connection/search-attributes.ts';

/** gRPC's 3: a namespace without an attribute calls the request invalid. */
const invalid = 3;

/**
 * Starts things with our search attributes. A namespace that lacks them gets them where we may register; where we may
 * not, things are started without, and `say` is told once what its operator can do.
 */
export class Attributed {
  private readonly connection: Connection;
  private readonly namespace: string;
  private readonly say: (line: string) => void;
  private absent = false;
  private registering: Promise<boolean> | undefined;

  constructor(connection: Connection, namespace: string, say: (line: string) => void) {
    this.connection = connection;
    this.namespace = namespace;
    this.say = say;
  }

  async start<T>(
    attributes: SearchAttributePair[],
    act: (attributes: SearchAttributePair[]) => Promise<T>,
  ): Promise<T> {
    if (this.absent) return act([]);
    try {
      return await act(attributes);
    } catch (error) {
      if (!isAboutAttributes(error)) throw error;
      this.registering ??= this.register();
      return act((await this.registering) ? attributes : []);
    }
  }

  private async register(): Promise<boolean> {
    const { connection, namespace } = this;
    try {
      await ensureSearchAttributes(connection, namespace, TUNESMITH_SEARCH_ATTRIBUTES);
      return true;
    } catch (error) {
      this.absent = true;
      const refusal =
        error instanceof SearchAttributesRefused
          ? error
          : new SearchAttributesRefused(namespace, TUNESMITH_SEARCH_ATTRIBUTES, error);
      this.say(
        `The namespace ${namespace} lacks Tunesmith's search attributes, and we may not add them: the Temporal UI ` +
          `cannot filter by them; all else works. Its operator can run: ${refusal.command}`,
      );
      return false;
    }
  }
}

function isAboutAttributes(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : error;
  if (!isGrpcServiceError(cause)) return false;
  const code: number = cause.code;
  return code === invalid && /search attribute/i.test(cause.details);
}
