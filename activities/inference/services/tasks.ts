import { defineTask } from './task.ts';

const text = 'Hello';

/** What services do, once for all protocols that do it. */
export const embed = defineTask('embed', {
  trial: { kind: 'embed', text },
  textsOf: (task) => [task.text],
  trialLike: (task) => ({ ...task, text }),
});

export const embedChunks = defineTask('embed-chunks', {
  trial: { kind: 'embed-chunks', text, pooling: { chunks: 1, sigma: 0.05, alpha: 1 } },
  textsOf: (task) => [task.text],
  trialLike: (task) => ({ ...task, text }),
});

export const moderate = defineTask('moderate', {
  trial: { kind: 'moderate', text },
  textsOf: (task) => [task.text],
  trialLike: (task) => ({ ...task, text }),
});

export const translate = defineTask('translate', {
  trial: { kind: 'translate', text, from: 'eng_Latn', to: 'spa_Latn' },
  textsOf: (task) => [task.text],
  trialLike: (task) => ({ ...task, text }),
});

export const estimate = defineTask('estimate', {
  trial: { kind: 'estimate', source: text, translation: text },
  textsOf: ({ source, translation }) => [source, translation],
  trialLike: (task) => ({ ...task, source: text, translation: text }),
});
