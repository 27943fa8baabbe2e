/// What a watcher's thread is asked to do.
enum WatchCommand: Sendable {
    case arm(WatchRoot)
    case disarm(WatchRoot)
    case verify
}
