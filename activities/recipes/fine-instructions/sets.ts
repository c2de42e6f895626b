import { z } from 'zod';
import { capTemplates, fitBudget } from '../../../schemas/recipes/fine-instructions/recipe.ts';
import {
  distinctQueries,
  distinctTemplates,
} from '../../../schemas/recipes/fine-instructions/template-bank.ts';
import { capTemplateShareSql } from './matching/cap-template-share.ts';
import { implementSet, implementStreamingSet } from '../../engine/sets/set-stage.ts';
import { budgetVerdicts } from './token-budget.ts';

/** Section 3.1: queries that differ in no more than white space and case are one. */
export const distinctQueriesSet = implementSet(distinctQueries, () => ({
  keep: `SELECT arg_min(id, (query_source, id)) AS id FROM input
    GROUP BY lower(trim(regexp_replace(text, '\\s+', ' ', 'g')))`,
  otherwise: 'repeated query',
}));

/** Section 3.1: the first query's template stands for all that are equal. */
export const distinctTemplatesSet = implementSet(distinctTemplates, () => ({
  keep: `WITH counted AS (SELECT template_id, query_source, min(id) AS id, count(*) AS uses FROM input GROUP BY ALL)
    SELECT min(id) AS id, sum(uses)::BIGINT AS uses, list(query_source ORDER BY query_source) AS query_sources,
      list(uses ORDER BY query_source) AS source_uses
    FROM counted GROUP BY template_id`,
  otherwise: 'same template',
  why: `SELECT input.id, 'same template' AS reason, template_id AS detail
    FROM input ANTI JOIN chosen USING (id)`,
}));

/** Section 6.1. */
export const capTemplatesSet = implementSet(capTemplates, ({ most, atLeast }, seed) => ({
  keep: capTemplateShareSql({ share: most, atLeast }, seed),
  otherwise: 'template used too often',
}));

/**
 * Section 4.2: documents in the order of their ids, which are hashes and so in no order of the corpus; a document's
 * pairs in an order drawn by the seed. What a document's pairs leave of its tokens, all of them where it has none, goes to
 * the documents after it (footnote 1).
 */
export const fitBudgetSet = implementStreamingSet(
  fitBudget,
  {
    document_id: z.string(),
    document_tokens: z.int(),
    id: z.string().nullable(),
    tokens: z.int().nullable(),
  },
  (_, seed) => ({
    read: `SELECT documents.id AS document_id, documents.document_tokens, input.id, pair_tokens AS tokens
      FROM documents LEFT JOIN input ON input.document_id = documents.id
      ORDER BY documents.id, md5('${seed}-' || input.id), input.id`,
    async *decide(rows) {
      for await (const { id, kept, left } of budgetVerdicts(rows))
        yield kept ? { id } : { id, reject: 'over the token budget', detail: `${left} tokens were left` };
    },
  }),
);
