import Glibc

/// What kind of thing a directory entry is.
package enum FileKind: String, Hashable, Sendable {
    case regular, directory, symbolicLink, fifo, socket, blockDevice, characterDevice, unknown

    init(mode: mode_t) {
        self =
            switch mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .directory
            case S_IFLNK: .symbolicLink
            case S_IFIFO: .fifo
            case S_IFSOCK: .socket
            case S_IFBLK: .blockDevice
            case S_IFCHR: .characterDevice
            default: .unknown
            }
    }
}

extension FileKind: CustomStringConvertible {
    package var description: String {
        switch self {
        case .regular: "a regular file"
        case .directory: "a directory"
        case .symbolicLink: "a symbolic link"
        case .fifo: "a FIFO"
        case .socket: "a socket"
        case .blockDevice: "a block device"
        case .characterDevice: "a character device"
        case .unknown: "of an unknown kind"
        }
    }
}
