import { PlanSchema, type Plan } from '../../../schemas/build/plan.ts';
import type { ToldTable } from '../../../schemas/build/task.ts';
import { recipeOf } from '../../../schemas/recipes/index.ts';
import { TableManifestSchema, TableOutlineSchema } from '../../../schemas/table/table.ts';
import { mapConcurrently } from '../../concurrently.ts';
import { Releases } from '../../dataset/releases.ts';
import { answerGroup } from '../../engine/answers/address.ts';
import { rolesOf } from '../../engine/build/open-plan.ts';
import { manifestKey, outlineKey, planKey, tableFolder } from '../../engine/tables/keys.ts';
import { readStored } from '../../storage/stored-json.ts';
import type { Store } from '../../storage/store.ts';
import { recipeVersions, type RecipeVersions } from './recipe-versions.ts';

/** A build that a server says is under way. */
export interface RunningBuild {
  /** As its plan names it: dataset and run. */
  readonly id: string;
  /** Tables that it has made or begun, as far as they are known. */
  readonly tables: readonly ToldTable[];
}

/** What versions that stay and builds that are under way refer to. */
export interface References {
  /** Folders of tables. */
  readonly tables: ReadonlySet<string>;
  /** Digests of imports. */
  readonly imports: ReadonlySet<string>;
  /** What tables are and how they were made, whichever edition. */
  readonly origins: ReadonlySet<string>;
  /** Folders of answers by stage and model. */
  readonly answers: { has(group: string): boolean };
  /** Builds that are under way, or may be. */
  readonly builds: readonly string[];
  /** Keys of plans that say what a build which stays, or a table's, asked for. */
  readonly plans: ReadonlySet<string>;
  /** Where training files are, as versions that stay name it. */
  readonly training: readonly string[];
  /** Milliseconds since 1970, by the store's clock: what was used last before is no build's that may be under way. */
  readonly inUseSince: number;
  /** Versions of what recipes publish beside datasets, of which some go. */
  readonly ofRecipes: RecipeVersions;
}

export interface Moment {
  readonly running: readonly RunningBuild[];
  /** What is younger, in milliseconds since 1970, may be in use. */
  readonly youngerThan: number;
  /** Folders of tables that were written or taken up since then. */
  readonly youngTables: readonly string[];
  /** Newest versions that stay of what recipes publish beside datasets. */
  readonly keep: number;
}

type Address = Pick<ToldTable['table'], 'stage' | 'digest'>;

const readsAtOnce = 16;

/**
 * Follows what refers to what (docs/versions.md): versions name all tables of their build; tables name those that they
 * were made of and the build that began them; a build's plan says which answers its stages asked for.
 * @param kept the numbers of the versions that stay, by dataset
 */
export async function referencesOf(
  store: Store,
  kept: ReadonlyMap<string, readonly number[]>,
  moment: Moment,
): Promise<References> {
  const plans = new Plans(store);
  const imports = new Set<string>();
  const training: string[] = [];
  const planned = new Set<string>();
  const roots: Address[] = [];
  const named = (told: ToldTable): void => {
    roots.push(told.table);
    if (told.import !== undefined) imports.add(told.import);
  };
  for (const [name, versions] of kept) {
    const releases = new Releases(store, name);
    for (const manifest of await mapConcurrently(versions, readsAtOnce, (version) =>
      releases.read(version),
    )) {
      if (manifest === undefined) continue;
      manifest.tables.forEach(named);
      planned.add(planKey(manifest.build.id));
      if (manifest.training !== undefined) training.push(manifest.training.location);
    }
  }
  for (const { tables } of moment.running) tables.forEach(named);
  roots.push(...moment.youngTables.flatMap(addressOf));
  // A build that has begun nothing yet may ask for anything that its recipe asks.
  const builds = new Set(moment.running.map(({ id }) => planKey(id)));
  let inUseSince = moment.youngerThan;
  for await (const { key, modifiedAt } of store.list('builds/')) {
    if (builds.has(key)) inUseSince = Math.min(inUseSince, modifiedAt);
    else if (key.endsWith('/plan.json') && modifiedAt >= moment.youngerThan) builds.add(key);
  }
  const closure = new Closure(store);
  await closure.add(roots);
  const { keep } = moment;
  const ofRecipes = await recipeVersions(store, { keep, inUseSince, tables: closure.tables });
  await closure.add(ofRecipes.tables);
  const answers = new AnswerGroups();
  await mapConcurrently([...closure.makers], readsAtOnce, async ([build, stages]) => {
    planned.add(planKey(build));
    answers.add(stages, await plans.read(planKey(build)));
  });
  answers.addPrefixes(closure.makerless);
  await mapConcurrently([...builds], readsAtOnce, async (key) => {
    planned.add(key);
    const plan = await plans.read(key);
    if (plan !== undefined) answers.add(stagesOf(plan), plan);
  });
  return {
    tables: closure.tables,
    origins: closure.origins,
    imports,
    answers,
    builds: [...builds].map((key) => key.slice('builds/'.length, -'/plan.json'.length)).sort(),
    plans: planned,
    training,
    inUseSince,
    ofRecipes,
  };
}

