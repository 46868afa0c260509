"""How the report looks, in light and in dark."""

STYLE = """
:root { color-scheme: light dark;
  --ground: #ffffff; --panel: #f4f4f4; --line: #d4d4d4; --text: #1c1c1c; --quiet: #5c5c5c;
  --c0: #0066a8; --c1: #c04f00; --c2: #00785a; --c3: #a3367c; --c4: #7a6200; --c5: #5b4bb5;
  --c6: #b3261e; --c7: #3d6b7d; }
@media (prefers-color-scheme: dark) { :root {
  --ground: #1a1a1a; --panel: #242424; --line: #434343; --text: #ececec; --quiet: #a8a8a8;
  --c0: #5cb3f2; --c1: #f59a52; --c2: #45c9a0; --c3: #e98bc4; --c4: #dcc255; --c5: #a99cf5;
  --c6: #ff8a80; --c7: #8cbccf; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 28px 64px; max-width: 1500px; background: var(--ground);
  color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 20px; margin: 40px 0 8px; }
h3 { font-size: 15px; margin: 20px 0 4px; }
p { margin: 4px 0; } .quiet, .note, figcaption, small { color: var(--quiet); }
a { color: var(--c0); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: 8px 0; font-variant-numeric: tabular-nums; }
.note { font-size: 13px; max-width: 90ch; }
th, td { padding: 6px 14px 6px 0; text-align: right; border-bottom: 1px solid var(--line);
  vertical-align: top; white-space: nowrap; }
th { font-weight: 600; } th:first-child, td:first-child { text-align: left;
  position: sticky; left: 0; background: var(--ground); }
td small { display: block; font-size: 12px; }
td.best { font-weight: 700; } td.best small { font-weight: 400; }
.key { display: inline-flex; gap: 6px; align-items: center; margin-right: 18px; }
svg.plot { width: 100%; min-width: 760px; max-width: 1000px; height: auto; display: block; }
svg.plot line { stroke: var(--line); } svg.plot text { fill: var(--quiet); font-size: 12px; }
svg.plot text.left { text-anchor: end; } svg.plot text.below { text-anchor: end; }
.c0 { fill: var(--c0); } .c1 { fill: var(--c1); } .c2 { fill: var(--c2); } .c3 { fill: var(--c3); }
.c4 { fill: var(--c4); } .c5 { fill: var(--c5); } .c6 { fill: var(--c6); } .c7 { fill: var(--c7); }
details { border: 1px solid var(--line); border-radius: 8px; margin: 14px 0; background: var(--panel); }
summary { padding: 10px 16px; cursor: pointer; font-weight: 600; }
details > div { padding: 0 16px 14px; }
.row { display: flex; flex-wrap: wrap; gap: 12px; margin: 6px 0; }
figure { margin: 0; max-width: 100%; }
figure img { display: block; max-width: 100%; height: auto; border-radius: 3px; }
figcaption { font-size: 13px; max-width: 400px; overflow-wrap: anywhere; }
@media (max-width: 600px) { body { padding: 16px 12px 40px; } details > div { padding: 0 8px 8px; } }
.error { color: var(--c6); }
"""
