/// Which directory each watch stands for.
///
/// One watch may stand for several, when roots overlap: the kernel gives one watch per inode and instance.
struct WatchTable {
    struct Place: Hashable {
        let root: WatchRoot
        let directory: RelativePath
    }

    private var places: [Int32: [Place]] = [:]
    private var watches: [WatchRoot: [RelativePath: Int32]] = [:]

    var count: Int { places.count }

    func places(of watch: Int32) -> [Place] {
        places[watch] ?? []
    }

    func contains(_ watch: Int32, _ place: Place) -> Bool {
        watches[place.root]?[place.directory] == watch
    }

    /// Returns a watch that no place uses any more because the directory is another one now.
    mutating func insert(_ watch: Int32, _ place: Place) -> Int32? {
        let previous = watches[place.root, default: [:]].updateValue(watch, forKey: place.directory)
        if previous == watch { return nil }
        places[watch, default: []].append(place)
        return previous.flatMap { release($0, place) }
    }

    /// Forgets a directory of a root and everything below; returns the watches that nothing uses any more.
    mutating func remove(_ root: WatchRoot, below directory: RelativePath) -> [Int32] {
        guard let ofRoot = watches[root] else { return [] }
        var unused: [Int32] = []
        for (path, watch) in ofRoot where path.isWithin(directory) {
            watches[root]?[path] = nil
            if let watch = release(watch, Place(root: root, directory: path)) { unused.append(watch) }
        }
        if watches[root]?.isEmpty == true { watches[root] = nil }
        return unused
    }

    /// Forgets a watch that the kernel dropped.
    mutating func remove(_ watch: Int32) {
        for place in places.removeValue(forKey: watch) ?? [] {
            watches[place.root]?[place.directory] = nil
        }
    }

    private mutating func release(_ watch: Int32, _ place: Place) -> Int32? {
        places[watch]?.removeAll { $0 == place }
        guard places[watch]?.isEmpty == true else { return nil }
        places[watch] = nil
        return watch
    }
}
