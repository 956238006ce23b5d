/// The look of `report.html`: on screen, in the dark, and on letter paper.
///
/// Colours keep a contrast of at least 4.5 : 1 to what they stand on (WCAG 2.2, 1.4.3).
enum ReportStyle {
  static let css: StaticString = """
    :root {
      --ink: #1b1f24; --soft: #57606a; --line: #d5d9de; --ground: #ffffff; --panel: #f6f7f9;
      --good: #1a6b3c; --good-ground: #e5f3ea; --waiting: #7a4f00; --waiting-ground: #fbf1d9;
      --alarming: #a3162a; --alarming-ground: #fbe7e9; --quiet: #57606a; --quiet-ground: #eceef1;
      --plain: #2f5d8c;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root {
        --ink: #e6e9ed; --soft: #a3acb8; --line: #3a424d; --ground: #14181d; --panel: #1c2229;
        --good: #7fd6a3; --good-ground: #17351f; --waiting: #f0c668; --waiting-ground: #3a2e10;
        --alarming: #ff9aa6; --alarming-ground: #44171d; --quiet: #a3acb8; --quiet-ground: #2a313a;
        --plain: #7fb0e0;
      }
    }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--ground); color: var(--ink);
      font: 15px/1.45 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
    main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
    h1, h2 { font-family: Georgia, "Times New Roman", "Liberation Serif", serif; font-weight: normal;
      line-height: 1.2; overflow-wrap: anywhere; }
    h1 { font-size: 2rem; margin: 0 0 .75rem; }
    h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; padding-bottom: .3rem;
      border-bottom: 1px solid var(--line); }
    h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
    .eyebrow { margin: 0 0 .25rem; color: var(--soft); font-size: .8rem; letter-spacing: .08em;
      text-transform: uppercase; }
    small { font-size: .85em; color: var(--soft); }
    code { font: .85em ui-monospace, Consolas, "Liberation Mono", monospace; color: var(--soft);
      overflow-wrap: anywhere; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
      white-space: nowrap; }
    .facts { display: flex; flex-wrap: wrap; gap: .25rem 2rem; margin: 0; font-size: .85rem; }
    .facts div { display: flex; gap: .4rem; min-width: 0; }
    .facts dt { color: var(--soft); }
    .facts dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
    .banner { border: 1px dashed var(--waiting); color: var(--waiting); padding: .6rem .9rem;
      margin: 1.25rem 0 0; }
    .verdict { margin: 1.25rem 0; padding: .8rem 1rem; border-left: 5px solid; font-size: 1.05rem; }
    .verdict p { margin: 0; }
    .verdict ul { margin: .4rem 0 0; padding-left: 1.2rem; font-size: .95rem; color: var(--ink);
      overflow-wrap: anywhere; }
    .verdict.good { color: var(--good); background: var(--good-ground); }
    .verdict.alarming { color: var(--alarming); background: var(--alarming-ground); }
    .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr));
      margin: 0; border: 1px solid var(--line); background: var(--panel); }
    .figures div { padding: .8rem 1rem; border-left: 1px solid var(--line); margin-left: -1px; }
    .figures dt { color: var(--soft); font-size: .8rem; }
    .figures dd { margin: 0; font-size: 1.35rem; font-variant-numeric: tabular-nums;
      overflow-wrap: anywhere; }
    table { width: 100%; border-collapse: collapse; }
    th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; font-weight: normal;
      border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
    thead th { color: var(--soft); font-size: .8rem; border-bottom: 2px solid var(--line); }
    .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    tfoot th, tfoot td { font-weight: bold; border-bottom: 0; }
    .money td:nth-child(2) { color: var(--soft); font-size: .9em; font-weight: normal; }
    .money th { width: 9rem; }
    .money tfoot th, .money tfoot td { border-top: 2px solid var(--ink); }
    .chart { table-layout: fixed; }
    col.name { width: 24%; } col.note { width: 30%; } col.figure { width: 8rem; }
    .bar { display: block; width: 100%; height: .7rem; margin-top: .3rem; }
    @media (max-width: 40rem) {
      .chart .b { display: none; } col.name, col.note { width: 35%; }
    }
    .stack { display: block; width: 100%; height: 1.1rem; margin-bottom: .5rem; }
    rect.plain { fill: var(--plain); } rect.good { fill: var(--good); }
    rect.waiting { fill: var(--waiting); } rect.alarming { fill: var(--alarming); }
    rect.quiet { fill: var(--quiet); }
    .list { table-layout: fixed; font-size: .9rem; }
    .list th:first-child { width: 6.5rem; }
    @media screen and (max-width: 50rem) {
      section { overflow-x: auto; } .list { min-width: 46rem; }
    }
    .rows th:nth-child(3) { width: 22%; } .rows th:nth-child(4) { width: 36%; }
    .rows th:nth-child(5) { width: 6.5rem; }
    .attention th:nth-child(2) { width: 27%; }
    .list tbody th { color: var(--soft); }
    .chip { display: inline-block; padding: .05rem .5rem; border: 1px solid; border-radius: .8rem;
      font-size: .8rem; line-height: 1.35; white-space: nowrap; }
    .chip.good { color: var(--good); background: var(--good-ground); }
    .chip.waiting { color: var(--waiting); background: var(--waiting-ground); }
    .chip.alarming { color: var(--alarming); background: var(--alarming-ground); }
    .chip.quiet { color: var(--quiet); background: var(--quiet-ground); }
    .advice { margin: 0 0 .5rem; max-width: 48rem; }
    .advice code { color: var(--ink); background: var(--panel); padding: 0 .25em; }
    .note { color: var(--soft); }
    .tracking { font-size: .9em; font-variant-numeric: tabular-nums; }
    .tracking span { display: inline-block; margin-right: .3em; }
    .signature { display: none; }
    @media print {
      body { font-size: 9.5pt; }
      main { max-width: none; padding: 0; }
      h1 { font-size: 19pt; }
      h2 { font-size: 13pt; margin-top: 16pt; }
      h2, h3, .advice { break-after: avoid; }
      thead { display: table-header-group; }
      tfoot { display: table-row-group; }
      .page { break-before: page; }
      tr, .together, .verdict, .figures, .signature { break-inside: avoid; }
      .verdict, .chip, rect, .figures { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      .signature { display: grid; grid-template-columns: 2fr 2fr 1fr; gap: 18pt; margin-top: 40pt; }
      .signature p { border-top: 1px solid var(--ink); margin: 0; padding-top: 3pt;
        font-size: 8.5pt; color: var(--soft); }
      .figures dd { font-size: 12pt; overflow-wrap: normal; }
      .figures div { padding: 5pt 7pt; }
      .list { font-size: 8pt; line-height: 1.25; }
      .attention th:first-child { width: 62pt; }
      .rows th:first-child { width: 34pt; } .rows th:nth-child(5) { width: 46pt; }
      th, td { padding: 3pt 4pt; }
      .chip { font-size: 7.5pt; padding: 0 4pt; }
    }
    @page { size: letter; margin: 0.75in;
      @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #555; } }

    """
}
