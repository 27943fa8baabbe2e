import MLOpsControl
import Testing

@Suite struct `Trees` {
    @Test func `why`() throws { try Snapshot.expect(WhyText.text(WhyResponse.example, .example()), "Golden/why.txt") }

    @Test func `why in ASCII`() throws {
        let text = WhyText.text(WhyResponse.example, .example(isUnicode: false))
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        try Snapshot.expect(text, "Golden/why-ascii.txt")
    }

    @Test func `why not`() throws {
        let answer = WhyNotResponse(
            pipeline: "churn", trigger: "nightly", wouldStart: false, answer: "1800 rows are missing",
            nextAt: time("2026-11-23T04:30:00Z"), explanation: .example, nextCommand: "mlopsctl run churn --force")
        try Snapshot.expect(WhyText.text(answer, .example()), "Golden/why-not.txt")
    }

    @Test func `lineage`() throws {
        try Snapshot.expect(LineageTree.text(.example, .example()), "Golden/lineage.txt")
    }

    @Test func `lineage of a file that no run has read says what is known of it`() {
        let aside = FileLineageResponse(subject: "/in/a.csv", contents: [], note: "quarantined in dataset p/d, age")
        #expect(
            LineageTree.text(aside, .example()) == "no run has read /in/a.csv: quarantined in dataset p/d, age\n")
    }

    @Test func `lineage as a graph, each thing once and what is made at the arrow's head`() throws {
        let file = LineageNode(kind: .file, id: "a \"b\"\u{7}.csv", text: "")
        let graph = LineageGraph.text(
            LineageResponse(
                version: "p/1",
                root: LineageNode(
                    kind: .version, id: "p/1", text: "",
                    children: [
                        LineageNode(kind: .run, id: "r1", text: "", children: [file, file]),
                        LineageNode(kind: .deployment, id: "l1", text: ""),
                    ])))
        #expect(
            graph == """
                digraph lineage {
                  rankdir=LR;
                  n0 [shape=box3d, label="version p/1"];
                  n1 [shape=box, label="run r1"];
                  n2 [shape=note, label="file a \\"b\\"\\\\x07.csv"];
                  n3 [shape=house, label="deployment l1"];
                  n1 -> n0;
                  n2 -> n1;
                  n0 -> n3;
                }

                """)
    }
}
