/** The report's look: one column on a telephone, two on a desk, light and dark as the reader's system is. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f7f7f5; --card: #ffffff; --ink: #1d2126; --soft: #5a646e; --line: #e1e3e6; --well: #f2f3f4;
  --accent: #2b6a94; --accent-soft: #cfe0ec; --reject: #b9bec6; --warn: #8a4b00; --warn-page: #fff4e0; --warn-line: #e9c68c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #121416; --card: #1a1d20; --ink: #e6e8ea; --soft: #9da7b1; --line: #2e3338; --well: #22262a;
    --accent: #74b3dc; --accent-soft: #27465a; --reject: #555d66; --warn: #f3c683; --warn-page: #2b2113; --warn-line: #5f4820;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 56px 0 4px; letter-spacing: -0.005em; }
h3 { font-size: 0.95rem; margin: 0; font-weight: 600; }
p { margin: 6px 0; max-width: 72ch; }
.soft, .note, figcaption, dt, th, summary small { color: var(--soft); }
.note { font-size: 0.88rem; margin-bottom: 16px; }
.version { color: var(--accent); font-weight: 500; white-space: nowrap; }
.kicker { color: var(--soft); font-size: 0.85rem; margin: 0 0 6px; }
.standin { background: var(--warn-page); border: 1px solid var(--warn-line); color: var(--warn); border-radius: 8px; padding: 12px 16px; margin: 24px 0 0; max-width: none; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 18px 20px; }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 1px; padding: 0; overflow: hidden; background: var(--line); margin: 28px 0 0; }
.numbers > div { background: var(--card); padding: 16px 18px; }
.numbers dt { font-size: 0.82rem; }
.numbers dd { margin: 2px 0 0; font-size: 1.35rem; white-space: nowrap; line-height: 1.25; font-weight: 600; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
.numbers dd small { display: block; white-space: normal; margin-top: 2px; font-size: 0.8rem; font-weight: 400; color: var(--soft); letter-spacing: 0; }
.grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 16px; }
figure { margin: 0; }
figcaption { font-size: 0.85rem; margin-top: 2px; font-variant-numeric: tabular-nums; }
.plot { font: 11.5px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; display: block; width: 100%; height: auto; margin-top: 8px; overflow: visible; color: var(--soft); }
.flow { display: grid; gap: 20px; }
.stage header { display: flex; justify-content: space-between; gap: 0 16px; align-items: baseline; flex-wrap: wrap; }
.stage header span { color: var(--soft); font-size: 0.88rem; font-variant-numeric: tabular-nums; }
.bar { display: flex; height: 14px; margin: 6px 0 5px; border-radius: 3px; overflow: hidden; background: var(--well); gap: 1px; }
.bar i { display: block; height: 100%; min-width: 1px; }
.bar .kept { background: var(--accent); }
.bar .lost { background: var(--reject); }
.reasons { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 2px 18px; font-size: 0.85rem; color: var(--soft); }
.key { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 6px; }
.series { display: inline-block; margin-right: 16px; }
.grid > :only-child { max-width: 560px; }
.grid + .card, .scroll + .scroll { margin-top: 16px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.88rem; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 500; }
th, td { padding: 7px 14px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child td { border-bottom: 0; }
.number { text-align: right; white-space: nowrap; }
thead th { vertical-align: bottom; }
th.number { white-space: normal; }
th:last-child, td:last-child { padding-right: 0; }
code, pre, .mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.85em; }
pre { background: var(--well); border-radius: 6px; padding: 12px 14px; margin: 8px 0 0; overflow: auto; max-height: 32rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.text { unicode-bidi: isolate; white-space: pre-wrap; overflow-wrap: anywhere; overflow: hidden auto; max-height: 24rem; margin: 4px 0 0; max-width: none; }
.samples { display: grid; gap: 16px; }
.sample > * + * { margin-top: 14px; }
.label { color: var(--soft); font-size: 0.8rem; margin: 0; }
.instruction { font-weight: 600; }
.meta { display: flex; flex-wrap: wrap; gap: 2px 16px; color: var(--soft); font-size: 0.82rem; margin: 0; }
.sample > .meta { margin-top: 14px; }
details { border-top: 1px solid var(--line); padding-top: 10px; }
details.card { border-top: 1px solid var(--line); padding: 14px 20px; }
details.card + details.card { margin-top: 10px; }
summary { cursor: pointer; font-size: 0.92rem; overflow-wrap: anywhere; }
summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 3px; }
.reject { margin-top: 16px; padding-top: 14px; border-top: 1px solid var(--line); font-size: 0.92rem; }
.reject .text { max-height: 14rem; background: var(--well); border-radius: 6px; padding: 10px 12px; }
footer { margin-top: 56px; color: var(--soft); font-size: 0.85rem; }
bdi { overflow-wrap: anywhere; }
td:first-child bdi { overflow-wrap: break-word; }
@media (max-width: 560px) {
  main { padding: 24px 14px 48px; }
  h1 { font-size: 1.55rem; }
  .card { padding: 14px; }
  .numbers { grid-template-columns: 1fr 1fr; padding: 0; }
  .numbers > div { padding: 12px 14px; }
  .numbers dd { font-size: 1.2rem; }
}
@media print { details > * { display: block; } .card { break-inside: avoid; } .text, pre { max-height: none; } }
`;
