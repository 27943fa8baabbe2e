/// Runs a test against a daemon of its own, checks what must always hold, and leaves nothing behind.
///
/// - Parameter pipelines: the definitions by name.
func withDaemon(
    _ pipelines: [String: String] = [:], environment: [String: String] = [:],
    prepare: (Sandbox) throws -> Void = { _ in },
    _ test: (DaemonProcess) async throws -> Void
) async throws {
    let sandbox = try Sandbox()
    for (name, text) in pipelines { try sandbox.define(name, text) }
    try prepare(sandbox)
    let daemon = DaemonProcess(in: sandbox, environment: environment)
    await DaemonSlots.shared.take()
    do {
        try await daemon.start()
        try await test(daemon)
        try await daemon.check()
    } catch {
        await daemon.tearDown()
        await DaemonSlots.shared.giveBack()
        throw error
    }
    await daemon.tearDown()
    await DaemonSlots.shared.giveBack()
}

/// The same for one pipeline, `p`.
func withDaemon(
    pipeline: String, environment: [String: String] = [:], prepare: (Sandbox) throws -> Void = { _ in },
    _ test: (DaemonProcess) async throws -> Void
) async throws {
    try await withDaemon(["p": pipeline], environment: environment, prepare: prepare, test)
}
