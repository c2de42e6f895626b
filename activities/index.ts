import { Context } from '@temporalio/activity';
import type { WrittenBuild } from '../config/check-written.ts';
import type { NoticeToSend } from '../schemas/build/notice.ts';
import type { Holder } from '../schemas/build/start.ts';
import type { FilesInput } from '../schemas/table/corpus.ts';
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
} from '../schemas/build/task.ts';
import type { KindName } from '../schemas/kinds/index.ts';
import { namedAs } from './dataset/named-as.ts';
import { publishDataset, refuseEmpty } from './dataset/publish.ts';
import { writeTrainingTable, type TrainingTable } from './dataset/training/write-training-table.ts';
import { beating } from './engine/build/beating.ts';
import { checkBuild, type BuildToBegin } from './engine/build/check-build.ts';
import { holderOf, outcomeOf, type Outcome } from './engine/build/dataset-holder.ts';
import { openBuild, type BuildToOpen } from './engine/build/open-build.ts';
import { openBuildOf } from './engine/build/open-plan.ts';
import type { WorkerParts } from './engine/build/worker-parts.ts';
import { drawRows, type DrawInput } from './engine/import/draw-rows.ts';
import { importCorpus, type ImportInput } from './engine/import/import-corpus.ts';
import { listFiles } from './engine/import/list-files.ts';
import { planFlow } from './engine/plan/plan-flow.ts';
import { sealFlow } from './engine/plan/seal-flow.ts';
import { runSet, type SetInput } from './engine/sets/run-set.ts';
import { uniteTables, type UniteInput } from './engine/sets/unite-tables.ts';
import { hooksOf, type WhoIsTold } from './notices/hooks-of.ts';
import { sendNotice } from './notices/send-notice.ts';
import { recipeActivities, recipeAnalyses, setStages } from './recipes/index.ts';

export interface PublishInput {
  readonly build: BuildRef;
  readonly table: TableRef;
  readonly tables: TableSummary[];
  readonly training?: TrainingFiles;
  readonly kind?: KindName;
  readonly as?: PublishAs;
  /** What the build publishes besides: nothing of it is where one of them has no rows. */
  readonly together?: readonly PublishedTogether[];
}

/** A dataset that is published with others. */
export interface PublishedTogether {
  readonly table: TableRef;
  readonly as?: PublishAs;
}

/** All activities beside the row stages: the engine's, and those that recipes bring. Workflows know their types only. */
export function createActivities(parts: WorkerParts) {
  return {
    listFiles: (input: { build: BuildRef; files: FilesInput }): Promise<FileRef[]> =>
      beating(() => listFiles(input.files, input.build.store)),
    checkBuild: (written: WrittenBuild): Promise<BuildToBegin> =>
      beating(() => checkBuild(written, Context.current().info.workflowType ?? '', parts)),
    holderOf: (input: { lock: string }): Promise<Holder | undefined> =>
      holderOf(input.lock, Context.current().client),
    outcomeOf: (build: Holder): Promise<Outcome> => outcomeOf(build, Context.current().client),
    hooksOf: (written: WrittenBuild): Promise<WhoIsTold> => Promise.resolve(hooksOf(written.config, parts)),
    sendNotice: (notice: NoticeToSend): Promise<{ status: number }> =>
      sendNotice(notice, parts.env, Context.current().cancellationSignal),
    openBuild: (input: BuildToOpen): Promise<BuildRef> => beating(() => openBuild(input, parts)),
    importCorpus: (input: ImportInput): Promise<TableSummary> =>
      beating((signal, report) => importCorpus(input, parts, signal, report)),
    drawRows: (input: DrawInput): Promise<TableSummary> => beating(() => drawRows(input, parts)),
    uniteTables: (input: UniteInput): Promise<TableSummary> =>
      beating((signal) => uniteTables(input, parts, signal)),
    planFlow: (input: { build: BuildRef; input: TableRef; calls: StageCall[] }): Promise<PlannedFlow> =>
      beating(() => planFlow(input, parts)),
    sealFlow: (input: { build: BuildRef; flow: PlannedFlow }): Promise<TableSummary[]> =>
      beating(() => sealFlow(input, parts)),
    runSet: (input: SetInput): Promise<TableSummary> =>
      beating((signal) => runSet(input, setStages, parts, signal)),
    writeTrainingTable: (input: TrainingTable): Promise<TrainingFiles> =>
      beating((signal, report) => writeTrainingTable(input, parts, signal, report)),
    publish: (input: PublishInput): Promise<Dataset> =>
      beating(async (signal, report) => {
        const { together = [], ...own } = input;
        const build = await openBuildOf(input.build, parts);
        const options = {
          analyses: recipeAnalyses,
          scratchDir: parts.scratchDir,
          memoryLimit: parts.setMemory,
          signal,
          beat: report,
        };
        for (const { table, as } of together)
          await refuseEmpty(
            await namedAs({ ...own, table, ...(as === undefined ? {} : { as }) }, build),
            options,
          );
        return publishDataset(await namedAs(own, build), options);
      }),
    ...recipeActivities(parts),
  };
}
export type Activities = ReturnType<typeof createActivities>;
