/** Why an answer is none: reasons of rejects, few and fixed. */
export type Ending = 'answer cut' | 'filtered' | 'tool call' | 'refusal' | 'unknown finish';

/**
 * What servers call the ends of their answers, without case and signs: OpenAI's words, and those of Anthropic, Bedrock,
 * Cohere, DashScope, Gemini, Mistral, TGI, Zhipu and of proxies before them.
 */
const whole = new Set([
  'stop',
  'stopsequence',
  'stoptoken',
  'eos',
  'eostoken',
  'endturn',
  'endofturn',
  'endoftext',
  'end',
  'complete',
  'completed',
  'finish',
  'finished',
  'done',
]);
const endings: Readonly<Record<Exclude<Ending, 'unknown finish'>, ReadonlySet<string>>> = {
  'answer cut': new Set([
    'length',
    'maxlength',
    'maxtokens',
    'maxnewtokens',
    'maxoutputtokens',
    'maxcompletiontokens',
    'modellength',
    'contextlength',
    'contextlengthexceeded',
    'contextwindowexceeded',
    'modelcontextwindowexceeded',
    'tokenlimit',
    'tokenlimitreached',
    'maxtokensreached',
    'maximumtokens',
    'limit',
    'errorlimit',
    'incomplete',
    'truncated',
  ]),
  filtered: new Set([
    'contentfilter',
    'contentfiltered',
    'contentpolicy',
    'contentpolicyviolation',
    'safety',
    'imagesafety',
    'recitation',
    'imagerecitation',
    'blocklist',
    'blocked',
    'prohibitedcontent',
    'imageprohibitedcontent',
    'spii',
    'modelarmor',
    'moderation',
    'flagged',
    'sensitive',
    'errortoxic',
    'guardrailintervened',
    'policyviolation',
  ]),
  'tool call': new Set([
    'toolcall',
    'toolcalls',
    'tooluse',
    'functioncall',
    'functioncalls',
    'malformedfunctioncall',
    'malformedtooluse',
    'unexpectedtoolcall',
    'toomanytoolcalls',
  ]),
  refusal: new Set(['refusal', 'refused']),
};

/** Ends that are the server's fault and pass: asked again, and never kept. */
const faults = new Set([
  'error',
  'abort',
  'aborted',
  'cancel',
  'cancelled',
  'canceled',
  'failed',
  'interrupted',
  'preempted',
  'timeout',
  'timedout',
  'networkerror',
  'internalerror',
  'servererror',
  'insufficientsystemresource',
  'overloaded',
]);

/** Why what a server says of an answer's end makes it no whole answer; undefined where it does not. */
export function endingOf(finish: string | null): Ending | undefined {
  const word = bare(finish);
  if (word === '' || whole.has(word)) return undefined;
  for (const ending of ['answer cut', 'filtered', 'tool call', 'refusal'] as const)
    if (endings[ending].has(word)) return ending;
  return 'unknown finish';
}

export function isFault(finish: string | null): boolean {
  return faults.has(bare(finish));
}

/**
 * `FINISH_REASON_MAX_TOKENS`, `max-tokens` and `maxTokens` are one word; `null` as a text is none. Gemini's compatible
 * API adds why it filtered (`content_filter: SAFETY`).
 */
function bare(finish: string | null): string {
  const word = (finish ?? '').toLowerCase().replace(/(?<=^content_filter):.*$|[\s_.-]/gs, '');
  return word === 'null' ? '' : word.replace(/^(?:finish|stop)reason/, '');
}
