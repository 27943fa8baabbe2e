/// What the head of an answer says of itself and of its body.
struct HTTPAnswerHead {
    let status: Int
    let title: String
    private(set) var isChunked = false
    /// In bytes; nil where it does not say.
    private(set) var length: Int?

    /// - Parameter lines: The line of the status and those of the fields, without their ends.
    init(_ lines: [String]) throws(ControlError) {
        let words = (lines.first ?? "").split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]), (100...599).contains(status)
        else { throw .unreadable(cause: "it is not an answer of HTTP/1.1") }
        self.status = status
        title = words.count > 2 ? String(words[2]) : ""
        for line in lines.dropFirst() { try read(line) }
    }

    private mutating func read(_ line: String) throws(ControlError) {
        guard let colon = line.firstIndex(of: ":") else { throw .unreadable(cause: "a field of its head has no name") }
        let value = line[line.index(after: colon)...].split(separator: " ").joined(separator: " ").lowercased()
        switch line[..<colon].lowercased() {
        case "transfer-encoding": isChunked = value.hasSuffix("chunked")
        case "content-length":
            guard let length = Int(value), length >= 0 else {
                throw .unreadable(cause: "\"\(value)\" is no number of bytes")
            }
            self.length = length
        default: break
        }
    }
}
