/// The body of `POST /v1/pipelines/{name}/resume`.
package struct ResumeBody: Codable, Sendable, Hashable {
    /// True: the newest slot missed during the pause is made up for; default false.
    package var catchUp: Bool?

    package init(catchUp: Bool? = nil) {
        self.catchUp = catchUp
    }
}
