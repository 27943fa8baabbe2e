import Glibc

/// Who could have written what the daemon is about to obey.
enum Trust {
    /// Refuses what others than root and the daemon's own user own or may write to.
    static func check(_ status: FileStatus, noun: String) throws(FileFault) {
        guard status.owner == 0 || status.owner == geteuid() else {
            throw .untrusted(
                "\(noun) belongs to user \(status.owner), neither to root nor to the user of mlopsd",
                hint: "chown root it")
        }
        guard !status.isWritableByOthers else {
            throw .untrusted("\(noun) is writable by its group or by everybody", hint: "chmod go-w it")
        }
    }

    /// Refuses a link that leads out of the configuration, where other rules may hold.
    static func check(_ target: String, inside tree: String) throws(FileFault) {
        guard FilePath.isInside(target, tree) else {
            throw .untrusted(
                "the link leads to \"\(target)\", out of \"\(tree)\"",
                hint: "copy the file, or link inside the directory")
        }
    }
}
