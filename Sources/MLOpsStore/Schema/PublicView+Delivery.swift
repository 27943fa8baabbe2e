extension PublicView {
    static let gates = PublicView(
        name: "gates",
        meaning: "the verdict of one gate on a run's candidate",
        columns: [
            identifier("run", "r", "the run", from: "r.id"),
            Column("number", .integer, "the number in the run's identifier; indexed", from: "r.id"),
            Column("pipeline", .text, "the pipeline's name", from: "r.pipeline"),
            Column("version", .text, "the version that the candidate became", from: "r.version"),
            Column(
                "champion", .text, "the version that it was compared with",
                from: """
                    (json_extract(r.body, '$.comparedWith.pipeline') || '/'
                        || json_extract(r.body, '$.comparedWith.number'))
                    """),
            Column("position", .integer, "counts from 0 within the run", from: "g.key"),
            Column("gate", .text, "what it asks for, for example f1 at least 0.75", from: extract("gate")),
            Column("verdict", .text, "pass, fail, inconclusive or ungated", from: extract("verdict")),
            Column("observed", .real, "the candidate's value", from: extract("observed")),
            Column("bound", .real, "what it had to reach", from: extract("bound")),
            Column("explanation", .text, "why, in one line", from: extract("explanation")),
            Column("rows", .integer, "rows that were compared, where there were any", from: extract("evidence.rows")),
            Column("method", .text, "how they were compared", from: extract("evidence.method")),
            Column(
                "difference", .real, "the candidate's value minus the champion's, on the rows",
                from: extract("evidence.difference")),
            Column("lower", .real, "what it is not below, with 95 % certainty", from: extract("evidence.lower")),
            Column("upper", .real, "what it is not above, with as much", from: extract("evidence.upper")),
        ],
        source: "_run r, json_each(r.body, '$.gates') g")

    private static func extract(_ path: String) -> String { "json_extract(g.value, '$.\(path)')" }

    static let aliases = PublicView(
        name: "aliases",
        meaning: "a move of a name that points at a version",
        columns: [
            Column("number", .integer, "rises with each move", from: "id"),
            Column("pipeline", .text, "the pipeline's name"),
            Column("alias", .text, "champion, challenger, previous, or one that a person gave"),
            Column("former", .text, "the version that it pointed to before"),
            Column("version", .text, "the version that it points to from then on; null: it is gone"),
            Column("actor", .text, "who moved it", from: "json_extract(actor, '$.name')"),
            Column("reason", .text, "why"),
        ] + time("moved_at", "when"),
        source: "_alias_move")
}
