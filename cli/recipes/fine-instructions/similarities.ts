import { exitCodes } from '../../exit-codes.ts';
import { configToLookAt } from '../../host/config-to-look-at.ts';
import { homeOf, type HostOptions } from '../../host/options.ts';
import { Resources } from '../../host/resources.ts';
import { openStandIn } from '../../host/stand-in.ts';
import type { FleetOptions } from '../../host/surroundings.ts';
import { surveyLines } from './show.ts';
import { matchingConfig, survey } from './survey.ts';
import { standInAdvice, standInStart } from '../../stand-in-note.ts';
import { paletteFor } from '../../text/palette.ts';

export interface SimilaritiesOptions extends Pick<HostOptions, 'home' | 'json'>, FleetOptions {
  readonly documents: number;
  readonly seed?: number;
}

/** `tunesmith similarities CONFIG`: how like documents and templates are, to choose `match.threshold` by. */
export async function similarities(path: string, options: SimilaritiesOptions): Promise<number> {
  const { documents, seed, json } = options;
  const resources = new Resources();
  try {
    const home = await homeOf(options);
    const { config: written, source } = await configToLookAt(path, options, async () => {
      const standIn = await openStandIn(home);
      resources.add(() => standIn.close());
      return standIn.url;
    });
    const config = matchingConfig(path, written);
    const isStandIn = source === 'stand-in';
    const { stdout, stderr } = process;
    const say = (line: string): void => void (stderr.isTTY && stderr.write(`${line}\n`));
    const found = await survey(path, config, home, { documents, seed, say });
    if (json === true) {
      stdout.write(`${JSON.stringify({ ...found, standIn: isStandIn }, null, 2)}\n`);
      return exitCodes.ok;
    }
    const look = { width: stdout.columns || 100, palette: paletteFor(stdout) };
    const note = isStandIn ? [look.palette.yellow(`${standInStart}\n${standInAdvice}`), ''] : [];
    stdout.write(`${[...note, ...surveyLines(found, look)].join('\n')}\n`);
    return exitCodes.ok;
  } finally {
    await resources.close();
  }
}
