import { describeDocumentStage } from './describe-document.ts';
import { findByDescriptionStage, findBySectionsStage } from './find-templates.ts';
import { takeSectionStage } from './take-section.ts';

export const embedderStages = [
  describeDocumentStage,
  findByDescriptionStage,
  findBySectionsStage,
  takeSectionStage,
];
