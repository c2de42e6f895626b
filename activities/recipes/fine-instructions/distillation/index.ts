import { judgePairStage } from './judge-pair.ts';
import { silverPairStage, studentPairStage } from './pair.ts';
import { silverTemplateStage } from './silver-template.ts';
import { sortPairStage, sortQueryStage, sortTemplateStage } from './sort.ts';
import { writeExampleStage } from './write-example.ts';

export const distillationStages = [
  sortQueryStage,
  silverTemplateStage,
  sortTemplateStage,
  silverPairStage,
  studentPairStage,
  judgePairStage,
  sortPairStage,
  writeExampleStage,
];
