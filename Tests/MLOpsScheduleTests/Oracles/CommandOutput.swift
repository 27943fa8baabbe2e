import Glibc

/// What a program of this machine prints: the oracles that our results are compared with.
enum CommandOutput {
    static func exists(_ program: String) -> Bool {
        system("command -v \(program) >/dev/null 2>&1") == 0
    }

    /// Runs a shell command on `input`, and returns what it writes, or nil when it fails.
    static func of(_ command: String, input: String = "") throws -> String? {
        let file = try TemporaryInput(input)
        defer { unlink(file.path) }
        guard let stream = popen("exec < \(file.path); \(command)", "r") else { return nil }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 { output += buffer[..<count] }
        return pclose(stream) == 0 ? String(decoding: output, as: UTF8.self) : nil
    }

    private struct TemporaryInput {
        let path: String

        init(_ text: String) throws {
            var template = Array("/tmp/mlops-schedule-XXXXXX".utf8CString)
            let descriptor = mkstemp(&template)
            path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
            guard descriptor >= 0, let file = fdopen(descriptor, "w") else { throw CannotWrite() }
            fputs(text, file)
            fclose(file)
        }
    }

    private struct CannotWrite: Error {}
}
