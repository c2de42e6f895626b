/** Task queues: rows that talk to models, sets that work in DuckDB, and everything else beside the workflows. */
export const queues = { builds: 'tunesmith', rows: 'tunesmith-rows', sets: 'tunesmith-sets' } as const;

/** Search attributes that the Temporal UI and the client filter builds by; all of type Keyword. */
export const searchAttributeNames = ['TunesmithRecipe', 'TunesmithDataset', 'TunesmithKind'] as const;

/** Milliseconds without a heartbeat after which an activity is given to another worker. */
export const heartbeatTimeout = 10_000;
