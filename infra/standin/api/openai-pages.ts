import { modelList, modelNamed } from '../models.ts';
import type { Page } from './page.ts';

export const openaiPages: readonly Page[] = [
  { path: '/health', locked: false, show: () => ({ status: 'ok', standIn: true }) },
  { path: '/v1/models', locked: true, show: (settings) => modelList(settings) },
  { path: '/v1/models/{model}', locked: true, show: (settings, model) => modelNamed(model, settings) },
];
