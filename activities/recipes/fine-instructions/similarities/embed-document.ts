import type { FineInstructionsConfig } from '../../../../schemas/recipes/fine-instructions/recipe.ts';
import { isService } from '../../../../schemas/inference/role.ts';
import type { Answer, ServiceTask } from '../../../../schemas/inference/question.ts';
import { serviceQuestionOf } from '../../../engine/answers/address.ts';
import { batchOf } from '../../../inference/batch-of.ts';
import type { Resources } from '../../../engine/build/resources.ts';
import { matrixOf } from '../../../inference/services/vector-of.ts';
import { rowsOfMatrix } from '../rows-of-matrix.ts';
import { windowedChunks } from '../windowed-chunks.ts';

/** The role that embeds documents in a build of this config. */
export function embeddingRole({ roles }: Pick<FineInstructionsConfig, 'roles'>) {
  return roles.tokenEmbedder === undefined ? 'embedder' : 'tokenEmbedder';
}

/** The embeddings of a document and of its chunks as the stage `match` has them, the whole document first. */
export async function embedDocument(
  text: string,
  config: Pick<FineInstructionsConfig, 'roles' | 'match'>,
  { build, parts, signal }: Resources,
): Promise<Float32Array[]> {
  const { role, endpoint } = build.role(embeddingRole(config));
  if (!isService(role)) throw new Error(`an embedder is no service but ${role.api}`);
  const call = (task: ServiceTask): Promise<Answer> => {
    const question = serviceQuestionOf(role, task);
    return parts.inference.ask(role.endpoint, endpoint, question, { signal, ...batchOf(role, question) });
  };
  const { chunks, sigma, alpha } = config.match;
  if (embeddingRole(config) === 'embedder') return windowedChunks(text, config.match, call);
  const answer = await call({ kind: 'embed-chunks', text, pooling: { chunks, sigma, alpha } });
  return rowsOfMatrix(matrixOf(answer, chunks + 1));
}