/** Folders of answers that are referred to: by name, or by how a name begins where it cannot be told any more. */
class AnswerGroups {
  readonly #names = new Set<string>();
  readonly #prefixes = new Set<string>();

  add(stages: Iterable<string>, plan: Plan | undefined): void {
    if (plan === undefined) return void this.addPrefixes(stages);
    const roles = Object.values(rolesOf(plan));
    for (const stage of stages) for (const role of roles) this.#names.add(answerGroup(stage, role));
  }

  /** Where the plan of a build is gone, all answers of its stages stay. */
  addPrefixes(stages: Iterable<string>): void {
    for (const stage of stages) this.#prefixes.add(`${stage}-`);
  }

  has(group: string): boolean {
    return this.#names.has(group) || [...this.#prefixes].some((prefix) => group.startsWith(prefix));
  }
}

class Plans {
  readonly #store: Store;
  readonly #read = new Map<string, Promise<Plan | undefined>>();

  constructor(store: Store) {
    this.#store = store;
  }

  read(key: string): Promise<Plan | undefined> {
    const known = this.#read.get(key) ?? readStored(this.#store, key, PlanSchema);
    this.#read.set(key, known);
    return known;
  }
}

function stagesOf({ config }: Plan): string[] {
  return recipeOf(config.recipe).stages.map(({ name }) => name);
}

/** Tables with all that they were made of, and by whom. */
class Closure {
  readonly #store: Store;
  readonly tables = new Set<string>();
  readonly origins = new Set<string>();
  /** Stages by the build that began a table of theirs. */
  readonly makers = new Map<string, Set<string>>();
  /** Stages of tables that say no build. */
  readonly makerless = new Set<string>();

  constructor(store: Store) {
    this.#store = store;
  }

  async add(roots: readonly Address[]): Promise<void> {
    const { tables, origins, makers, makerless } = this;
    let next = roots;
    while (next.length > 0) {
      const fresh = new Map(next.map((table) => [tableFolder(table), table]));
      for (const folder of tables) fresh.delete(folder);
      for (const folder of fresh.keys()) tables.add(folder);
      const outlines = await mapConcurrently(
        [...fresh.values()],
        readsAtOnce,
        async (table) =>
          (await readStored(this.#store, outlineKey(table), TableOutlineSchema)) ??
          (await readStored(this.#store, manifestKey(table), TableManifestSchema)),
      );
      next = outlines.flatMap((outline): Address[] => {
        if (outline === undefined) return [];
        const { origin, stage, build, inputs, beside = [] } = outline;
        origins.add(origin);
        if (build === undefined) makerless.add(stage);
        else makers.set(build, (makers.get(build) ?? new Set()).add(stage));
        return [...inputs, ...beside];
      });
    }
  }
}

/** The table in a folder; a stage's name may hold the sign that ends it, a digest does not. */
function addressOf(folder: string): Address[] {
  const [, stage, digest] = /^tables\/(.+)-([^-]+)$/.exec(folder) ?? [];
  return stage === undefined || digest === undefined ? [] : [{ stage, digest }];
}
