extension Glob {
    /// Whether the pattern matches the whole of `path`, in time at most proportional to the square of its length.
    package func matches(_ path: some RandomAccessCollection<UInt8>) -> Bool {
        let matched = path.withContiguousStorageIfAvailable { matches(UnsafeBufferPointer(rebasing: $0[...])) }
        return matched ?? Array(path).withUnsafeBufferPointer(matches)
    }

    private func matches(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
        var attempt = Attempt(path: path)
        while attempt.position < path.count || attempt.token < tokens.count {
            if attempt.token < tokens.count, attempt.advance(over: tokens[attempt.token]) { continue }
            guard attempt.retry() else { return false }
        }
        return true
    }

    /// One place to come back to for the last `*` and one for the last `**` are enough: what stands before a wildcard
    /// was matched as early as possible, and the wildcard can take whatever a later match would have left to it.
    private struct Attempt {
        struct Wildcard {
            /// The token after it.
            let token: Int
            /// Where its match ends.
            var end: Int
            let takesDirectoriesOnly: Bool
        }

        let path: UnsafeBufferPointer<UInt8>
        var position = 0
        var token = 0
        var inName: Wildcard?
        var inPath: Wildcard?

        mutating func advance(over pattern: Glob.Token) -> Bool {
            switch pattern {
            case .anyName:
                inName = Wildcard(token: token + 1, end: position, takesDirectoriesOnly: false)
                token += 1
                return true
            case .anything, .anyDirectories:
                inPath = Wildcard(token: token + 1, end: position, takesDirectoriesOnly: pattern == .anyDirectories)
                inName = nil
                token += 1
                return true
            case .byte(let byte): return step(if: { $0 == byte })
            case .anyByte: return step(if: { $0 != UInt8(ascii: "/") })
            case .oneOf(let set): return step(if: set.contains)
            }
        }

        private mutating func step(if isMatch: (UInt8) -> Bool) -> Bool {
            guard position < path.count, isMatch(path[position]) else { return false }
            position += 1
            token += 1
            return true
        }

        /// Lets the innermost wildcard take more and goes on after it.
        mutating func retry() -> Bool {
            if let wildcard = inName, wildcard.end < path.count, path[wildcard.end] != UInt8(ascii: "/") {
                inName?.end += 1
                position = wildcard.end + 1
                token = wildcard.token
                return true
            }
            guard let wildcard = inPath, let end = extended(wildcard) else { return false }
            inName = nil
            inPath?.end = end
            position = end
            token = wildcard.token
            return true
        }

        private func extended(_ wildcard: Wildcard) -> Int? {
            guard wildcard.end < path.count else { return nil }
            guard wildcard.takesDirectoriesOnly else { return wildcard.end + 1 }
            return path[wildcard.end...].firstIndex(of: UInt8(ascii: "/")).map { $0 + 1 }
        }
    }
}
