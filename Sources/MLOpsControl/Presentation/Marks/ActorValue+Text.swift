extension ActorValue {
    /// `anna (uid 1000)`; the daemon is only named.
    var text: String { uid.map { "\(name) (uid \($0))" } ?? name }
}
