import type { Plan } from '../../../schemas/build/plan.ts';
import type { Gathered } from '../gathered.ts';
import { diversityTable, lengthFigures, scoresAndShares, sourcesTable } from './figures.ts';
import { flow } from './flow.ts';
import { head } from './head.ts';
import { html, Html } from './html.ts';
import { origins } from './origins.ts';
import { rejects, samples } from './samples.ts';
import { sections } from './sections.ts';
import { style } from './style.ts';

/** Nothing is loaded and nothing is run, even if a document's text should ever get through as markup. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The report as one page that needs nothing else. */
export function reportOf(
  { facts, data, drawn, rejects: rejected, changes }: Gathered,
  prompts: Plan['prompts'],
): string {
  const { analysis, columns, name, version } = facts;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${name} v${version}: dataset report</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <main>
          ${head(facts)} ${sections(changes === undefined ? [] : [changes])} ${flow(facts.tables)}
          ${scoresAndShares(analysis)} ${lengthFigures(analysis, columns)}
          ${diversityTable(analysis, columns)} ${sections(analysis.sections)}
          ${sourcesTable(analysis, facts.rows)} ${samples(drawn)} ${rejects(rejected)}
          ${origins(facts, data, prompts)}
          <footer>
            Written by Tunesmith ${facts.tunesmith} for the build <bdi>${facts.build.id}</bdi>. The same
            figures, for programs, are in manifest.json.
          </footer>
        </main>
      </body>
    </html> `.text;
}
