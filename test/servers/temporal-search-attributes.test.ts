import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startTemporal } from '../../infra/servers/temporal.ts';
import { temporalForTest } from './temporal-for-test.ts';
import { temporaryFolder } from './temporary-folder.ts';

const recipe = defineSearchAttributeKey('TunesmithRecipe', 'KEYWORD');
const rows = defineSearchAttributeKey('TunesmithRows', 'INT');

test('workflows are found by typed search attributes, also by one that an older database lacks', async () => {
  const dbPath = join(temporaryFolder(), 'temporal.db');
  const older = await startTemporal({
    dbPath,
    headless: true,
    searchAttributes: { TunesmithRecipe: 'KEYWORD' },
  });
  await older.stop();
  const server = await temporalForTest({
    dbPath,
    headless: true,
    namespace: 'default',
    searchAttributes: { TunesmithRecipe: 'KEYWORD', TunesmithRows: 'INT' },
  });
  const connection = await Connection.connect({ address: server.address });
  onTestFinished(() => connection.close());
  const client = new Client({ connection, namespace: 'default' });

  for (const [workflowId, count] of [['small', 10] as const, ['large', 1000] as const]) {
    await client.workflow.start('build', {
      workflowId,
      taskQueue: 'nobody-works-here',
      typedSearchAttributes: [
        { key: recipe, value: 'magpie' },
        { key: rows, value: count },
      ],
    });
  }

  const query = 'TunesmithRecipe = "magpie" AND TunesmithRows > 100';
  const found = async () => {
    const ids: string[] = [];
    for await (const { workflowId } of client.workflow.list({ query })) ids.push(workflowId);
    return ids;
  };
  await expect.poll(found).toEqual(['large']);
});
