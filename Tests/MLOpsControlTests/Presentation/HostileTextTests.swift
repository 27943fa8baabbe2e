import MLOpsControl
import Testing

@Suite struct `Hostile text` {
    @Test(arguments: [
        ("plain", "plain"), ("ü 漢 🙂", "ü 漢 🙂"), ("a\nb", "a\\nb"), ("\u{1B}[2J", "\\x1b[2J"), ("\u{9B}31m", "\\x9b31m"),
        ("\u{202E}txt.exe", "\\u{202e}txt.exe"), ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"), ("\u{7F}", "\\x7f"),
        ("\u{E0041}", "\\u{e0041}"), ("a\r\nb", "a\\r\\nb"), ("\u{2028}", "\\u{2028}"), ("\0", "\\x00"),
        ("\u{200B}\u{FEFF}", "\\u{200b}\\u{feff}"),
    ])
    func `H1 is shown, not obeyed`(text: String, shown: String) {
        #expect(text.printable == shown)
    }

    @Test func `H1 no page lets a control character through`() {
        let evil = "\u{1B}]0;x\u{07}\n<0>\u{202E}"
        var run = RunSummary.failed
        (run.id, run.pipeline, run.reason, run.detail, run.nextCommand) = (evil, evil, evil, evil, evil)
        var status = StatusResponse.example
        (status.failures, status.activeRuns) = ([run], [run])
        status.daemon.reasons = [DegradedReason(code: evil, detail: evil, hint: evil)]
        status.daemon.configuration = evil
        var why = WhyResponse.example
        (why.answer, why.chain[0].text, why.nextCommand) = (evil, evil, evil)
        var detail = RunDetail.example
        detail.run = run
        detail.parameters = [evil: evil]
        let style = TextStyle.example()
        let pages = [
            StatusPage.text(status, style), RunTable.text([run], style), WhyText.text(why, style),
            RunPage.text(detail, style), PipelinePage.text(.example, style),
            StreamText.line(LogLine(step: evil, attempt: 1, text: evil), namingStep: true, style),
        ]
        for page in pages {
            let bad = page.unicodeScalars.filter {
                $0 != "\n" && ($0.value < 0x20 || $0.value == 0x7F || $0.value == 0x202E)
            }
            #expect(bad.isEmpty)
        }
        #expect(RunTable.text([run], style).split(separator: "\n").count == 3)
    }

    @Test func `JSON is escaped without changing what it means`() {
        let text = "{\"a\":\"\u{202E}\u{9B}ü\u{E0041}\"}\n"
        #expect(text.escapingUnshown == "{\"a\":\"\\u202e\\u009bü\\udb40\\udc41\"}\n")
    }

    @Test func `a progress bar shows what it showed last`() {
        let style = TextStyle.example()
        let line = LogLine(step: "train", attempt: 1, text: " 10%\r 50%\r100%\r")
        #expect(StreamText.line(line, namingStep: false, style) == "100%")
    }

    @Test func `tabs of a log are columns`() {
        let line = LogLine(step: "train", attempt: 2, text: "a\tbc\td")
        #expect(StreamText.line(line, namingStep: true, .example()) == "train#2: a       bc      d")
    }

    @Test func `a line is cut between characters, never inside one`() {
        let text = StyledText("漢字と🙂e\u{301}x")
        #expect(text.width == 10)
        #expect(text.ellipsized(to: 6, .example()).rendered(.example()) == "漢字…")
        #expect(text.ellipsized(to: 1, .example(isUnicode: false)).rendered(.example()) == "")
        #expect(text.ellipsized(to: 10, .example()).rendered(.example()) == "漢字と🙂e\u{301}x")
    }
}
