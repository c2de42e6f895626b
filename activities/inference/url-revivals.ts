import type { ServedUrl } from './served-url.ts';
import { UrlRevival, type Asked, type RevivalOptions } from './url-revival.ts';

/** The URLs of an endpoint that are set aside. Nobody is asked for a trial while no question waits. */
export class UrlRevivals {
  #options: RevivalOptions;
  #revivals = new Map<ServedUrl, UrlRevival>();

  constructor(options: RevivalOptions) {
    this.#options = options;
  }

  begin(url: ServedUrl, asked: Asked): void {
    if (!this.#revivals.has(url)) this.#revivals.set(url, new UrlRevival(url, asked, this.#options));
  }

  /** The URL is back. */
  end(url: ServedUrl): void {
    this.#revivals.get(url)?.rest();
    this.#revivals.delete(url);
  }

  hurry(): void {
    for (const revival of this.#revivals.values()) revival.hurry();
  }

  rest(): void {
    for (const revival of this.#revivals.values()) revival.rest();
  }
}
