import { startS3 } from '../../../infra/servers/s3.ts';

const server = await startS3({ dataDir: process.argv[2] ?? '' });
console.log(JSON.stringify({ pid: server.pid, endpoint: server.endpoint }));
setInterval(() => {}, 60_000);
