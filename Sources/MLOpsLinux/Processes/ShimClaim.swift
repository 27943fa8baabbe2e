/// Which shim process took an attempt.
///
/// Start time and boot make the pid unique.
package struct ShimClaim: Hashable, Sendable {
    package let pid: Int32
    /// Clock ticks since boot, field 22 of `/proc/PID/stat`.
    package let startTicks: UInt64
    package let bootID: String

    init(_ fields: RecordFields) throws(ShimRecord.Flaw) {
        pid = try fields.integer("pid", as: Int32.self)
        startTicks = try fields.integer("start_ticks", as: UInt64.self)
        bootID = try fields.text("boot_id")
        guard pid > 0, bootID.utf8.count == 36 else { throw .malformed }
    }
}
