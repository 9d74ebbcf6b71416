let sheet: CSSStyleSheet | undefined;

/** The look of the panel: a sheet that is adopted, since a page's policy may forbid any other. */
export function style(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  return sheet;
}

const css = `
:host {
  --back: #fff; --raised: #f3f4f6; --text: #1b1f24; --faint: #57606a; --line: #c9d1d9; --accent: #0b57d0;
  --open: #1a7f37; --silent: #7a6200; --waiting: #9a5b00; --stalled: #b3261e; --closed: #57606a; --own: #6639ba;
  /* Of what is not important here, a page's rule for every element wins. */
  all: initial !important; color-scheme: light dark !important;
  font: 13px/1.45 system-ui, sans-serif !important; color: var(--text) !important;
}
@media (prefers-color-scheme: dark) {
  :host {
    --back: #15181c; --raised: #22262c; --text: #e6e8eb; --faint: #a3acb6; --line: #444c56; --accent: #8ab4f8;
    --open: #57c97a; --silent: #d9b84a; --waiting: #f0a452; --stalled: #ff8a80; --closed: #a3acb6; --own: #c3a6ff;
  }
}
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; }
h2, h3, p, ol, ul, dl, dd, figure, pre { margin: 0; padding: 0; }
ol, ul { list-style: none; }
h2 { font-size: 15px; } h3 { font-size: 14px; overflow-wrap: anywhere; }
button, select {
  font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--line); border-radius: 6px;
  padding: 3px 10px; min-height: 28px; max-width: 100%;
}
button { cursor: pointer; }
button:disabled { color: var(--faint); cursor: default; }
button[aria-pressed="true"], [aria-selected="true"] { border-color: var(--accent); color: var(--accent); font-weight: 600; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.launcher { position: fixed; right: 12px; bottom: 12px; z-index: 2147483647; box-shadow: 0 1px 6px #0006; }
.panel {
  position: fixed; inset: auto 0 0 0; height: min(60vh, 560px); z-index: 2147483647; display: flex; flex-direction: column;
  background: var(--back); border-top: 1px solid var(--line); box-shadow: 0 -2px 12px #0004;
}
:host([inline]) { display: block !important; }
:host([inline]) .panel { position: static; height: 620px; border: 1px solid var(--line); border-radius: 10px; box-shadow: none; z-index: auto; }
.bar { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; padding: 8px 12px; border-bottom: 1px solid var(--line); }
.bar .status { flex: 1; min-width: 0; overflow-wrap: anywhere; color: var(--faint); }
.body { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(180px, 260px) minmax(0, 1fr); }
.list { overflow: auto; border-right: 1px solid var(--line); padding: 8px; }
.list li + li { margin-top: 4px; }
.list button { width: 100%; text-align: left; display: flex; gap: 8px; justify-content: space-between; align-items: baseline; }
.list .name { overflow-wrap: anywhere; }
.subject { overflow: auto; padding: 10px 12px; display: flex; flex-direction: column; gap: 8px; min-width: 0; }
.subject > header { display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: baseline; }
.actions { display: flex; flex-wrap: wrap; gap: 6px; margin-left: auto; }
.hint, .place { color: var(--faint); overflow-wrap: anywhere; }
.empty { padding: 12px; }
.state { font-weight: 600; white-space: nowrap; color: var(--closed); }
.state.open { color: var(--open); } .state.silent { color: var(--silent); } .state.stalled { color: var(--stalled); }
.state.connecting, .state.waiting { color: var(--waiting); } .state.paused { color: var(--own); }
.timeline svg { display: block; width: 100%; height: 18px; background: var(--raised); border-radius: 4px; }
.timeline figcaption { color: var(--faint); }
rect { fill: var(--closed); } rect.open { fill: var(--open); } rect.silent { fill: var(--silent); } rect.stalled { fill: var(--stalled); }
rect.connecting, rect.waiting { fill: var(--waiting); } rect.paused { fill: var(--own); }
.facts { display: flex; flex-wrap: wrap; gap: 4px 18px; }
.facts dt { color: var(--faint); } .facts dd { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.tabs { flex: 1; min-height: 220px; display: flex; flex-direction: column; gap: 8px; }
[role="tablist"] { display: flex; gap: 6px; }
[role="tabpanel"] { flex: 1; min-height: 0; display: flex; flex-direction: column; }
.log, .frames { flex: 1 1 0; min-height: 180px; overflow: auto; border: 1px solid var(--line); border-radius: 6px; }
.log li { display: grid; grid-template-columns: 92px minmax(80px, 130px) minmax(0, 1fr); gap: 10px; padding: 3px 8px; }
.log li + li, .frames li + li { border-top: 1px solid var(--line); }
.log time { color: var(--faint); font-variant-numeric: tabular-nums; } .log b { overflow-wrap: anywhere; } .log span { overflow-wrap: anywhere; }
.log .bad b { color: var(--stalled); } .log .good b { color: var(--open); } .log .own b { color: var(--own); }
.wire { flex: 1; min-height: 0; display: flex; flex-direction: column; gap: 6px; }
.choice { display: flex; flex-wrap: wrap; gap: 6px; }
.frames li { border-left: 4px solid var(--open); padding: 4px 8px; }
.frames .keepalive { border-left-color: var(--closed); } .frames .malformed, .frames .refused { border-left-color: var(--stalled); }
.frames .dropped { border-left-color: var(--own); } .frames .open { border-left-color: var(--waiting); border-left-style: dashed; }
.frames p { display: flex; flex-wrap: wrap; gap: 0 6px; } .frames .place { margin-left: auto; }
pre { font: 12px/1.5 ui-monospace, monospace; overflow-x: auto; } pre.narrow { display: none; }
@media (max-width: 760px) {
  .panel { height: 80vh; }
  :host([inline]) .panel { height: auto; }
  .body { display: flex; flex-direction: column; overflow: auto; }
  .list { border-right: 0; border-bottom: 1px solid var(--line); flex: none; max-height: 160px; }
  .subject { overflow: visible; flex: 1 0 auto; }
  .actions { margin-left: 0; }
  .log li { grid-template-columns: 1fr; gap: 0; }
  .log, .frames { min-height: 280px; }
  pre { font-size: 11px; } pre.wide { display: none; } pre.narrow { display: block; }
}
`;
