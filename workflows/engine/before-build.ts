import { setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { KeptPrompts } from '../../schemas/build/start.ts';
import { pauseSignal, progressQuery } from './lane.ts';

const told = { phase: 'checking the config', paused: false };
let prompts: KeptPrompts | undefined;

/** Answers queries and hears of pauses before the build is opened. */
export function listen(paused: boolean): void {
  told.paused = paused;
  setHandler(progressQuery, () => ({ ...told, stages: [], lanes: [] }));
  setHandler(pauseSignal, (value) => void (told.paused = value));
}

export function tell(phase: string): void {
  told.phase = phase;
  setCurrentDetails(`**${phase}**`);
}

/** Keeps the prompts that the build was started with for when it is opened. */
export function keepPrompts(given: KeptPrompts | undefined): void {
  prompts = given;
}

/** The prompts that the build was started with in place of files; undefined where it reads the files. */
export function promptsKept(): KeptPrompts | undefined {
  return prompts;
}

/** Whether somebody paused the build before it was opened. */
export function pausedBefore(): boolean {
  return told.paused;
}
