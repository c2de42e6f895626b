/** A request's place at the gate: in service or in the queue. */
export interface Place {
  /** Frees the slot, or the place in the queue. Further calls do nothing. */
  leave(): void;
}

interface Waiting extends Place {
  begin(place: Place): void;
}

export interface GateLimits {
  slots: number | null;
  queueLimit: number | null;
}

/** Service slots with a queue: first come, first served. */
export class Gate {
  #limits: GateLimits;
  #queue = new Set<Waiting>();
  #inService = 0;
  #movingUp = false;
  #onChange: (inService: number, queued: number) => void;

  constructor(limits: GateLimits, onChange: (inService: number, queued: number) => void) {
    this.#limits = limits;
    this.#onChange = onChange;
  }

  /** New limits hold from now on; those in service stay, those in the queue move up if they may. */
  limit(limits: GateLimits): void {
    this.#limits = limits;
    this.#moveUp();
  }

  /** Calls `begin` as soon as a slot is free, maybe at once. Gives undefined when the queue is full. */
  enter(begin: (place: Place) => void): Place | undefined {
    const { queueLimit } = this.#limits;
    if (!this.#hasRoom() && queueLimit !== null && this.#queue.size >= queueLimit) return undefined;
    let left = false;
    const place: Waiting = {
      begin,
      leave: () => {
        if (left) return;
        left = true;
        if (!this.#queue.delete(place)) this.#inService--;
        this.#changed();
        this.#moveUp();
      },
    };
    this.#queue.add(place);
    if (this.#hasRoom()) this.#moveUp();
    else this.#changed();
    return place;
  }

  #hasRoom(): boolean {
    return this.#limits.slots === null || this.#inService < this.#limits.slots;
  }

  #moveUp(): void {
    // A service that ends at once leaves from within begin(); the loop that runs already takes up its slot.
    if (this.#movingUp) return;
    this.#movingUp = true;
    try {
      for (const place of this.#queue) {
        if (!this.#hasRoom()) return;
        this.#queue.delete(place);
        this.#inService++;
        this.#changed();
        place.begin(place);
      }
    } finally {
      this.#movingUp = false;
    }
  }

  #changed(): void {
    this.#onChange(this.#inService, this.#queue.size);
  }
}
