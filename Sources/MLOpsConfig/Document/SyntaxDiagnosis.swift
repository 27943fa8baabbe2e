import Yams

/// Says in words what the YAML parser objects to.
struct SyntaxDiagnosis {
    let file: String
    let text: String

    func diagnostic(for error: any Error) -> Diagnostic {
        guard let error = error as? YamlError else {
            return Diagnostic(file: file, problem: "the file is not valid YAML: \(error)")
        }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            return diagnostic(problem, context, at: mark)
        case .duplicatedKeysInMapping(let keys, let context):
            return duplicate(keys.first ?? "", firstAt: context.mark)
        case .reader(let problem, _, _, _):
            return Diagnostic(file: file, problem: "the file is not valid YAML: \(problem)")
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return Diagnostic(file: file, problem: "the file is not valid YAML: \(error)")
        }
    }

    private func diagnostic(_ problem: String, _ context: YamlError.Context?, at mark: Mark) -> Diagnostic {
        if let context, problem.contains("unexpected end of stream") {
            let start = Place(file: file, line: context.mark.line, column: context.mark.column)
            return Diagnostic(
                at: start, problem: "the file is not valid YAML: it ends \(context.text) that begins here",
                hint: hint(problem, context.text, at: mark))
        }
        let place = Place(file: file, line: mark.line, column: mark.column)
        if problem.hasSuffix("found another document") {
            return Diagnostic(
                at: place, problem: "the file holds a second document", hint: "remove \"---\" and what follows it")
        }
        if problem.hasPrefix("Maximum nesting level") {
            return Diagnostic(
                at: place, problem: "the file nests deeper than \(DocumentReader.maximumDepth) levels")
        }
        let circumstances = context.map { " \($0.text), begun at \($0.mark.line):\($0.mark.column)" } ?? ""
        return Diagnostic(
            at: place, problem: "the file is not valid YAML: \(problem)\(circumstances)",
            hint: hint(problem, context?.text ?? "", at: mark))
    }

    private func hint(_ problem: String, _ context: String, at mark: Mark) -> String? {
        if context.contains("alias") || problem.contains("undefined alias") { return "quote a text that begins with *" }
        if context.contains("anchor") { return "quote a text that begins with &" }
        if problem.contains("mapping values are not allowed") {
            return "quote a text that contains \": \", and indent the keys of one mapping alike"
        }
        if problem.contains("cannot start any token") {
            return character(at: mark) == "\t" ? "indent with spaces, not tabs" : "quote the text"
        }
        if problem.contains("could not find expected ':'") { return "write \"key: value\"" }
        if context.contains("quoted scalar") { return "the closing quote is missing" }
        if context.contains("flow") { return "a bracket, a brace or a comma is missing" }
        if context.contains("block mapping") { return "indent the keys of one mapping alike" }
        return nil
    }

    private func character(at mark: Mark) -> Unicode.Scalar? {
        guard let line = lines.dropFirst(mark.line - 1).first else { return nil }
        return line.unicodeScalars.dropFirst(mark.column - 1).first
    }

    private func duplicate(_ key: String, firstAt first: Mark) -> Diagnostic {
        let line = secondLine(of: key, after: first) ?? first.line
        return Diagnostic(
            file: file, line: line, column: first.column, key: key,
            problem: line == first.line
                ? "the key is given twice in one mapping"
                : "the key is given a second time, first in line \(first.line)",
            hint: "keep one of them")
    }

    /// The parser names only the first of two equal keys.
    ///
    /// In a block mapping the second stands in the same column.
    private func secondLine(of key: String, after first: Mark) -> Int? {
        for (index, line) in lines.enumerated().dropFirst(first.line) {
            let content = line.drop { $0 == " " }
            let indentation = line.count - content.count
            if content.isEmpty || content.hasPrefix("#") { continue }
            if indentation < first.column - 1 { return nil }
            guard indentation == first.column - 1 else { continue }
            for spelling in [key, "\"\(key)\"", "'\(key)'"] where content.hasPrefix(spelling) {
                let rest = content.dropFirst(spelling.count).drop { $0 == " " }
                if rest.hasPrefix(":") { return index + 1 }
            }
        }
        return nil
    }

    private var lines: [Substring] { text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) }
}
