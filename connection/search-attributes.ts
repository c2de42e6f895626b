import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import type { SearchAttributeType } from '@temporalio/common';
import { searchAttributeNames } from '../schemas/build/queue.ts';

export type SearchAttributeTypes = Readonly<Record<string, SearchAttributeType>>;

/** The attributes by which builds are found in the Temporal UI. */
export const TUNESMITH_SEARCH_ATTRIBUTES: SearchAttributeTypes = Object.fromEntries(
  searchAttributeNames.map((name) => [name, 'KEYWORD']),
);

const POLL_MS = 100;
const ACCEPTED_LIMIT_MS = 30_000;

/** The types' numbers in Temporal's API and their names on its command lines. */
const TYPES: Readonly<Record<SearchAttributeType, { number: number; flag: string }>> = {
  TEXT: { number: 1, flag: 'Text' },
  KEYWORD: { number: 2, flag: 'Keyword' },
  INT: { number: 3, flag: 'Int' },
  DOUBLE: { number: 4, flag: 'Double' },
  BOOL: { number: 5, flag: 'Bool' },
  DATETIME: { number: 6, flag: 'Datetime' },
  KEYWORD_LIST: { number: 7, flag: 'KeywordList' },
};

/** `--search-attribute Name=Type` for every attribute; our server and the Temporal CLI take the same flags. */
export function searchAttributeFlags(attributes: SearchAttributeTypes): string[] {
  return Object.entries(attributes).flatMap(([name, type]) => [
    '--search-attribute',
    `${name}=${TYPES[type].flag}`,
  ]);
}

/** What a namespace has of the attributes, and for those that it lacks the command with which its operator adds them. */
export interface AttributesFound {
  readonly missing: readonly string[];
  readonly command: string;
}

/** Looks which of the attributes a namespace has. Throws where one may not look. */
export async function findSearchAttributes(
  { operatorService }: Pick<Connection, 'operatorService'>,
  namespace: string,
  attributes: SearchAttributeTypes,
): Promise<AttributesFound> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.keys(attributes).filter((name) => !(name in customAttributes));
  return { missing, command: registerCommand(namespace, pick(attributes, missing)) };
}

/** The command with which an operator registers attributes. */
export function registerCommand(namespace: string, attributes: SearchAttributeTypes): string {
  const flags = Object.entries(attributes).map(([name, type]) => `--name ${name} --type ${TYPES[type].flag}`);
  return `temporal operator search-attribute create --namespace ${namespace} ${flags.join(' ')}`;
}

/**
 * Registers the attributes that the namespace lacks and waits until it accepts them, which takes seconds at most. The servers' own flags only
 * take effect when they create a namespace; this also serves an older database and a server that is not ours.
 * @throws SearchAttributesRefused when the server refuses; the message names the command that an operator can run instead.
 */
export async function ensureSearchAttributes(
  connection: Pick<Connection, 'operatorService' | 'workflowService'>,
  namespace: string,
  attributes: SearchAttributeTypes,
): Promise<void> {
  const { operatorService, workflowService } = connection;
  const { missing } = await findSearchAttributes(connection, namespace, attributes);
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(
    Object.entries(pick(attributes, missing)).map(([name, type]) => [name, TYPES[type].number]),
  );
  try {
    await operatorService.addSearchAttributes({ namespace, searchAttributes });
  } catch (error) {
    throw new SearchAttributesRefused(namespace, pick(attributes, missing), error);
  }
  // The list shows them at once, but the frontend accepts them only when its cache of the namespace is renewed.
  const query = missing.map((name) => `${name} IS NOT NULL`).join(' AND ');
  const giveUpAt = Date.now() + ACCEPTED_LIMIT_MS;
  for (;;) {
    try {
      await workflowService.countWorkflowExecutions({ namespace, query });
      return;
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await delay(POLL_MS);
    }
  }
}

/** A server does not let us register search attributes. */
export class SearchAttributesRefused extends Error {
  override name = 'SearchAttributesRefused';

  readonly command: string;

  constructor(namespace: string, missing: SearchAttributeTypes, cause: unknown) {
    const command = registerCommand(namespace, missing);
    super(
      `The Temporal server refused to register search attributes in namespace ${namespace}. Ask its operator to run: ` +
        command,
      { cause },
    );
    this.command = command;
  }
}

function pick(attributes: SearchAttributeTypes, names: readonly string[]): SearchAttributeTypes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => names.includes(name)));
}
