import { Pool } from 'undici';
const [url, total = '2000', conc = '64'] = process.argv.slice(2);
const pool = new Pool(url!, { connections: Number(conc), pipelining: 1 });
let sent = 0; const began = performance.now();
await Promise.all(Array.from({ length: Number(conc) }, async () => { while (sent < Number(total)) { const n = sent++;
 const r = await pool.request({ path: '/v1/chat/completions', method: 'POST', body: JSON.stringify({ model: 'stand-in', seed: n, messages: [{ role: 'user', content: 'About tides ' + n }] }) }); await r.body.text(); } }));
console.log('wall', Math.round(performance.now() - began)); await pool.close();
const s: any = await (await fetch(url + '/stats')).json();
console.log('mean service ms', (s.busyMs / s.answered).toFixed(3), 'span', Math.round(s.lastAnswerAt - s.firstRequestAt), 'peak', s.peakInService, 'saturation', (s.busyMs / Number(conc) / (s.lastAnswerAt - s.firstRequestAt)).toFixed(3));
