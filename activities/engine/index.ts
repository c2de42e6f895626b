import { Context } from '@temporalio/activity';
import type { BankRef } from '../../schemas/bank.ts';
import type { FilesInput } from '../../schemas/corpus.ts';
import type { SeedData } from '../../schemas/seed.ts';
import type {
  BuildRef,
  Dataset,
  FileRef,
  PlannedFlow,
  PublishAs,
  StageCall,
  TableRef,
  TableSummary,
  TrainingFiles,
} from '../../schemas/task.ts';
import { namedAs } from '../dataset/named-as.ts';
import { findBank } from '../bank/find-bank.ts';
import { publishBank, type PublishBankInput, type PublishedBank } from '../bank/publish-bank.ts';
import { publishDataset } from '../dataset/publish.ts';
import { importCorpus, type ImportInput } from '../import/import-corpus.ts';
import { runSet, type SetInput } from '../sets/run-set.ts';
import type { ImplementedSetStage } from '../sets/set-stage.ts';
import { listFiles } from './list-files.ts';
import { writeEmbedderPairs, type EmbedderPairs } from '../fine-tuning/embedder/write-embedder-pairs.ts';
import { writeTrainingTable, type TrainingTable } from '../fine-tuning/write-training-table.ts';
import { openBuild, type BuildToOpen } from './open-build.ts';
import { openBuildOf } from './open-plan.ts';
import type { WorkerParts } from './parts.ts';
import { planFlow } from './plan-flow.ts';
import { sealFlow } from './seal-flow.ts';
import { writeTraining } from './write-training.ts';

/** Milliseconds between the heartbeats of an activity that has nothing to report. */
const beatInterval = 2000;

export interface PublishInput {
  readonly build: BuildRef;
  readonly table: TableRef;
  readonly tables: TableSummary[];
  readonly training?: TrainingFiles;
  readonly as?: PublishAs;
}

/** The engine's activities beside the row stages; the workflows know them by this type only. */
export function createEngineActivities(parts: WorkerParts, sets: ReadonlyMap<string, ImplementedSetStage>) {
  return {
    listFiles: (input: { build: BuildRef; files: FilesInput }): Promise<FileRef[]> =>
      beating(() => listFiles(input.files)),
    openBuild: (input: BuildToOpen): Promise<BuildRef> => beating(() => openBuild(input, parts)),
    importCorpus: (input: ImportInput): Promise<TableSummary> =>
      beating((signal, report) => importCorpus(input, parts, signal, report)),
    writeTraining: (input: { build: BuildRef; seedData: SeedData }): Promise<TrainingFiles> =>
      beating(() => writeTraining(input, parts)),
    writeTrainingTable: (input: TrainingTable): Promise<TrainingFiles> =>
      beating((signal, report) => writeTrainingTable(input, parts, signal, report)),
    writeEmbedderPairs: (input: EmbedderPairs): Promise<TrainingFiles> =>
      beating((signal, report) => writeEmbedderPairs(input, parts, signal, report)),
    planFlow: (input: { build: BuildRef; input: TableRef; calls: StageCall[] }): Promise<PlannedFlow> =>
      beating(() => planFlow(input, parts)),
    sealFlow: (input: { build: BuildRef; flow: PlannedFlow }): Promise<TableSummary[]> =>
      beating(() => sealFlow(input, parts)),
    runSet: (input: SetInput): Promise<TableSummary> =>
      beating((signal) => runSet(input, sets, parts, signal)),
    publishBank: (input: PublishBankInput): Promise<PublishedBank> =>
      beating((signal) => publishBank(input, parts, signal)),
    findBank: (input: { build: BuildRef; name: string }): Promise<BankRef> =>
      beating(async () => findBank(input.name, await openBuildOf(input.build, parts))),
    publish: (input: PublishInput): Promise<Dataset> =>
      beating(async (signal, report) =>
        publishDataset(await namedAs(input, await openBuildOf(input.build, parts)), {
          scratchDir: parts.scratchDir,
          memoryLimit: parts.setMemory,
          signal,
          beat: report,
        }),
      ),
  };
}
export type EngineActivities = ReturnType<typeof createEngineActivities>;

/** Runs a long step with heartbeats, so that a lost worker is noticed and a cancellation arrives. */
async function beating<T>(
  work: (signal: AbortSignal, report: (what: string) => void) => Promise<T>,
): Promise<T> {
  const context = Context.current();
  let what = '';
  const timer = setInterval(() => context.heartbeat(what), beatInterval);
  try {
    return await work(context.cancellationSignal, (report) => {
      what = report;
      context.heartbeat(what);
    });
  } finally {
    clearInterval(timer);
  }
}
