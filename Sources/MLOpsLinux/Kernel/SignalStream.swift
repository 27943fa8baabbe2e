import CMLOpsLinux
import Glibc

/// Signals as values.
///
/// A signal that comes again before the first was read is one signal, as in the kernel.
package final class SignalStream: Sendable {
    /// The signals that came since the last batch, each once, in the order of their arrival.
    package let batches = BatchStream<Int32>()

    /// Takes these signals over from now until the process ends, and ignores SIGPIPE.
    ///
    /// Create at most one per process.
    package init(_ signals: [Int32], on thread: EventThread) throws(LinuxError) {
        var ends: [Int32] = [-1, -1]
        guard mlops_pipe(&ends) == 0 else { throw .last("create", "pipe") }
        let reader = Descriptor(owning: ends[0])
        try thread.whenReadable(reader) { [batches] in Self.receive(from: reader, batches) }
        // The writing end is never closed: the handler may run at any time.
        for signal in signals {
            guard mlops_signal_to_pipe(signal, ends[1]) == 0 else { throw .last("handle signal", "\(signal)") }
        }
        guard mlops_signal_ignore(SIGPIPE) == 0 else { throw .last("ignore signal", "SIGPIPE") }
    }

    private static func receive(from reader: Descriptor, _ batches: BatchStream<Int32>) {
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { bytes in
            let count = read(reader.number, bytes.baseAddress, bytes.count)
            batches.update { pending in
                for byte in bytes.prefix(max(0, count)) where !pending.contains(Int32(byte)) {
                    pending.append(Int32(byte))
                }
            }
        }
    }
}
