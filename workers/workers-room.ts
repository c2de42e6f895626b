/** Who looks after the disk of the workers' home, where somebody does. */
export interface WorkersRoom {
  /** Gives a reserve free, once; true where it did, and writing is worth another try. The workers are then to end. */
  makeRoom(): boolean;
  /** Whether the disk is full, and the workers are about to be stopped for it. */
  isFull(): Promise<boolean>;
}

/** Nobody does. */
export const unwatched: WorkersRoom = { makeRoom: () => false, isFull: () => Promise.resolve(false) };
