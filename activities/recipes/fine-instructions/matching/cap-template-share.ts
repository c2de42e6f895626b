/** Rows of a template that a small dataset may have although they are a larger share of it. */
export interface ShareCap {
  /** Largest share of the rows that may come from one template; none is above 0.0009 in the paper. */
  readonly share: number;
  readonly atLeast: number;
}

/**
 * Section 6.1, as SQL over the view `input` (id, template_id): the ids that stay when no template may have more than
 * `share` of them.
 *
 * One limit holds for every template: the most rows for which the limit is within the share of what then remains, or
 * `atLeast` if that is more. Templates over it keep the rows whose ids come first in an order drawn by the seed. The
 * order of the rows does not matter.
 */
export function capTemplateShareSql({ share, atLeast }: ShareCap, seed: number): string {
  // With the limit between two counts a and b, what remains is `below + limit * above`: `below` rows of templates
  // with at most a rows each, and `above` templates with more. `limit <= share * remains` then gives the limit.
  return `WITH
    used AS (SELECT template_id, count(*) AS n FROM input GROUP BY template_id),
    steps AS (SELECT 0 AS n, 0 AS templates UNION ALL SELECT n, count(*) AS templates FROM used GROUP BY n),
    sums AS (SELECT n, lead(n) OVER (ORDER BY n) AS next,
      sum(n * templates) OVER (ORDER BY n) AS below,
      sum(templates) OVER () - sum(templates) OVER (ORDER BY n) AS above FROM steps),
    limits AS (SELECT n, CASE WHEN ${share} * above >= 1 THEN next
      ELSE least(next, floor(${share} * below / (1 - ${share} * above) + 1e-9)) END AS most FROM sums),
    chosen AS (SELECT greatest(${atLeast}, coalesce(max(most) FILTER (most >= n), 0)) AS most FROM limits),
    heavy AS (SELECT template_id FROM used, chosen WHERE used.n > chosen.most)
    SELECT id FROM input ANTI JOIN heavy USING (template_id)
    UNION ALL
    SELECT id FROM (
      SELECT id, row_number() OVER (PARTITION BY template_id ORDER BY md5('${seed}-' || id), id) AS place
      FROM input SEMI JOIN heavy USING (template_id)
    ), chosen WHERE place <= chosen.most`;
}
