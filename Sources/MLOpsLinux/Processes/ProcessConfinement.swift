import CMLOpsLinux

/// Limits that a process puts on itself for good before it reads what may be hostile.
package enum ProcessConfinement {
    /// From now on no file is written, no core dumped and no privilege gained.
    ///
    /// - Parameters:
    ///   - memory: bytes of address space.
    ///   - seconds: of processor time.
    package static func apply(memory: UInt64, seconds: UInt64) throws(LinuxError) {
        guard mlops_confine(memory, seconds) == 0 else { throw .last("limit", "this process") }
    }
}
