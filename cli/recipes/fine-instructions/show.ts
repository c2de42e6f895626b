import { nameOnTerminal } from '../../../activities/show-invisible.ts';
import { exact, share } from '../../text/amounts.ts';
import { tableLines } from '../../text/columns.ts';
import { oneLine } from '../../text/one-line.ts';
import type { Palette } from '../../text/palette.ts';
import { cut, widthOf } from '../../text/width.ts';
import type { Survey } from './survey.ts';

const longestBar = 24;
/** Eighths of a character. */
const blocks = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A survey for the terminal: the histogram, what each threshold would do, and pairs to look at. */
export function surveyLines(
  found: Survey,
  { width, palette }: { width: number; palette: Palette },
): string[] {
  const { bank, sample, role } = found;
  return [
    ...wrapped(
      `${bank.name} version ${String(bank.version)}: ${exact(bank.templates)} templates, embedded by ${bank.embedder}`,
      width,
    ).map(palette.bold),
    ...wrapped(
      `${exact(sample.measured)} documents of ${exact(sample.read)} that were read` +
        `${sample.wholeCorpus ? ' (the whole corpus)' : ' (a part of the corpus)'}, drawn by seed ${String(sample.seed)}; ` +
        `embedded by ${role.name} ${role.model}.`,
      width,
    ),
    ...(sample.refused === 0
      ? []
      : wrapped(
          `${exact(sample.refused)} documents were refused: ${oneLine(sample.refusal ?? '')}`,
          width,
        ).map((line) => palette.yellow(line))),
    '',
    ...tableLines(columnsOf(found, palette), width, palette.dim),
    '',
    ...wrapped(configured(found), width),
    '',
    ...wrapped('Templates, and the chunks of documents that are most like what they ask for', width).map(
      palette.dim,
    ),
    ...found.examples.flatMap(({ similarity, template, text }) => [
      `${similarity.toFixed(3)}  ${cut(oneLine(template), width - 7)}`,
      palette.dim(`       ${cut(oneLine(text), width - 7)}`),
    ]),
  ];
}

function columnsOf({ thresholds, sample, templates }: Survey, palette: Palette) {
  const most = Math.max(1, ...thresholds.map(({ documentsHere }) => documentsHere));
  const right = (header: string, cells: string[], keep?: number) => ({
    header,
    cells,
    align: 'right' as const,
    ...(keep === undefined ? {} : { keep }),
  });
  const numbers = (of: (threshold: Survey['thresholds'][number]) => number) =>
    thresholds.map((each) => exact(of(each)));
  const withShare = (of: (threshold: Survey['thresholds'][number]) => number) =>
    thresholds.map((each) => `${exact(of(each))} ${share(of(each), sample.measured).padStart(6)}`);
  return [
    right(
      'from',
      thresholds.map(({ threshold }) => threshold.toFixed(3)),
    ),
    {
      header: 'best template',
      cells: thresholds.map(({ documentsHere }) => bar(documentsHere / most)),
      least: longestBar,
      keep: 1,
      paint: palette.blue,
    },
    right(
      'documents',
      numbers(({ documentsHere }) => documentsHere),
      3,
    ),
    right(
      'chunks',
      numbers(({ chunksHere }) => chunksHere),
      2,
    ),
    right(
      '1 or more',
      withShare(({ withAny }) => withAny),
    ),
    right(
      `${String(templates)} or more`,
      withShare(({ withAll }) => withAll),
    ),
    right(
      'mean',
      thresholds.map(({ mean }) => mean.toFixed(2)),
      4,
    ),
  ];
}

function bar(part: number): string {
  const eighths = Math.round(part * longestBar * 8);
  // What is not nothing is seen.
  const shown = part > 0 ? Math.max(1, eighths) : 0;
  return '█'.repeat(Math.floor(shown / 8)) + (blocks[shown % 8] ?? '');
}

function configured({ configured: at, sample, templates, bank }: Survey): string {
  const of = (count: number): string => `${exact(count)} (${share(count, sample.measured)})`;
  return (
    `At match.threshold ${String(at.threshold)}, as the config has it, ${of(at.withAny)} of the documents have a template, ` +
    `${of(at.withAll)} have ${String(templates)}, and ${at.mean.toFixed(2)} would be drawn for a document on average. ` +
    `The threshold belongs to the embedder: 0.865 was the paper's for its own, chosen by hand. Look at the pairs below, ` +
    `and take the least similarity at which they still fit${bank.standIn ? ' (the stand-in means nothing by its own)' : ''}.`
  );
}

function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of nameOnTerminal(text).split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
