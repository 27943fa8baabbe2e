extension PublicView {
    static let evaluations = PublicView(
        name: "evaluations",
        meaning: "a window of data that was compared with the training data of the champion",
        columns: [
            identifier("evidence", "e", "the evidence that it is", from: "evidence"),
            Column("number", .integer, "the number in the identifier; indexed", from: "evidence"),
            Column("pipeline", .text, "the pipeline's name"),
            Column("operand", .text, "the part of the trigger that asked, for example drift"),
            Column("dataset", .text, "the dataset's name"),
            Column("reference", .text, "the model version whose training data it was compared with", from: "version"),
            Column(
                "first_sequence", .integer, "the sequence number of its first file",
                from: "json_extract(body, '$.firstSequence')"),
            Column(
                "last_sequence", .integer, "the sequence number of its last file",
                from: "json_extract(body, '$.lastSequence')"),
            Column("files", .integer, "number of files", from: "json_extract(body, '$.files')"),
            Column("rows", .integer, "rows in them", from: "json_extract(body, '$.rows')"),
            Column("state", .text, "calm or suspect, after it"),
            Column("is_alarm", .integer, "whether the evidence reached what an alarm needs, 0 or 1"),
            Column(
                "strength", .real, "evidence for drift as a share of what an alarm needs, on a logarithmic scale"),
            Column(
                "columns", .text, "the columns with the strongest evidence, as JSON",
                from: "json_extract(body, '$.columns')"),
            Column("figures", .text, "the statistics of every column, as JSON"),
        ] + time("judged_at", "when it was judged"),
        source: "_window")

    static let profiles = PublicView(
        name: "profiles",
        meaning: "a file on the cells of a reference",
        columns: [
            Column("pipeline", .text, "the pipeline's name", from: "d.pipeline"),
            Column("dataset", .text, "the dataset's name", from: "d.name"),
            Column("reference", .text, "the model version whose training data set the cells", from: "p.version"),
            Column("sequence", .integer, "the file's sequence number", from: "p.sequence"),
            Column("rows", .integer, "its rows", from: "p.rows"),
            Column("failure", .text, "why it has no profile", from: "p.failure"),
            Column("bytes", .integer, "the size of the profile", from: "length(p.profile)"),
        ] + time("from_time", "the earliest event in it", from: "p.from_time")
            + time("to_time", "the latest event in it", from: "p.to_time"),
        source: "_profile p JOIN _dataset d ON d.id = p.dataset")
}
