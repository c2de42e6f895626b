import { describe, expect, it } from 'vitest';
import { addLanes } from '../../client/progress/add-lanes.ts';
import { stillUnderWay } from '../../client/progress/read-lane.ts';
import { noCounts, noSpending } from '../../schemas/table/counts.ts';
import type { Heartbeat, StageProgress } from '../../schemas/build/progress.ts';
import type { Counts } from '../../schemas/table/table.ts';

const stage = (name: string, shardsDone: number, counts: Partial<Counts> = {}, asked = 0): StageProgress => ({
  stage: name,
  title: name,
  shards: 4,
  shardsDone,
  counts: { ...noCounts, ...counts },
  spending: { ...noSpending, asked },
  reused: false,
});
const beat = (name: string, more: Partial<Heartbeat> = {}): Heartbeat => ({
  stage: name,
  rows: 25,
  done: 10,
  rejected: 2,
  asked: 10,
  reused: 1,
  completionTokens: 100,
  ...more,
});
const imported = stage('import', 4, { in: 100, out: 100 });
const build = (...stages: StageProgress[]) => ({
  phase: 'rows',
  paused: false,
  stages: [imported, ...stages],
  lanes: [],
});

describe('the progress of a build', () => {
  it('adds the finished shards of its lanes and the rows of those under way', () => {
    const lanes = [
      { stages: [stage('score', 1, { in: 25, out: 20, rejected: 5 }, 25)], beats: [beat('score')] },
      { stages: [stage('score', 1, { in: 25, out: 15, rejected: 10 }, 30)], beats: [] },
    ];
    expect(addLanes(build(stage('score', 0)), lanes).stages[1]).toMatchObject({
      shardsDone: 2,
      rows: 60,
      total: 100,
      totalIsEstimate: false,
      out: 43,
      rejected: 17,
      asked: 65,
      completionTokens: 100,
    });
  });

  it('counts a table that is finished once, whatever its lanes still say', () => {
    const done = stage('score', 4, { in: 100, out: 90, rejected: 10 });
    const lanes = [
      { stages: [stage('score', 4, { in: 100, out: 90, rejected: 10 })], beats: [beat('score')] },
    ];
    expect(addLanes(build(done), lanes).stages[1]).toMatchObject({
      rows: 100,
      out: 90,
      rejected: 10,
      shardsDone: 4,
    });
  });

  it('reckons what will come to a later stage from what the one before it keeps', () => {
    const lanes = [{ stages: [stage('score', 2, { in: 50, out: 10, rejected: 40 })], beats: [] }];
    const [, , rewrite] = addLanes(build(stage('score', 0), stage('rewrite', 0)), lanes).stages;
    expect(rewrite).toMatchObject({ rows: 0, total: 20, totalIsEstimate: true });
  });

  it('never shows more rows than there are, however old a heartbeat is', () => {
    const lanes = [{ stages: [stage('score', 3, { in: 95, out: 95 })], beats: [beat('score')] }];
    expect(addLanes(build(stage('score', 0)), lanes).stages[1]?.rows).toBe(100);
  });

  it('counts the rows that unfinished shards gave, several of one row too', () => {
    const lanes = [
      { stages: [stage('match', 1, { in: 25, out: 90, expanded: 65 })], beats: [beat('match', { out: 48 })] },
    ];
    expect(addLanes(build(stage('match', 0)), lanes).stages[1]).toMatchObject({
      rows: 35,
      out: 138,
      rejected: 2,
    });
  });

  it('counts a shard that ended between two questions to its lane once', () => {
    const beats = [beat('score', { shard: 2 }), beat('score', { shard: 3 }), beat('rewrite', { shard: 2 })];
    const underWay = [
      { stage: 'score', shard: 3 },
      { stage: 'rewrite', shard: 2 },
    ];
    expect(stillUnderWay(beats, underWay)).toEqual(beats.slice(1));
    // A lane of an earlier release does not say.
    expect(stillUnderWay(beats, undefined)).toEqual(beats);
  });

  it('adds nothing to a stage whose shards have all ended', () => {
    const lanes = [
      { stages: [stage('score', 4, { in: 100, out: 90, rejected: 10 }, 100)], beats: [beat('score')] },
    ];
    expect(addLanes(build(stage('score', 0)), lanes).stages[1]).toMatchObject({
      out: 90,
      rejected: 10,
      asked: 100,
    });
  });

  it('tells each thing that rows wait for once', () => {
    const waiting = 'default does not answer';
    const beats = [beat('score', { waiting }), beat('rewrite', { waiting })];
    expect(addLanes(build(stage('score', 0)), [{ stages: [], beats }]).waiting).toEqual([waiting]);
  });
});
