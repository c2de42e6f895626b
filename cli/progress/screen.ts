import { nameOnTerminal } from '../../activities/show-invisible.ts';
import type { BuildProgress } from '../../client/index.ts';
import { paletteFor, type Palette } from '../text/palette.ts';
import { cut } from '../text/width.ts';
import { wrapAndCut } from '../text/wrap.ts';
import { PlainLines } from './plain-lines.ts';
import { Speed } from './speed.ts';
import { noteLines, progressView } from './view.ts';

/** Where a command tells what it is doing: a part of the terminal that is drawn again, or lines. */
export interface Screen {
  readonly palette: Palette;
  readonly width: number;
  /** Says what is being done now; on a terminal it makes room for the next thing. */
  step(line: string): void;
  /** Prints lines that stay. */
  print(text: string): void;
  show(progress: BuildProgress): void;
  /** No worker tells how far the build is: none is there, or its workflow threw `fault`. */
  silent(fault?: string): void;
  /** Leaves the last state where it is. */
  end(): void;
  /** Takes the last state off the terminal. */
  clear(): void;
}

/** Why nothing is told of a build. */
function silence(fault: string | undefined): string {
  return fault === undefined
    ? 'no worker answers; start one with `tunesmith worker` or `tunesmith dev`'
    : `the workflow of the build fails (${nameOnTerminal(fault)}); it goes on when its code is mended`;
}

/** Draws on a terminal, writes plain lines to anything else. */
export async function openScreen(stream: NodeJS.WriteStream, name: string): Promise<Screen> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const palette = paletteFor(stream);
  const speed = new Speed();
  const note = ({ stages }: BuildProgress) => {
    for (const { stage, rows } of stages) speed.note(stage, rows, performance.now());
  };
  if (!stream.isTTY || process.env['TERM'] === 'dumb')
    return lineScreen(stream, palette, speed, note, seconds);
  // Only for a terminal: its tables of emoji take 30 ms to compile.
  const { createLogUpdate } = await import('log-update');
  const draw = createLogUpdate(stream);
  const width = () => Math.max(20, stream.columns || 80);
  let told: readonly string[] = [];
  let last: readonly string[] = [];
  const redraw = (lines: readonly string[]) => {
    last = lines;
    draw(lines.join('\n'));
  };
  return {
    palette,
    get width() {
      return width();
    },
    step: (line) => redraw([palette.dim(cut(line, width()))]),
    print(text) {
      draw.clear();
      stream.write(`${text}\n`);
      redraw(last);
    },
    show(progress) {
      note(progress);
      const height = stream.rows || 24;
      redraw(progressView(progress, speed, { name, width: width(), height, palette, seconds: seconds() }));
    },
    silent(fault) {
      const shown = last.filter((line) => !told.includes(line));
      told = wrapAndCut(silence(fault), width(), noteLines).map((line) => palette.yellow(line));
      redraw([...shown, ...told]);
    },
    end() {
      draw.done();
      last = [];
    },
    clear() {
      draw.clear();
      last = [];
    },
  };
}

function lineScreen(
  stream: NodeJS.WriteStream,
  palette: Palette,
  speed: Speed,
  note: (progress: BuildProgress) => void,
  seconds: () => number,
): Screen {
  const write = (line: string) => void stream.write(`${line}\n`);
  const lines = new PlainLines(write, speed);
  let isSilent = false;
  return {
    palette,
    width: 80,
    step: write,
    print: write,
    show(progress) {
      isSilent = false;
      note(progress);
      lines.show(progress, seconds());
    },
    silent(fault) {
      if (!isSilent) write(silence(fault));
      isSilent = true;
    },
    end: () => undefined,
    clear: () => undefined,
  };
}
