export interface UrlState {
  readonly url: string;
  /** False while it is set aside. */
  readonly healthy: boolean;
  readonly inFlight: number;
  /** Milliseconds for which it still asked to be left alone (Retry-After); 0 where it did not. */
  readonly pausedMs: number;
}

/** How an endpoint fares in this process, for progress. */
export interface EndpointState {
  readonly endpoint: string;
  /** Requests that may be in flight at present. */
  readonly limit: number;
  readonly inFlight: number;
  /** Waiting for their turn, or before they are tried again. */
  readonly queued: number;
  readonly urls: readonly UrlState[];
  /** Since when requests wait and no URL takes any (ms since the epoch); undefined while work goes on. */
  readonly waitingSince: number | undefined;
  /** Answers a second while it refuses much of what it is asked (429), or all; undefined where it does not. */
  readonly limitedTo: number | undefined;
  /** What last went wrong, free of keys; undefined where nothing did. */
  readonly lastFault: string | undefined;
}
