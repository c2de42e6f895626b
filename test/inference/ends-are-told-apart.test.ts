import { expect, test } from 'vitest';
import { endingOf, isFault } from '../../activities/inference/finish.ts';

test.each([null, '', 'null', 'stop', 'STOP', 'FINISH_REASON_STOP', 'eos', 'eos_token', 'end_turn'])(
  '%s is a whole answer',
  (finish) => {
    expect(endingOf(finish)).toBeUndefined();
    expect(isFault(finish)).toBe(false);
  },
);

test.each([
  ['stop_sequence complete COMPLETE completed finished end_of_turn', undefined],
  ['length LENGTH max_tokens MAX_TOKENS max-tokens maxTokens FINISH_REASON_MAX_TOKENS', 'answer cut'],
  [
    'model_length max_output_tokens model_context_window_exceeded ERROR_LIMIT max_tokens_reached',
    'answer cut',
  ],
  ['content_filter content_filtered SAFETY RECITATION PROHIBITED_CONTENT BLOCKLIST', 'filtered'],
  ['ERROR_TOXIC sensitive guardrail_intervened content_filter:SAFETY policy_violation', 'filtered'],
  ['tool_calls tool_use function_call MALFORMED_FUNCTION_CALL', 'tool call'],
  ['refusal', 'refusal'],
  ['other OTHER FINISH_REASON_UNSPECIFIED pause_turn repetition 7 !', 'unknown finish'],
] as const)('%s: %s', (finishes, ending) => {
  for (const finish of finishes.split(' ')) {
    expect(endingOf(finish), finish).toBe(ending);
    expect(isFault(finish), finish).toBe(false);
  }
});

test.each([
  'error',
  'abort',
  'cancel',
  'failed',
  'timed_out',
  'insufficient_system_resource',
  'network_error',
])('%s is a fault', (finish) => {
  expect(isFault(finish)).toBe(true);
});
