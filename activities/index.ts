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
import { publishDataset } from './dataset/publish.ts';
import { writeTrainingTable, type TrainingTable } from './dataset/training/write-training-table.ts';
import { beating } from './engine/build/beating.ts';
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
import { recipeActivities, recipeAnalyses, setStages } from './recipes/index.ts';

export interface PublishInput {
  readonly build: BuildRef;
  readonly table: TableRef;
  readonly tables: TableSummary[];
  readonly training?: TrainingFiles;
  readonly kind?: KindName;
  readonly as?: PublishAs;
}

/** All activities beside the row stages: the engine's, and those that recipes bring. Workflows know their types only. */
export function createActivities(parts: WorkerParts) {
  return {
    listFiles: (input: { build: BuildRef; files: FilesInput }): Promise<FileRef[]> =>
      beating(() => listFiles(input.files)),
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
      beating(async (signal, report) =>
        publishDataset(await namedAs(input, await openBuildOf(input.build, parts)), {
          analyses: recipeAnalyses,
          scratchDir: parts.scratchDir,
          memoryLimit: parts.setMemory,
          signal,
          beat: report,
        }),
      ),
    ...recipeActivities(parts),
  };
}
export type Activities = ReturnType<typeof createActivities>;
