import Testing

@testable import mlopsctl

@Suite struct `Pager` {
    private func choice(_ environment: [String: String], isElevated: Bool = false) -> PagerChoice? {
        PagerChoice(isElevated: isElevated) { environment[$0] }
    }

    @Test func `is less, or what the first variable names`() {
        #expect(choice([:])?.arguments == ["less"])
        #expect(choice(["PAGER": "most -s"])?.arguments == ["most", "-s"])
        #expect(choice(["PAGER": "a", "SYSTEMD_PAGER": "b", "MLOPSCTL_PAGER": "c"])?.arguments == ["c"])
    }

    @Test func `is none where that is wanted`() {
        #expect(choice(["PAGER": "cat"]) == nil)
        #expect(choice(["MLOPSCTL_PAGER": "", "PAGER": "less"]) == nil)
        #expect(choice(["PAGER": "cat"], isElevated: true) == nil)
    }

    @Test func `with somebody else's rights it can start nothing`() {
        let elevated = choice(["PAGER": "vim -"], isElevated: true)
        #expect(elevated?.arguments == ["less"])
        #expect(elevated?.environment(isUnicode: true)["LESSSECURE"] == "1")
        #expect(choice(["SYSTEMD_PAGERSECURE": "1", "PAGER": "vim"])?.arguments == ["less"])
        #expect(choice(["SYSTEMD_PAGERSECURE": "0", "PAGER": "most"], isElevated: true)?.arguments == ["most"])
        #expect(choice(["SYSTEMD_PAGERSECURE": ""], isElevated: true)?.isSecure == true)
    }

    @Test func `gets the options of systemctl`() {
        let plain = choice([:])?.environment(isUnicode: false)
        #expect(plain == ["LESS": "FRSXMK"])
        #expect(choice(["SYSTEMD_LESS": "R"])?.environment(isUnicode: true) == ["LESS": "R", "LESSCHARSET": "utf-8"])
    }
}
