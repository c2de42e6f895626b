// Writes what recipes may import, with its types, to api/report/: `npm run api`. With --check it says what differs instead, and
// fails. The reports are read in reviews: whatever changes in them, changes for recipes outside this repository.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import ts from 'typescript';
import { root } from './sources.mjs';

/** Public modules, by the name that recipes import them by. */
const modules = {
  recipe: 'api/recipe',
  stages: 'api/stages',
  workflow: 'api/workflow',
  standin: 'api/standin',
  testing: 'testing/foundry',
};
const check = process.argv.includes('--check');
const reports = join(root, 'api/report');
mkdirSync(join(root, 'dist'), { recursive: true });
// Below the root: declarations name packages, which are looked for from where they are.
const declared = mkdtempSync(join(root, 'dist/.declared-'));
try {
  writeDeclarations();
  const differing = Object.entries(modules).filter(([name, path]) => !reportOf(name, path));
  if (differing.length > 0) {
    const names = differing.map(([name]) => `api/report/${name}.api.md`).join(', ');
    console.error(`The public API is not as ${names} says. Is that meant? Then run: npm run api`);
    process.exitCode = 1;
  }
} finally {
  rmSync(declared, { recursive: true, force: true });
}

function writeDeclarations() {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  const rootNames = Object.values(modules).map((path) => join(root, `${path}.ts`));
  const options = { ...parsed.options, outDir: declared, emitDeclarationOnly: true, noCheck: true };
  ts.createProgram(rootNames, options).emit();
  // Its own, since the compiler's settings of the sources are not for declarations.
  const settings = {
    compilerOptions: { ...config.compilerOptions, rootDir: '.', noEmit: true },
    include: ['**/*.d.ts'],
  };
  writeFileSync(join(declared, 'tsconfig.json'), JSON.stringify(settings));
  writeFileSync(join(declared, 'package.json'), JSON.stringify({ name: 'tunesmith', version: '0.0.0' }));
}

/** True where the report says what is there. */
function reportOf(name, path) {
  const quiet = { default: { logLevel: 'none' } };
  const extractorConfig = ExtractorConfig.prepare({
    configObject: {
      projectFolder: declared,
      mainEntryPointFilePath: join(declared, `${path}.d.ts`),
      compiler: { tsconfigFilePath: join(declared, 'tsconfig.json') },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: reports,
        reportTempFolder: join(declared, 'reports'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: {
        compilerMessageReporting: quiet,
        tsdocMessageReporting: quiet,
        extractorMessageReporting: quiet,
      },
    },
    configObjectFullPath: join(declared, 'api-extractor.json'),
    packageJsonFullPath: join(declared, 'package.json'),
  });
  const said = ({ logLevel, text }) => {
    if (logLevel === 'error') console.error(text);
  };
  const result = Extractor.invoke(extractorConfig, {
    localBuild: !check,
    messageCallback: (message) => {
      said(message);
      message.handled = true;
    },
  });
  return check ? !result.apiReportChanged : true;
}
