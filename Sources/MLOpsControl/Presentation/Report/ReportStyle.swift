/// How the pages of pipelines and of runs look, by day and by night.
enum ReportStyle {
    static let css = """
        h1 { font-size: 1.6rem; font-weight: 400; margin: 0 0 0.2rem } h2 { font-size: 1.2rem; margin: 0 0 0.6rem }
        h3 { font-size: 1rem; font-weight: 400; margin: 1rem 0 0.3rem } .strong { font-weight: 600 }
        .good { color: var(--good) } .bad { color: var(--bad) } .warning { color: var(--unsure) }
        .faint, footer, dt, th, .axis, .scale { color: var(--faint) }
        section { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 1rem 1.2rem;
          margin: 1rem 0 }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.1rem 1rem; margin: 0.4rem 0 } dt { grid-column: 1 }
        dd { grid-column: 2; margin: 0; overflow-wrap: anywhere }
        figure { display: grid; grid-template-columns: max-content 1fr; gap: 0 0.6rem; margin: 0.6rem 0 }
        figure svg { width: 100%; height: 11rem; border: solid var(--line); border-width: 0 0 1px 1px; overflow: visible }
        .scale { display: flex; flex-direction: column; justify-content: space-between; text-align: right }
        .axis { grid-column: 2; display: flex; justify-content: space-between; gap: 0.5rem; padding-top: 0.3rem }
        .axis, .scale { font-size: 0.78rem; font-variant-numeric: tabular-nums }
        svg path { fill: none; stroke-width: 1.6; vector-effect: non-scaling-stroke }
        .line, .dot { stroke: var(--reference) } .guess { stroke: var(--faint); stroke-dasharray: 4 4 }
        .band { fill: var(--reference); fill-opacity: 0.16 } .bound { stroke: var(--bad); stroke-dasharray: 6 4 }
        .mark { stroke: var(--good); stroke-opacity: 0.7 } .mark.bad { stroke: var(--bad) }
        svg .dot { stroke-width: 5; stroke-linecap: round; stroke-opacity: 0.55 } svg .dot.sure { stroke-width: 7; stroke-opacity: 1 }
        .table { overflow-x: auto } table { border-collapse: collapse; font-size: 0.88rem; min-width: 100% }
        th { text-align: left; font-weight: 400 } th, td { padding: 0.18rem 0.9rem 0.18rem 0; white-space: nowrap }
        td { border-top: 1px solid var(--line) } td:last-child { white-space: normal; min-width: 16rem }
        .number { text-align: right; font-variant-numeric: tabular-nums } summary { cursor: pointer; margin-top: 0.5rem }
        .tree, .tree ul { list-style: none; margin: 0; padding: 0 } .tree li { padding: 0.12rem 0; overflow-wrap: anywhere }
        .tree ul { padding-left: 1rem; border-left: 1px solid var(--line); margin-left: 0.3rem }
        @media print { section { break-inside: avoid } }
        """

    /// Nothing where there is nothing to say.
    ///
    /// - Parameters:
    ///   - title: text.
    ///   - content: markup.
    static func section(_ title: String, _ content: String) -> String {
        content.isEmpty ? "" : "<section>\n<h2>\(title.escapingHTML)</h2>\n\(content)\n</section>"
    }
}
