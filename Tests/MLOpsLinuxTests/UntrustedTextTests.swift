import MLOpsLinux
import Testing

@Suite struct `Untrusted text` {
    @Test(arguments: [
        ("plain ünïcode 🙂 文", "plain ünïcode 🙂 文"), ("a\nMLOPSD_OUTCOME=success", "a\\nMLOPSD_OUTCOME=success"),
        ("\u{1b}]0;title\u{7}", "\\u{1b}]0;title\\u{7}"), ("\u{9b}31m", "\\u{9b}31m"), ("a\\nb", "a\\\\nb"),
        ("\u{202e}gpj.exe", "\\u{202e}gpj.exe"), ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
        ("a\u{2028}b", "a\\u{2028}b"),
        ("zero\u{200b}width\u{feff}", "zero\\u{200b}width\\u{feff}"), ("\u{e0041}tag", "\\u{e0041}tag"),
        ("\r\n\t\u{0}\u{7f}", "\\r\\n\\t\\u{0}\\u{7f}"),
    ])
    func `H1 nothing can drive a terminal or forge a line`(text: String, shown: String) {
        #expect(UntrustedText.escape(text) == shown)
    }

    @Test(
        arguments: [
            ([0x61, 0xff], "a\\xff"), ([0xc3], "\\xc3"), ([0xe2, 0x82, 0x61], "\\xe2\\x82a"),
            ([0xc0, 0xaf], "\\xc0\\xaf"),
            ([0xed, 0xa0, 0x80], "\\xed\\xa0\\x80"), ([0x0], "\\u{0}"),
        ] as [([UInt8], String)])
    func `C21 bytes that are no text are shown as bytes`(bytes: [UInt8], shown: String) {
        #expect(UntrustedText.escape(bytes) == shown)
    }

    @Test func `an error shows the object escaped and says what failed`() {
        let error = LinuxError("open", "a\nb", .system(2))
        #expect("\(error)" == "cannot open \"a\\nb\": No such file or directory")
        #expect(error.code == 2)
    }
}
