export { scoreOf } from './estimate.ts';
export { harmsOf, moderationOf, unnamedHarm, type Moderation } from './moderation.ts';
export { parseTranslation, translateText, type Translation } from './translate.ts';
export { matrixOf, vectorOf, type Matrix } from './vector.ts';
