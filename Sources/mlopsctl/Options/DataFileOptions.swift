import ArgumentParser
import MLOpsData

/// How the data files of a verb are read.
struct DataFileOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How rows are written; default: by the name and the content.", valueName: "format"))
    var format: DataFormat?
}

extension DataFormat: ExpressibleByArgument {}

extension DataFileOptions {
    var readOptions: ReadOptions { ReadOptions(format: format) }

    func open(_ paths: [String]) throws(CommandFailure) -> [DataFile] {
        var files: [DataFile] = []
        for path in paths {
            do throws(DataError) {
                files.append(try DataFile(path: path))
            } catch {
                throw CommandFailure(error, file: path)
            }
        }
        return files
    }
}
