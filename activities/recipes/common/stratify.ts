import { stratify } from '../../../schemas/recipes/common/stratify.ts';
import { implementSet } from '../../engine/sets/set-stage.ts';

/**
 * The strata take turns: rows are numbered within their stratum in an order drawn by the seed, and those with the lowest
 * numbers come first, whatever their stratum.
 */
export const stratifySet = implementSet(stratify, ({ size, nulls }, seed) => ({
  keep: `WITH
    drawn AS (SELECT id, is_null, stratum, md5('${seed}-' || id) AS draw FROM input),
    placed AS (SELECT id, is_null, draw,
      row_number() OVER (PARTITION BY is_null, stratum ORDER BY draw, id) AS place FROM drawn),
    turns AS (SELECT id, is_null, row_number() OVER (PARTITION BY is_null ORDER BY place, draw, id) AS turn FROM placed),
    there AS (SELECT count(*) FILTER (is_null) AS nulls, count(*) FILTER (NOT is_null) AS others FROM input),
    room AS (SELECT others, least(nulls, round(${size} * ${nulls})) AS nulls FROM there),
    filled AS (SELECT nulls, least(others, ${size} - nulls) AS others FROM room),
    most AS (SELECT others, least(nulls, round(others * ${nulls} / (1 - ${nulls}))) AS nulls FROM filled)
    SELECT id FROM turns, most WHERE turn <= CASE WHEN is_null THEN most.nulls ELSE most.others END`,
  otherwise: 'enough of its stratum',
  why: `SELECT id, 'enough examples of null' AS reason, stratum AS detail FROM input ANTI JOIN chosen USING (id) WHERE is_null`,
}));
