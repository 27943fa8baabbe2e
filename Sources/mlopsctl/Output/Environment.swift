import Glibc

/// The environment, one variable at a time: reading all of it would cost more than the rest of a short command.
enum Environment {
    /// nil: not set, or empty, which users mean to be the same.
    static func value(_ name: String) -> String? {
        guard let text = getenv(name), text.pointee != 0 else { return nil }
        return String(cString: text)
    }
}
