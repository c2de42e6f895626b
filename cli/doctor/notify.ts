import { displayUrl } from '../../activities/inference/display-url.ts';
import { notifyProblems } from '../../config/notify-problems.ts';
import type { BuildConfig } from '../../schemas/build/build.ts';
import { noticeEvents } from '../../schemas/build/notify.ts';
import { fault, fine, type Finding } from './finding.ts';

/** Who would be told of a build, and whether notices to them can be signed here. Nothing is sent. */
export function lookAtNotify({ notify = [] }: BuildConfig, env: NodeJS.ProcessEnv): Finding[] {
  return notify.map((hook): Finding => {
    const { url, secretEnv, on } = hook;
    const where = displayUrl(url);
    const [problem] = notifyProblems([hook], env);
    if (problem !== undefined) return fault('notify', `${where}: notices cannot be signed`, problem.problem);
    const told = on.length === noticeEvents.length ? 'everything' : on.join(', ');
    return fine('notify', `${where} is told of ${told}, signed by ${secretEnv}`);
  });
}
