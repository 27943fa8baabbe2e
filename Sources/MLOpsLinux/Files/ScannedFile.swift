/// One entry met by a scan.
package struct ScannedFile: Hashable, Sendable {
    package let path: RelativePath
    package let status: FileStatus

    package init(path: RelativePath, status: FileStatus) {
        self.path = path
        self.status = status
    }
}
