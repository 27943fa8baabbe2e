import FoundationEssentials
import MLOpsData

/// Files that are one dataset: those named, and those with the ending of a format in directories that are named.
struct DataPaths: Sendable {
    let paths: [String]

    init(_ arguments: [String]) throws(CommandFailure) {
        var paths: [String] = []
        for argument in arguments {
            guard Self.isDirectory(argument) else {
                paths.append(argument)
                continue
            }
            let found = try Self.files(in: argument)
            guard !found.isEmpty else {
                throw CommandFailure(
                    .notFound,
                    "cannot find data in \"\(argument)\": no file there ends in .csv, .tsv, .jsonl, .ndjson or "
                        + ".parquet, plain or .gz or .zst", hints: ["name the files themselves"])
            }
            paths += found
        }
        self.paths = paths
    }

    /// Opens the files; their descriptors are kept.
    func open(_ progress: ProgressBar) throws(CommandFailure) -> [DataFile] {
        var files: [DataFile] = []
        for path in paths {
            do throws(DataError) {
                files.append(try DataFile(path: path).watched { progress.add($0) })
            } catch {
                let kind: CommandFailure.Kind = error.cause == .unreadable(2) ? .notFound : .configuration
                throw CommandFailure(kind, "cannot open \"\(path)\": \(error)")
            }
        }
        return files
    }

    private static func isDirectory(_ path: String) -> Bool {
        var isDirectory = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory
    }

    // In the order of names, which for most datasets is that of time.
    private static func files(in directory: String) throws(CommandFailure) -> [String] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw CommandFailure(.notFound, "cannot list \"\(directory)\": \(error)")
        }
        return names.filter { !$0.hasPrefix(".") && DataFormat(fileName: $0.utf8) != nil }.sorted()
            .map { directory.hasSuffix("/") ? directory + $0 : "\(directory)/\($0)" }
    }
}

extension CommandFailure {
    init(_ fault: TableFault) { self.init(.configuration, "\(fault)") }
}
