import { nameOnTerminal } from '../../activities/show-invisible.ts';
import { exitCodes } from '../exit-codes.ts';
import { exact } from '../text/amounts.ts';
import { UserMistake } from '../user-mistake.ts';
import { HubRepoSchema, type Push } from '../../schemas/dataset/push.ts';
import { openDatasets, tell, type VersionsOptions } from './open-datasets.ts';

export interface PushOptions extends VersionsOptions {
  readonly to: string;
  readonly version?: number;
  readonly public?: boolean;
  readonly shared?: boolean;
}

/** `tunesmith push NAME ... --to OWNER/NAME`. */
export async function push(names: readonly string[], options: PushOptions): Promise<number> {
  const { to: repo, version, public: visible, shared } = options;
  const [name = ''] = names;
  const twice = names.find((each, at) => names.indexOf(each) !== at);
  if (twice !== undefined) throw new UserMistake(`${twice} is named twice`);
  if (version !== undefined && names.length > 1)
    throw new UserMistake(`--version v${version} of which of ${names.join(', ')}? Push that one alone`);
  if (!HubRepoSchema.safeParse(repo).success)
    throw new UserMistake(`--to ${repo}: must be OWNER/NAME, as the hub has it, such as my-team/${name}`);
  const datasets = await openDatasets(options, true);
  const request = {
    repo,
    ...(visible === undefined ? {} : { public: visible }),
    ...(shared === undefined ? {} : { shared }),
  };
  const done =
    names.length > 1
      ? await datasets.pushAll(names, request)
      : [await datasets.push(name, { ...request, ...(version === undefined ? {} : { version }) })];
  tell(names.length > 1 ? done : done[0], done.flatMap(linesOf), options);
  return exitCodes.ok;
}

function linesOf({ name, version, repo, config, created, url, ...done }: Push): string[] {
  const files = `${exact(done.uploaded)} files sent, ${exact(done.removed)} removed, ${exact(done.verified)} as they should be`;
  const what = done.unchanged ? `was there already, ${exact(done.verified)} files as they should be` : files;
  const place = `${repo}${config === undefined ? '' : `, config ${nameOnTerminal(config)}`}${created ? ' (new)' : ''}`;
  return [`${nameOnTerminal(name)} v${version} → ${place}: ${what}`, url];
}
