import CMLOpsLinux
import Glibc

/// A process held by pidfd, so that a signal can never reach another one that got the same number.
package struct ProcessHandle: Sendable {
    package let pid: Int32
    /// Whether this process is our child, whose status can and must be read.
    package let isChild: Bool
    let descriptor: Descriptor

    private init(pid: Int32, isChild: Bool, descriptor: Descriptor) {
        self.pid = pid
        self.isChild = isChild
        self.descriptor = descriptor
    }

    /// Starts a child in a session of its own with clean signals and no descriptors of ours.
    package static func spawn(_ request: SpawnRequest) throws(LinuxError) -> ProcessHandle {
        guard let program = request.arguments.first else {
            throw LinuxError("start", "", .malformed("no program is named"))
        }
        let null = try Descriptor.open("/dev/null", O_RDWR)
        var pid: pid_t = 0
        let code = withCStrings(request.arguments) { arguments in
            withCStrings(request.environment) { environment in
                mlops_spawn(
                    &pid, program, arguments, environment, request.workingDirectory,
                    (request.standardInput ?? null).number, (request.standardOutput ?? null).number,
                    (request.standardError ?? null).number)
            }
        }
        guard code == 0 else { throw LinuxError("start", program, .system(code)) }
        do throws(LinuxError) {
            // Race-free: an unreaped child keeps its number even when it has ended already.
            return try open(pid, isChild: true)
        } catch {
            // Out of descriptors. A child that cannot be held must not run unseen.
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
            throw error
        }
    }

    /// Returns the running process with this pid that was started at this time; nil when there is none.
    ///
    /// - Parameter startTicks: field 22 of `/proc/PID/stat`, clock ticks since boot.
    ///   Of a process that is hidden from this one the time can not be known.
    /// - Parameter isStillMeant: asked once the process is held; true where its number can not have become another's.
    package static func find(
        pid: Int32, startTicks: UInt64, isStillMeant: () throws(LinuxError) -> Bool = { () throws(LinuxError) in false }
    ) throws(LinuxError) -> ProcessHandle? {
        do throws(LinuxError) {
            let handle = try open(pid, isChild: false)
            // The pidfd is held first: if the start time matches and the process still lives, it is the one meant.
            let ticks = ProcessStatus.startTicks(of: pid)
            let isMeant = if let ticks { ticks == startTicks } else { try isStillMeant() }
            return isMeant && handle.isRunning ? handle : nil
        } catch {
            guard error.code == ESRCH || error.code == EINVAL else { throw error }
            return nil
        }
    }

    private static func open(_ pid: Int32, isChild: Bool) throws(LinuxError) -> ProcessHandle {
        let number = mlops_pidfd_open(pid)
        guard number >= 0 else { throw .last("watch process", "\(pid)") }
        return ProcessHandle(pid: pid, isChild: isChild, descriptor: Descriptor(owning: number))
    }

    /// Whether the process has not ended yet.
    package var isRunning: Bool {
        var wait = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        return poll(&wait, 1, 0) == 0
    }

    /// Sends a signal; returns false when the process has ended.
    @discardableResult
    package func send(_ signal: Int32) throws(LinuxError) -> Bool {
        if mlops_pidfd_send_signal(descriptor.number, signal) == 0 { return true }
        guard errno == ESRCH else { throw .last("signal process", "\(pid)") }
        return false
    }

    /// Reads the status of a child that ended and frees its pid; nil while it runs.
    func reap() -> ProcessEnd? {
        guard isChild else { return isRunning ? nil : .unknown }
        var end = mlops_exit()
        switch mlops_pidfd_reap(descriptor.number, &end) {
        case 0: return nil
        case 1: return end.signal == 0 ? .exited(code: end.code) : .signaled(end.signal, core: end.core)
        default: return .unknown
        }
    }
}

/// Calls `body` with a NULL-terminated array of C strings.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    let copies = strings.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    return copies.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { preconditionFailure("the array holds at least the terminator") }
        return body(base)
    }
}
