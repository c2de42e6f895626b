import { withDuckDB } from '../../activities/tables/duckdb.ts';
import { z } from 'zod';
const loc = process.argv[2];
await withDuckDB({ memoryLimit: '1GB', scratchDir: '/tmp/dsx' }, async (db) => {
  await db.run(`CREATE VIEW dataset AS SELECT * EXCLUDE (web_response), web_response AS text FROM read_parquet('${loc}/data/*.parquet')`);
  const time = async (name: string, sql: string) => { const c=process.cpuUsage(); const s = performance.now(); await db.run(sql); const u=process.cpuUsage(c); console.log(name, Math.round(performance.now() - s), 'cpu', Math.round((u.user+u.system)/1000)); };
  const w = (c: string) => `regexp_extract_all(lower(${c}), '[\\p{L}\\p{M}\\p{N}]+')`;
  for (let i = 0; i < 2; i++) {
    await time('len', 'SELECT length(text) AS v, count(*) FROM dataset GROUP BY 1 ORDER BY 1');
    await time('words', `SELECT sum(len(${w('text')})) FROM dataset`);
    await time('split', `SELECT sum(len(string_split(lower(text),' '))) FROM dataset`);
    await time('splitrx', `SELECT sum(len(string_split_regex(lower(text),'[^\\p{L}\\p{M}\\p{N}]+'))) FROM dataset`);
    await time('unnest3', `WITH t AS (SELECT ${w('text')} AS w FROM dataset), s AS (SELECT unnest(w[:-3]) a, unnest(w[2:-2]) b, unnest(w[3:]) c FROM t) SELECT count(*), count(DISTINCT hash(a,b,c)) FROM s`);
    await time('unnest3h', `WITH t AS (SELECT list_transform(${w('text')}, lambda x: hash(x)) AS w FROM dataset), s AS (SELECT unnest(w[:-3]) a, unnest(w[2:-2]) b, unnest(w[3:]) c FROM t) SELECT count(*), count(DISTINCT hash(a,b,c)) FROM s`);
    await time('unnest3h group', `WITH t AS (SELECT list_transform(${w('text')}, lambda x: hash(x)) AS w FROM dataset), s AS (SELECT unnest(w[:-3]) a, unnest(w[2:-2]) b, unnest(w[3:]) c FROM t), g as (select hash(a,b,c) h, count(*) n from s group by 1) SELECT sum(n), count(*) FROM g`);
    await time('lambda', `WITH t AS (SELECT ${w('text')} AS w FROM dataset), s AS (SELECT unnest(list_transform(w[:-3], lambda x, i: hash(x, w[i+1], w[i+2]))) h FROM t) SELECT count(*), count(DISTINCT h) FROM s`);
    await time('md5top', `SELECT id FROM dataset ORDER BY md5('42-' || id), id LIMIT 6`);
    await time('json', `SELECT left(source,200) s, left(coalesce(metadata ->> '$.license', metadata ->> '$.licence'),200) l, count(*) FROM dataset GROUP BY ALL`);
    await time('jsonl', `COPY (SELECT instruction AS prompt, response AS completion FROM dataset) TO '/tmp/dsx/x.jsonl' (FORMAT json)`);
  }
});
