import CMLOpsLinux
import Glibc
import Testing

@testable import MLOpsLinux

@Suite(.serialized) struct `Service manager` {
    @Test func `states are sent, and a status cannot smuggle in another`() throws {
        let scratch = try Scratch()
        let socket = try UnixSocket.bind(scratch.path("notify"), type: SOCK_DGRAM)
        defer { close(socket) }
        setenv("NOTIFY_SOCKET", scratch.path("notify"), 1)
        defer { unsetenv("NOTIFY_SOCKET") }
        let notifier = ServiceNotifier()
        notifier.ready(status: "2 pipelines")
        #expect(UnixSocket.receive(socket) == "READY=1\nSTATUS=2 pipelines")
        notifier.status("run of x\nWATCHDOG=trigger")
        #expect(UnixSocket.receive(socket) == "STATUS=run of x\\nWATCHDOG=trigger")
        notifier.watchdog()
        #expect(UnixSocket.receive(socket) == "WATCHDOG=1")
        notifier.extendTimeout(by: .milliseconds(1500))
        #expect(UnixSocket.receive(socket) == "EXTEND_TIMEOUT_USEC=1500000")
        notifier.reloading()
        #expect(UnixSocket.receive(socket).hasPrefix("RELOADING=1\nMONOTONIC_USEC="))
        notifier.stopping()
        #expect(UnixSocket.receive(socket) == "STOPPING=1")
    }

    @Test func `the watchdog interval is the manager's`() {
        #expect(ServiceNotifier().watchdogInterval == nil)
        setenv("WATCHDOG_USEC", "30000000", 1)
        setenv("WATCHDOG_PID", "\(getpid())", 1)
        defer { for name in ["WATCHDOG_USEC", "WATCHDOG_PID"] { unsetenv(name) } }
        #expect(ServiceNotifier().watchdogInterval == .seconds(30))
    }

    @Test func `without a manager no socket is passed`() throws {
        #expect(try ListenDescriptor.takeAll().isEmpty)
    }

    @Test func `H1 a field name is checked, so that a value never becomes one`() {
        for name in ["MESSAGE", "MLOPSD_RUN_ID", "A1"] { #expect(JournalField.isValid(name)) }
        for name in ["", "_PID", "lower", "A=B", "A\nB", String(repeating: "A", count: 65)] {
            #expect(!JournalField.isValid(name))
        }
    }

    @Test func `a journal that does not listen is told apart from one that does`() {
        let isListening = access("/run/systemd/journal/socket", W_OK) == 0
        #expect((JournalWriter() != nil) == isListening)
    }

    @Test func `G1 a peer is known by the kernel's word`() throws {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        defer { for end in ends { close(end) } }
        let peer = try PeerCredentials(ofSocket: ends[0])
        #expect(peer.pid == getpid() && peer.uid == geteuid() && peer.gid == getegid())
        #expect(peer.groups.count == Int(getgroups(0, nil)))
    }

    @Test func `A16 a storm of a signal is few signals, and none is lost`() async throws {
        let signals = try SignalStream([SIGUSR1, SIGUSR2], on: EventThread(name: "test-signals"))
        for _ in 0..<1000 { kill(getpid(), SIGUSR1) }
        kill(getpid(), SIGUSR2)
        var seen: [Int32] = []
        for await batch in signals.batches {
            seen += batch
            if seen.contains(SIGUSR2) { break }
        }
        #expect(seen.contains(SIGUSR1))
        #expect(seen.count <= 1001)
        #expect(kill(getpid(), SIGPIPE) == 0, "a closed socket does not end the process")
    }
}
