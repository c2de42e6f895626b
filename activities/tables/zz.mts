import { z } from 'zod';
import { columnsOf } from '../../schemas/column.ts';
import { withDuckDB } from './duckdb.ts';
import { writeShards } from './write-shards.ts';
for (const [n,s] of [[100,256],[300000,256],[300000,2048]] as const) await withDuckDB({memoryLimit:'512MB',scratchDir:'/tmp/st/scratch',threads:2},async(db)=>{
 const t=performance.now();
 await writeShards(db,`SELECT md5(i::VARCHAR) AS id, repeat(md5((i*7)::VARCHAR), 30) AS text, i AS n FROM range(${n}) t(i)`,columnsOf({id:z.string(),text:z.string(),n:z.int()}),s,'/tmp/st/shards');
 console.log(n,s,(performance.now()-t).toFixed(0), (process.memoryUsage.rss()/1e6).toFixed(0));
});
process.exit(0)
