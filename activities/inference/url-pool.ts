import type { ServedUrl } from './served-url.ts';

/** The base URLs of an endpoint: requests are spread over those that take some. */
export class UrlPool {
  readonly urls: readonly ServedUrl[];
  #next = 0;

  constructor(urls: readonly ServedUrl[]) {
    this.urls = urls;
  }

  /**
   * The URL with the fewest requests in flight, in turn where they are equal; `avoid` (it just failed this request)
   * only where no other takes any. Undefined where none does.
   */
  pick(now: number, avoid?: ServedUrl): ServedUrl | undefined {
    let best: ServedUrl | undefined;
    const count = this.urls.length;
    this.#next = (this.#next + 1) % count;
    for (let step = 0; step < count; step++) {
      const url = this.urls[(this.#next + step) % count];
      if (url === undefined || url === avoid || !url.takes(now)) continue;
      if (best === undefined || url.inFlight < best.inFlight) best = url;
    }
    return best ?? (avoid?.takes(now) === true ? avoid : undefined);
  }

  /** When the first paused URL may be used again; undefined where none is paused only. */
  endOfPause(): number | undefined {
    const paused = this.urls.filter(({ aside }) => !aside).map(({ pausedUntil }) => pausedUntil);
    return paused.length === 0 ? undefined : Math.min(...paused);
  }
}
