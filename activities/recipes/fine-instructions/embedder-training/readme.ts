import type { EmbedderTraining } from '../../../../schemas/recipes/fine-instructions/embedder-pairs.ts';
import type { PairCounts } from './pair-files.ts';

/** What a person finds beside the pairs: what they hold, which losses they are for, and what comes next. */
export function embedderReadme(name: string, settings: EmbedderTraining, counts: PairCounts): string {
  const { positives, negatives, triplets, leftOut } = counts;
  return `\
# Pairs to fine-tune an embedder on

FineInstructions (Patel et al.), section 3.2: templates that were found for a document, and whether a judge holds
template and document compatible. ${String(positives)} hard positives, ${String(negatives)} hard negatives, ${String(triplets)} triplets.
${leftOut === 0 ? '' : `${String(leftOut)} matches are left out, since the bank has their templates no more.\n`}
| file | columns | for |
|---|---|---|
| \`${name}.pairs.jsonl\` | \`document\`, \`description\`, \`label\` (1 or 0), \`chunk\`, \`section\` | \`train.py\`; by themselves for CosineSimilarityLoss (the paper's), CoSENTLoss, ContrastiveLoss and OnlineContrastiveLoss, with \`document\` or \`section\` as the first text |
| \`${name}.triplets.jsonl\` | \`anchor\`, \`positive\`, \`negative\`, \`chunk\` | MultipleNegativesRankingLoss, CachedMultipleNegativesRankingLoss and TripletLoss |

\`chunk\` is 0 for the whole document and 1 to ${String(settings.pooling.chunks)} for its sections; \`section\` (in triplets \`anchor\`) is the text of that section.
sentence-transformers takes every column beside the label for a text: select those that the loss takes.

## Training

\`\`\`sh
pip install 'sentence-transformers[train]>=5,<7'
torchrun --nproc_per_node ${String(settings.gpus)} train.py ${name}.json
\`\`\`

It begins with ${settings.baseModel} and leaves the model in \`${name}-model\`: token embeddings, mean pooling, length 1.
A pair's document is pooled around its chunk as in Appendix B, and the loss is that of the cosine with the description.
The script is checked against sentence-transformers 6.2.

## Next

Serve the model (\`vllm serve ${name}-model --runner pooling\`) and name it as \`roles.embedder\`. The template bank is then
built again, which embeds its descriptions anew and asks nothing else. After the first round, run the recipe
\`tune-embedder\` with \`round: sections\` and this model as \`training.baseModel\`; after the second, match with it
(recipe \`fine-instructions\`, also as \`roles.tokenEmbedder\`).
`;
}
