import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import type { SearchAttributeType } from '@temporalio/common';
import { searchAttributeNames } from '../../schemas/build/queue.ts';

export type SearchAttributeTypes = Readonly<Record<string, SearchAttributeType>>;

/** The attributes by which builds are found in the Temporal UI and by `tunesmith list`. */
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

/**
 * Registers the attributes that the namespace lacks and waits until it accepts them, which takes seconds at most. The servers' own flags only
 * take effect when they create a namespace; this also serves an older database and a server that is not ours.
 * @throws Error when the server refuses; the message names the command that an operator can run instead.
 */
export async function ensureSearchAttributes(
  { operatorService, workflowService }: Pick<Connection, 'operatorService' | 'workflowService'>,
  namespace: string,
  attributes: SearchAttributeTypes,
): Promise<void> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(attributes).filter(([name]) => !(name in customAttributes));
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(missing.map(([name, type]) => [name, TYPES[type].number]));
  try {
    await operatorService.addSearchAttributes({ namespace, searchAttributes });
  } catch (error) {
    const flags = missing.map(([name, type]) => `--name ${name} --type ${TYPES[type].flag}`).join(' ');
    throw new Error(
      `The Temporal server refused to register search attributes in namespace ${namespace}. Ask its operator to run: ` +
        `temporal operator search-attribute create --namespace ${namespace} ${flags}`,
      { cause: error },
    );
  }
  // The list shows them at once, but the frontend accepts them only when its cache of the namespace is renewed.
  const query = missing.map(([name]) => `${name} IS NOT NULL`).join(' AND ');
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
