/// Lineage as a directed graph in the DOT language of Graphviz: from what something was made of to what was made.
package enum LineageGraph {
    package static func text(_ lineage: LineageResponse) -> String { text([lineage.root], goesForward: false) }

    package static func text(_ lineage: FileLineageResponse) -> String { text(lineage.contents, goesForward: true) }

    /// - Parameter goesForward: Whether children were made of their parents, not the other way around.
    private static func text(_ roots: [LineageNode], goesForward: Bool) -> String {
        var drawing = Drawing(goesForward: goesForward)
        for root in roots { drawing.add(root, below: nil) }
        return (["digraph lineage {", "  rankdir=LR;"] + drawing.nodes + drawing.edges + ["}"]).joinedLines
    }

    private struct Drawing {
        let goesForward: Bool
        var nodes: [String] = []
        var edges: [String] = []
        private var numbers: [LineageNode: Int] = [:]

        init(goesForward: Bool) { self.goesForward = goesForward }

        mutating func add(_ node: LineageNode, below parent: Int?) {
            let number = number(of: node)
            if let parent {
                let isMade = goesForward || node.kind == .deployment
                let edge = isMade ? "  n\(parent) -> n\(number);" : "  n\(number) -> n\(parent);"
                if !edges.contains(edge) { edges.append(edge) }
            }
            for child in node.children { add(child, below: number) }
        }

        /// A thing that stands at several places of the tree is one node of the graph.
        private mutating func number(of node: LineageNode) -> Int {
            var key = node
            key.children = []
            if let known = numbers[key] { return known }
            let number = nodes.count
            numbers[key] = number
            let name = node.kind == .more ? node.text : "\(node.kind.rawValue) \(node.id)"
            let digest = node.digest.map { "\\n\(CountText.shortDigest($0))" } ?? ""
            nodes.append("  n\(number) [shape=\(node.kind.shape), label=\"\(escape(name))\(digest)\"];")
            return number
        }

        private func escape(_ text: String) -> String {
            String(text.printable.flatMap { "\"\\".contains($0) ? ["\\", $0] : [$0] })
        }
    }
}

extension LineageNode.Kind {
    fileprivate var shape: String {
        switch self {
        case .version: "box3d"
        case .run: "box"
        case .deployment: "house"
        case .file, .code: "note"
        case .dataset: "folder"
        case .decision, .definition, .parameter, .environment, .program, .more: "ellipse"
        }
    }
}
