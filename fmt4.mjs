import { DuckDBInstance } from '@duckdb/node-api'; import { readdirSync, mkdirSync, rmSync } from 'node:fs';
const dir = '/tmp/pt/store20k/tables/' + readdirSync('/tmp/pt/store20k/tables').find(n=>n.startsWith('answer'));
const paths = readdirSync(dir).filter(n=>/\d\.parquet$/.test(n)).map(n=>`'${dir}/${n}'`).join(',');
const rss = () => process.memoryUsage.rss()/1048576; let peak=0; setInterval(()=>{peak=Math.max(peak,rss())},5).unref();
const mode = process.argv[2]; const conf = { threads: process.argv[3] ?? '2', memory_limit: '256MB', enable_external_file_cache: 'false' };
rmSync('/tmp/pt/f',{recursive:true,force:true}); mkdirSync('/tmp/pt/f');
let inst = await DuckDBInstance.create(':memory:', conf); let c = await inst.connect();
let t=performance.now(); const lap=(w)=>{console.log(w.padEnd(20),(performance.now()-t).toFixed(0),'rss',rss().toFixed(0),'peak',peak.toFixed(0));t=performance.now();peak=0;};
const q = [ `COPY (SELECT [{'role':'user','content':instruction},{'role':'assistant','content':response}] AS messages FROM read_parquet([${paths}])) TO '/tmp/pt/f/a.jsonl' (FORMAT json)`,
`COPY (SELECT instruction, response FROM read_parquet([${paths}])) TO '/tmp/pt/f/b.jsonl' (FORMAT json)`,
`COPY (SELECT * FROM read_parquet([${paths}])) TO '/tmp/pt/f/c.parquet' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 4096)`,
`SELECT count(*) FROM read_parquet([${paths}]) WHERE length(response) = 3`];
for (let i=0;i<3;i++) for (const [n,s] of q.entries()) {
  if (mode === 'conn') { c.closeSync(); c = await inst.connect(); }
  if (mode === 'inst') { c.closeSync(); inst.closeSync(); inst = await DuckDBInstance.create(':memory:', conf); c = await inst.connect(); }
  await c.run(s); lap('q'+n);
}
c.closeSync(); inst.closeSync(); lap('closed');
