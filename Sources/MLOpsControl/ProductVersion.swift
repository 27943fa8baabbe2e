/// The version of mlopsd and mlopsctl, which are released together.
package enum ProductVersion {
    package static let current = "0.1.0"
}
