/// How the page looks, by day and by night.
enum DriftReportStyle {
    static let css = """
        h1 { font-size: 1.6rem; margin: 0 0 0.8rem } h2 { font-size: 1.05rem; margin: 0; overflow-wrap: anywhere }
        a { color: inherit } header p { margin: 0.4rem 0; overflow-wrap: anywhere }
        .drifted > h2::before, h1 .drifted::before { content: "●"; color: var(--bad); margin-right: 0.4em }
        h1 .drifted, .drifted strong { color: var(--bad) } h1 .calm { color: var(--good) }
        h1 .untold, .untold strong { color: var(--unsure) } .type strong { font-weight: 600 }
        .sides { display: flex; flex-wrap: wrap; gap: 0.4rem 2.5rem; margin: 0 0 0.6rem } .sides dd { margin: 0 }
        .sides div { display: flex; flex-wrap: wrap; gap: 0 0.7rem; overflow-wrap: anywhere } .sides dt { font-weight: 600 }
        .n, .type, footer, .axis, .nothing { color: var(--faint) }
        .key { display: inline-block; width: 0.8em; height: 0.8em; border-radius: 2px; margin-right: 0.45em }
        i.reference { background: var(--reference) } i.current { background: var(--current) }
        main { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); gap: 1rem;
          margin: 1.2rem 0 }
        article { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 0.9rem 1rem;
          min-width: 0; display: flex; flex-direction: column }
        .type { margin: 0.1rem 0 0.6rem; font-size: 0.88rem } figure { margin: 0 }
        figure svg { display: block; width: 100%; height: 8.5rem; border-bottom: 1px solid var(--line) }
        path { stroke-width: 1.5; vector-effect: non-scaling-stroke; fill-opacity: 0.28 }
        path.reference { fill: var(--reference); stroke: var(--reference) }
        path.current { fill: var(--current); stroke: var(--current) }
        rect.reference { fill: var(--reference) } rect.current { fill: var(--current) }
        .axis { display: flex; justify-content: space-between; gap: 0.5rem; font-size: 0.78rem; padding-top: 0.25rem }
        .bars { list-style: none; margin: 0; padding: 0; font-size: 0.82rem }
        .bars li { display: grid; grid-template-columns: minmax(0, 7.5rem) minmax(3rem, 1fr) 7.2rem; gap: 0.6rem;
          align-items: center }
        .bars svg { width: 100%; height: 14px } .bars .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
        .shares { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
        table { margin-top: auto; padding-top: 0.7rem; border-spacing: 0; font-size: 0.85rem; display: block }
        tbody { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: 0 1.2rem }
        tr { display: flex; justify-content: space-between; border-top: 1px solid var(--line); padding: 0.12rem 0 }
        th { font-weight: 400; color: var(--faint); text-align: left } td { font-variant-numeric: tabular-nums; padding: 0 }
        footer { font-size: 0.85rem; border-top: 1px solid var(--line); padding-top: 0.8rem; overflow-wrap: anywhere }
        @media print { article { break-inside: avoid } }
        """
}
