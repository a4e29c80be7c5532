/// How a page looks: one colour for what a prediction got right, one for what it missed, and grey
/// for all that only helps to read. No characters that markup would escape.
enum PageStyle {
  static let text = """

    :root {
      color-scheme: light dark;
      --paper: #ffffff; --ink: #1b1d21; --quiet: #5b616b; --line: #e3e5e9;
      --right: #1c62b4; --miss: #b8460e; --band: #f1f4f8;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root {
        --paper: #15171b; --ink: #e8eaed; --quiet: #a3a9b3; --line: #2e3239;
        --right: #7db4f5; --miss: #f59a62; --band: #1e232b;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: 16px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums;
    }
    main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1rem 4rem; }
    h1 { font-size: 1.75rem; line-height: 1.2; font-weight: 650; margin: 0 0 .5rem; }
    h2 { font-size: 1.15rem; line-height: 1.3; font-weight: 650; margin: 0 0 .4rem; }
    p { margin: 0 0 1rem; max-width: 44rem; }
    .lede, section p, footer p, dd { color: var(--quiet); }
    section, footer { margin-top: 3rem; }
    .tiles {
      display: grid; gap: 1.5rem 2rem; margin: 2rem 0;
      grid-template-columns: repeat(auto-fit, minmax(12.5rem, 1fr));
    }
    .tile dt { font-size: .875rem; }
    dd { margin: 0; font-size: .875rem; line-height: 1.4; }
    dd.figure { font-size: 2rem; line-height: 1.3; font-weight: 600; color: var(--ink); }
    .wrong p { margin-bottom: .25rem; color: var(--miss); }
    .wrong ul { margin: 0 0 1.5rem; padding-left: 1.2rem; overflow-wrap: anywhere; }
    .scroll { overflow-x: auto; margin: 0 0 1.5rem; }
    table { border-collapse: collapse; font-size: .875rem; line-height: 1.35; }
    caption { text-align: left; padding-bottom: .4rem; color: var(--quiet); }
    th, td { padding: .3rem .9rem .3rem 0; text-align: right; vertical-align: baseline; }
    th { font-weight: 400; }
    th.word, td.word { text-align: left; overflow-wrap: anywhere; min-width: 7rem; }
    td.number, th.number { white-space: nowrap; }
    thead th { color: var(--quiet); border-bottom: 1px solid var(--line); vertical-align: bottom; }
    thead th.number { white-space: normal; }
    thead th.span { text-align: center; border: 0; font-weight: 600; }
    tbody th.short { white-space: nowrap; }
    tbody tr + tr th, tbody tr + tr td { border-top: 1px solid var(--line); }
    .plots {
      display: grid; gap: 1.5rem 2.5rem;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
    }
    figure { margin: 0; min-width: 0; }
    figcaption { font-size: .875rem; font-weight: 600; margin-bottom: .25rem; }
    svg { display: block; width: 100%; max-width: 34rem; height: auto; overflow: visible; }
    svg.sample { display: inline-block; width: .85em; vertical-align: -.08em; }
    .key { margin-top: 3rem; font-size: .875rem; }
    .key + section { margin-top: 1.25rem; }
    svg text { font-size: 10.5px; fill: var(--quiet); }
    svg text.label, svg text.name { fill: var(--ink); }
    svg text.name { font-size: 9px; }
    svg text.group { fill: var(--ink); font-weight: 600; }
    .grid { stroke: var(--line); stroke-width: 1; }
    .reference { stroke: var(--quiet); stroke-width: 1.2; }
    .band { fill: var(--band); }
    .mark { stroke: var(--paper); stroke-width: .8; }
    .mark.in { fill: var(--right); }
    .mark.out { fill: var(--miss); }
    .mark.bare { fill: none; stroke: var(--quiet); stroke-width: 1.2; }
    .mark.small { stroke: none; }
    .interval { stroke-width: 2; stroke-linecap: round; opacity: .4; }
    .interval.in { stroke: var(--right); }
    .interval.out { stroke: var(--miss); }
    .interval.thin { stroke-width: .7; }
    .interval.further.in { fill: var(--right); stroke: none; }
    .interval.further.out { fill: var(--miss); stroke: none; }
    .made div { display: flex; gap: 1rem; }
    .made dt { min-width: 6rem; font-size: .875rem; }
    .made dd { overflow-wrap: anywhere; }
    @media print {
      main { max-width: none; padding: 0; }
      body { font-size: 11pt; }
      .scroll { overflow: visible; }
      table { font-size: 8pt; }
      th, td { padding-right: .5rem; }
      figure, tr, .tile { break-inside: avoid; }
      h2, .key, section p { break-after: avoid; }
      .mark, .interval, .band { print-color-adjust: exact; }
    }

    """
}
