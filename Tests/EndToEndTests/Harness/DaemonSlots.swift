/// So many daemons run at once and no more: a machine that is too busy makes deadlines of the daemon's real ones.
actor DaemonSlots {
    static let shared = DaemonSlots(free: 6)

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(free: Int) { self.free = free }

    func take() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func giveBack() {
        guard waiting.isEmpty else { return waiting.removeFirst().resume() }
        free += 1
    }
}
