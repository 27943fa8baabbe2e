import MLOpsCore

/// What a pass has decided so far and not committed, in order.
struct Uncommitted<Store: MetadataStore & Sendable> {
    private(set) var mutations: [Mutation] = []
    /// The commit that is being written already, and how many of the mutations it has.
    private var begun: (commit: BegunCommit, count: Int)?

    static func += (all: inout Self, more: some Sequence<Mutation>) { all.mutations += more }

    /// Has what is decided by now written while the rest is decided.
    mutating func begin(in store: Committer<Store>) {
        guard begun == nil, !mutations.isEmpty, let commit = store.begin(mutations) else { return }
        begun = (commit, mutations.count)
    }

    /// Commits all of it, or throws.
    mutating func commit(to store: Committer<Store>, beside work: (() -> Void)?) throws(StoreError) {
        guard let (commit, count) = begun else { return try store.commit(mutations, beside: work) }
        begun = nil
        try store.complete(commit, with: Array(mutations[count...]), beside: work)
    }
}
