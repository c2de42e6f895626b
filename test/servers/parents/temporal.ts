import { startTemporal } from '../../../infra/servers/temporal.ts';

const server = await startTemporal({ dbPath: process.argv[2] ?? '', headless: true });
console.log(JSON.stringify({ pid: server.pid, address: server.address, how: server.how }));
setInterval(() => {}, 60_000);
