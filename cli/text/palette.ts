import pc from 'picocolors';

export type Palette = ReturnType<typeof pc.createColors>;

/** Colours for a stream: none where it is no terminal or NO_COLOR is set (https://no-color.org). */
export function paletteFor(
  stream: { isTTY?: boolean | undefined },
  env: NodeJS.ProcessEnv = process.env,
): Palette {
  const forced = Boolean(env['FORCE_COLOR']) && env['FORCE_COLOR'] !== '0';
  return pc.createColors(!env['NO_COLOR'] && env['TERM'] !== 'dumb' && (forced || stream.isTTY === true));
}
