import CMLOpsLinux
import Glibc

/// A detached thread of our own for what blocks; the cooperative pool must not wait in system calls.
enum Thread {
    private final class Body {
        let run: @Sendable () -> Void
        let name: String

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }

    /// Starts a thread with every signal blocked, so that signals reach only threads that expect them.
    ///
    /// The name, at most 15 bytes, shows in `ps -L` and `top -H`.
    static func start(_ name: String, _ run: @escaping @Sendable () -> Void) throws(LinuxError) {
        let body = Unmanaged.passRetained(Body(name: name, run: run))
        var all = sigset_t(), previous = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &previous)
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let body = Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
                _ = mlops_thread_name(body.name)
                body.run()
                return nil
            }, body.toOpaque())
        pthread_sigmask(SIG_SETMASK, &previous, nil)
        guard code == 0 else {
            body.release()
            throw LinuxError("start thread", name, .system(code))
        }
        pthread_detach(thread)
    }
}
