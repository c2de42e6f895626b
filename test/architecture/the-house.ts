import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';

const Cruised = z.object({
  modules: z.array(
    z.object({ source: z.string(), dependencies: z.array(z.object({ resolved: z.string() })) }),
  ),
});

/** The folder that a file is part of, as CONTRIBUTING.md draws the house; a file beside rooms is a room by itself. */
function roomOf(path: string): string {
  const [top = '', second = '', ...rest] = path.split('/');
  if (rest.length === 0) return path;
  const nested = second === 'recipes' || (top === 'activities' && second === 'engine');
  return nested ? [top, second, rest[0]].join('/') : `${top}/${second}`;
}

/** Arrows between the rooms of some top folders, imports of types included: `from -> to` with the files that tie them. */
export async function arrowsBetweenRooms(folders: readonly string[]): Promise<Map<string, string[]>> {
  const args = [
    'depcruise',
    '--config',
    '.dependency-cruiser.json',
    '--output-type',
    'json',
    '--exclude',
    'zz-',
    ...folders,
  ];
  const { stdout } = await promisify(execFile)('npx', args, { maxBuffer: 1e9 });
  const arrows = new Map<string, string[]>();
  for (const { source, dependencies } of Cruised.parse(JSON.parse(stdout)).modules)
    for (const { resolved } of dependencies) {
      const [from, to] = [roomOf(source), roomOf(resolved)];
      if (from === to || !folders.some((folder) => resolved.startsWith(`${folder}/`))) continue;
      const arrow = `${from} -> ${to}`;
      arrows.set(arrow, [...(arrows.get(arrow) ?? []), `${source} -> ${resolved}`]);
    }
  return arrows;
}

/** Rooms in the order of their floors; throws where some of them stand in a circle, naming the files that tie it. */
export function floorsOf(arrows: ReadonlyMap<string, readonly string[]>): Map<string, number> {
  const above = new Map<string, Set<string>>();
  for (const arrow of arrows.keys()) {
    const [from = '', to = ''] = arrow.split(' -> ');
    above.set(from, (above.get(from) ?? new Set()).add(to));
    if (!above.has(to)) above.set(to, new Set());
  }
  const floors = new Map<string, number>();
  const floorOf = (room: string, path: readonly string[]): number => {
    if (path.includes(room)) {
      const circle = [...path.slice(path.indexOf(room)), room];
      const ties = circle.slice(1).map((to, at) => arrows.get(`${circle[at] ?? ''} -> ${to}`)?.[0]);
      throw new Error(`rooms in a circle:\n${ties.join('\n')}`);
    }
    const known = floors.get(room);
    if (known !== undefined) return known;
    const below = [...(above.get(room) ?? [])].map((each) => floorOf(each, [...path, room]));
    const floor = 1 + Math.max(0, ...below);
    floors.set(room, floor);
    return floor;
  };
  for (const room of above.keys()) floorOf(room, []);
  return floors;
}
