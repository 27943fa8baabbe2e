/// What `mlopsctl run` and `mlopsctl retry` say at once.
package enum RunReplyText {
    package static func text(_ reply: RunReply, _ style: TextStyle) -> String {
        let tree = reply.explanation.map { ExplanationTree.tree($0, style).lines(style) } ?? []
        let head = reply.result == .explained ? [] : [style.fitted("\(line(reply))")]
        return (head + tree).joinedLines
    }

    package static func line(_ reply: RunReply) -> String {
        let line =
            switch reply.result {
            case .started: "Started \(reply.run ?? "a run")."
            case .pending: "Waits as request \(reply.request ?? "") (mlopsctl show \(reply.request ?? ""))."
            case .explained: "Nothing was started."
            }
        return line + (reply.note.map { " " + $0 } ?? "")
    }
}
