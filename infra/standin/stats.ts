import { z } from 'zod';

const count = z.int().min(0);

/** What `GET /stats` gives. "Requests" are those to paths that generate: chat, completions, embeddings, translation and so on. */
export const statsSchema = z.object({
  requests: count,
  /** Delivered to the last byte with status 200. */
  answered: count,
  /** The client left before its answer was complete. */
  aborted: count,
  /** Different requests seen (path and body, byte for byte). */
  distinct: count,
  /** Answers delivered for a request that had been answered before: work paid for twice. */
  repeated: count,
  /** Broken off by dropRate, or in service when the endpoint went down. */
  dropped: count,
  /** Connections broken at once while the endpoint was down; these are no requests. */
  refused: count,
  /** Held by hangRate; each one counts as aborted too when its client gives up. */
  hung: count,
  /** All requests by path, control paths included. */
  paths: z.record(z.string(), count),
  /** By API: its requests, the texts in them, and the texts answered that had been answered before. */
  apis: z.record(z.string(), z.object({ requests: count, texts: count, repeatedTexts: count })),
  /** Requests by the status that they got. */
  statuses: z.record(z.string(), count),
  inService: count,
  queued: count,
  peakInService: count,
  peakQueued: count,
  /** Integral of the slots in service over time, in slot-milliseconds. */
  busyMs: z.number(),
  /** Epoch milliseconds with a fraction, from a clock that never goes back; null before the first. */
  firstRequestAt: z.number().nullable(),
  lastAnswerAt: z.number().nullable(),
  promptTokens: count,
  completionTokens: count,
});

export type Stats = z.output<typeof statsSchema>;

/** A request as it is counted: 53 bits of what it says and of each text in it. */
export interface Mark {
  fingerprint: number;
  api: string;
  texts: readonly number[];
}

/** Counts; holds 53 bits for each different request and text and nothing else that grows. */
export class Tally {
  #stats = blank();
  #answeredBefore = new Map<number, boolean>();
  #textsAnswered = new Set<number>();
  #occupiedSince = performance.now();

  /** A request has come in. */
  arrived(path: string, api: string | undefined): void {
    bump(this.#stats.paths, path);
    if (api === undefined) return;
    this.#of(api).requests++;
    this.#stats.requests++;
    this.#stats.firstRequestAt ??= now();
  }

  read({ fingerprint, api, texts }: Mark): void {
    if (!this.#answeredBefore.has(fingerprint)) this.#answeredBefore.set(fingerprint, false);
    this.#of(api).texts += texts.length;
  }

  answered({ fingerprint, api, texts }: Mark, promptTokens: number, completionTokens: number): void {
    const stats = this.#stats;
    stats.answered++;
    stats.lastAnswerAt = now();
    stats.promptTokens += promptTokens;
    stats.completionTokens += completionTokens;
    if (this.#answeredBefore.get(fingerprint) === true) stats.repeated++;
    this.#answeredBefore.set(fingerprint, true);
    const counts = this.#of(api);
    for (const text of texts) {
      if (this.#textsAnswered.has(text)) counts.repeatedTexts++;
      else this.#textsAnswered.add(text);
    }
  }

  count(what: 'aborted' | 'dropped' | 'refused' | 'hung'): void {
    this.#stats[what]++;
  }

  status(code: number): void {
    bump(this.#stats.statuses, String(code));
  }

  occupied(inService: number, queued: number): void {
    const stats = this.#stats;
    this.#addBusyTime();
    stats.inService = inService;
    stats.queued = queued;
    if (inService > stats.peakInService) stats.peakInService = inService;
    if (queued > stats.peakQueued) stats.peakQueued = queued;
  }

  snapshot(): Stats {
    this.#addBusyTime();
    const { paths, statuses, apis } = this.#stats;
    return {
      ...this.#stats,
      apis: Object.fromEntries(Object.entries(apis).map(([api, counts]) => [api, { ...counts }])),
      distinct: this.#answeredBefore.size,
      paths: { ...paths },
      statuses: { ...statuses },
    };
  }

  /** Forgets everything but the requests that are in service or queued. */
  reset(): void {
    const { inService, queued } = this.#stats;
    this.#stats = { ...blank(), inService, queued, peakInService: inService, peakQueued: queued };
    this.#answeredBefore.clear();
    this.#textsAnswered.clear();
    this.#occupiedSince = performance.now();
  }

  #of(api: string) {
    return (this.#stats.apis[api] ??= { requests: 0, texts: 0, repeatedTexts: 0 });
  }

  #addBusyTime(): void {
    const at = performance.now();
    this.#stats.busyMs += this.#stats.inService * (at - this.#occupiedSince);
    this.#occupiedSince = at;
  }
}

function now(): number {
  return performance.timeOrigin + performance.now();
}

function bump(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

function blank(): Stats {
  return {
    requests: 0,
    answered: 0,
    aborted: 0,
    distinct: 0,
    repeated: 0,
    dropped: 0,
    refused: 0,
    hung: 0,
    paths: {},
    apis: {},
    statuses: {},
    inService: 0,
    queued: 0,
    peakInService: 0,
    peakQueued: 0,
    busyMs: 0,
    firstRequestAt: null,
    lastAnswerAt: null,
    promptTokens: 0,
    completionTokens: 0,
  };
}
