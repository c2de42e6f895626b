import { exitCodes } from '../exit-codes.ts';

/** Ctrl-C, or a request to end. */
export class Interrupted extends Error {
  override name = 'Interrupted';
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals) {
    super(signal);
    this.exitCode = signal === 'SIGTERM' ? 143 : exitCodes.interrupted;
  }
}

/** npm passes a terminal's Ctrl-C on to the process that has got it already. */
const echoMs = 300;

export interface Interrupts {
  /** Rejects with Interrupted at the first signal, or with the fault that was first. */
  readonly first: Promise<never>;
  /** A fault that ends the work as well, should it come; a Ctrl-C after it ends the process at once. */
  also(fault: Promise<never>): void;
}

/** From now on the first Ctrl-C asks for an orderly end, and a second one ends the process at once. */
export function watchInterrupts(): Interrupts {
  let at: number | undefined;
  let end: (why: unknown) => void = () => undefined;
  const first = new Promise<never>((_, reject) => {
    end = reject;
    const onSignal = (signal: NodeJS.Signals) => {
      const now = performance.now();
      if (at === undefined) reject(new Interrupted(signal));
      else if (now - at > echoMs) process.exit(new Interrupted(signal).exitCode);
      at ??= now;
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
    process.on('SIGHUP', onSignal);
  });
  first.catch(() => undefined);
  const also = (fault: Promise<never>) =>
    void fault.catch((why: unknown) => {
      at ??= -Infinity;
      end(why);
    });
  return { first, also };
}
