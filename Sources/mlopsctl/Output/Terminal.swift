import Glibc
import MLOpsControl

/// What stdout is, and what may be sent to it.
struct Terminal {
    var isTerminal: Bool
    var columns: Int?
    var isColoured: Bool
    var isUnicode: Bool

    static var current: Terminal {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        return Terminal(
            isTerminal: isTerminal,
            columns: isTerminal ? Environment.value("COLUMNS").flatMap { Int($0) } ?? windowColumns : nil,
            isColoured: isTerminal && allowsColour,
            isUnicode: hasUnicodeLocale)
    }

    private static var windowColumns: Int? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// https://no-color.org and what systemd's programs obey.
    private static var allowsColour: Bool {
        guard Environment.value("NO_COLOR") == nil, let term = Environment.value("TERM"), term != "dumb" else {
            return false
        }
        return !["0", "no", "false", "off"].contains(Environment.value("SYSTEMD_COLORS") ?? "")
    }

    private static var hasUnicodeLocale: Bool {
        let locale = Environment.value("LC_ALL") ?? Environment.value("LC_CTYPE") ?? Environment.value("LANG")
        let name = locale?.uppercased() ?? ""
        return name.contains("UTF-8") || name.contains("UTF8")
    }
}
