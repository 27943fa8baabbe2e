import MLOpsControl

/// The version of the whole program.
package enum Version {
    package static let text = ProductVersion.current
}
