import type { WorkerSurroundings } from '../../../config/check-written.ts';
import type { Inference } from '../../inference/index.ts';
import type { Store } from '../../storage/store.ts';
import type { StoreConfig } from '../../../schemas/build/store.ts';

/** What a worker gives its activities; made once a process (workers/). */
export interface WorkerParts {
  readonly inference: Inference;
  readonly env: NodeJS.ProcessEnv;
  /** What configs may leave out or name, since this worker knows it. */
  readonly surroundings: Omit<WorkerSurroundings, 'env'>;
  /** Folder for DuckDB's spill and files on their way to the store. */
  readonly scratchDir: string;
  /** Folder of the answers' journal; it must outlive the process. */
  readonly journalDir: string;
  /** Makes room on the journal's disk when it is full, if that can be done; true where it was. */
  readonly makeRoom: () => boolean;
  /** Memory limit of a set stage's DuckDB, such as "2GB". */
  readonly setMemory: string;
  openStore(config: StoreConfig): Promise<Store>;
}
