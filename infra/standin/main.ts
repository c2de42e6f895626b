import { optionsFromFlags, USAGE } from './flags.ts';
import { StandinOptionsError } from './options.ts';
import { startStandin } from './server.ts';

/** `tsx infra/standin/main.ts [flags]`: prints one JSON line when it listens, ends on SIGTERM or Ctrl-C. */
async function main(): Promise<void> {
  const flags = optionsFromFlags(process.argv.slice(2), process.env);
  if (flags.help) {
    console.log(USAGE);
    return;
  }
  const standin = await startStandin(flags.options);
  const end = () => {
    void standin.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (flags.dieWithParent) process.stdin.resume().once('end', end).once('close', end).once('error', end);
  const note = 'Rule-based stand-in endpoint: its answers are made by rules, no language model writes them.';
  console.log(
    JSON.stringify({
      url: standin.url,
      baseUrl: standin.baseUrl,
      port: standin.port,
      pid: process.pid,
      note,
    }),
  );
}

main().catch((error: unknown) => {
  const mistake = error instanceof StandinOptionsError || (error instanceof TypeError && 'code' in error);
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(mistake ? 2 : 1);
});
