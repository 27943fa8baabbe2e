/// What `mlopsctl deploy --wait` and the like say at the end.
package enum DeploymentPage {
    package static func text(_ deployment: DeploymentSummary, _ style: TextStyle) -> String {
        style.fitted(RunPage.deployment(deployment, style)) + "\n"
    }
}
