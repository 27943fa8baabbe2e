import MLOpsSchedule

/// When a part of a combination can come true without new evidence, the soonest first.
enum Prospect: Comparable {
    /// It is true.
    case present
    /// Not before this time.
    case from(Instant)
    /// Only new evidence makes it true, or the end of what there is.
    case open

    init(_ instant: Instant?) { self = instant.map { .from($0) } ?? .open }

    /// nil for what is true already and for what no time can be told of.
    var instant: Instant? { if case .from(let instant) = self { instant } else { nil } }

    /// When `needed` of the parts can be true at once: all of them is the latest, any of them the earliest.
    static func of(_ needed: Int, among parts: [Prospect]) -> Prospect {
        let sorted = parts.sorted()
        return sorted.indices.contains(needed - 1) ? sorted[needed - 1] : .open
    }

    /// A part of a sequence.
    struct Link {
        /// When it came true; nil: it is not, or came true by nothing that has a time.
        var since: Moment?
        var isTrue: Bool
        /// When it can come true, for the first time or again.
        var next: Prospect
    }

    /// When parts can have come true one after the other; one that came too early has to come again.
    static func of(sequence links: [Link], within: Duration?) -> Prospect {
        let kept = inOrder(links)
        let last = links.dropFirst(kept).map(\.next).max() ?? .present
        guard let within, let first = links.prefix(kept).lazy.compactMap(\.since).first else { return last }
        let span: Duration? =
            switch last {
            case .present: links.prefix(kept).last(where: { $0.since != nil })?.since?.elapsed(since: first)
            case .from(let instant): instant - first.wall
            case .open: nil
            }
        guard let span, span > within else { return last }
        return links.map(\.next).max() ?? .open
    }

    /// How many of the first parts are true, each not before the one in front of it.
    private static func inOrder(_ links: [Link]) -> Int {
        var last: Moment?
        for (index, link) in links.enumerated() {
            guard link.isTrue else { return index }
            guard let since = link.since else { continue }
            if let last, since.isBefore(last) { return index }
            last = since
        }
        return links.count
    }
}
