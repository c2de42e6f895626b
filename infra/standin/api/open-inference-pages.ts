import { modelNamed } from '../models.ts';
import { FINGERPRINT } from './api.ts';
import type { Page } from './page.ts';

const bytes = (name: string) => ({ name, datatype: 'BYTES', shape: [-1] });

const TRANSLATOR = {
  inputs: ['text', 'source_lang', 'target_lang'].map((name) => bytes(name)),
  outputs: [bytes('translation')],
};
const ESTIMATOR = {
  inputs: ['source', 'translation'].map((name) => bytes(name)),
  outputs: [{ name: 'score', datatype: 'FP32', shape: [-1] }],
};
const REWARD_MODEL = {
  inputs: ['prompt', 'response'].map((name) => bytes(name)),
  outputs: ESTIMATOR.outputs,
};

export const openInferencePages: readonly Page[] = [
  { path: '/v2', locked: false, show: () => ({ name: FINGERPRINT, version: '1', extensions: [] }) },
  { path: '/v2/health/live', locked: false, show: () => ({ live: true }) },
  { path: '/v2/health/ready', locked: false, show: () => ({ ready: true }) },
  {
    path: '/v2/models/{model}/ready',
    locked: true,
    show: (settings, model) => ({ name: modelNamed(model, settings).id, ready: true }),
  },
  {
    path: '/v2/models/{model}',
    locked: true,
    show: (settings, model) => {
      const { id } = modelNamed(model, settings);
      return { name: id, versions: ['1'], platform: FINGERPRINT, ...tensorsOf(id) };
    },
  },
];

/** By its name, a model translates, estimates or rates; by another it does all of it. */
function tensorsOf(model: string) {
  if (/nllb|translat|madlad|opus|\bmt\b/i.test(model)) return TRANSLATOR;
  if (/kiwi|comet|\bqe\b|quality|estimat/i.test(model)) return ESTIMATOR;
  if (/reward|\brm\b/i.test(model)) return REWARD_MODEL;
  return {
    inputs: [...TRANSLATOR.inputs, ...ESTIMATOR.inputs, ...REWARD_MODEL.inputs],
    outputs: [...TRANSLATOR.outputs, ...ESTIMATOR.outputs],
  };
}
