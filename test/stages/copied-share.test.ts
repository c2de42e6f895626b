import { expect, test } from 'vitest';
import { copiedShare } from '../../activities/recipes/back-and-forth/copied-share.ts';

const document = 'The keeper climbs the tower every evening and trims the lamp by hand.';

test.each([
  ['a copy', document, 1],
  [
    'a copy in other case and punctuation',
    'the keeper climbs the tower -- every EVENING and trims the lamp by hand',
    1,
  ],
  ['other words', 'Ships rely on a light that someone looks after at night.', 0],
  ['a run below five words', 'Someone climbs the tower every night.', 0],
  ['a run of five words among ten', 'Yes: he climbs the tower every evening without fail, always.', 5 / 10],
  ['overlapping runs counted once', 'The keeper climbs the tower every evening', 1],
  ['no words', ' — ', 0],
])('%s', (_what, response, share) => {
  expect(copiedShare(response, document)).toBeCloseTo(share, 10);
});

test('a run that the document has does not bridge words that it lacks', () => {
  expect(copiedShare('a b c d e X a b c d e', 'a b c d e')).toBeCloseTo(10 / 11, 10);
});
