import MLOpsCore

/// The journal's MESSAGE_ID of each kind of notice: made once with `systemd-id128 new`, never changed, never reused.
enum MessageID {
    static func of(_ kind: Notice.Kind) -> String {
        switch kind {
        case .runStarted: "960f55f2f8b04c359fb0a23e8e33cd8c"
        case .runSucceeded: "67dce60d3f784b58841fce74710d2bb0"
        case .runRefused: "e44768be2bf34e568dfa67a5a02c98ac"
        case .runFailed: "2f6b0f198aa54e2ab4ce7e698c1c025e"
        case .runCancelled: "6e03118dcdd7440db197c65ae5beab23"
        case .attemptFailed: "3f6f6a4d3c424ac98f530e5507a0f666"
        case .attemptRetrying: "5f0387806bba4773b0a8f81f6f6cc9a8"
        case .requestHeld: "f5265b2bc4e6422cbcea8184986ac7c9"
        case .requestExpired: "ca407bd10f1d4848a80bf3475bbddeab"
        case .evidenceSuppressed: "90a5e93d9cee476cabda41ec1709496d"
        case .slotsMissed: "65a9957e64804c559474b1ef49b2d162"
        case .breakerOpened: "b0d2cf0f15104cd6a0a711a1311e1bd1"
        case .breakerClosed: "dd03e0c187a241cf939757311e1641b0"
        case .pipelinePaused: "bc1fa01adc284d9d8e7f5359533f947d"
        case .pipelineResumed: "f6cad0f1338e4e698728e16342e691b2"
        case .pipelineDisabled: "48445103770b4006aabbf979c0b76e58"
        case .pipelineConfigured: "ab3bb45ebd024562807139ed80cab05c"
        case .datasetUnavailable: "ae3e844a4acf4608a48f6d257f70aef2"
        case .datasetAvailable: "fc97f022ad064042bce6d62b4f265e6b"
        case .filesQuarantined: "afa2e87f61814cae92ad1e33533ab516"
        case .modelRegistered: "76ff628b6ca848119f0e893f54db1934"
        case .modelDeployed: "486446489cdf46589ae35152363a5578"
        case .modelRolledBack: "01be32fe74b04a4e99827771b47522ed"
        case .deploymentFailed: "0ca825f5735e4fb6906d51441af64783"
        case .approvalNeeded: "b55fa6ca8c55496d81a197bfd1dd6e74"
        case .probationPassed: "a62e7645359a49be97cf15d05574fa07"
        case .probationFailed: "61acb6a63eab4ad5ab82682c9dbcf8fc"
        case .probationInconclusive: "7c30c2e704f74f25bc4bdbcb12adadee"
        case .shadowBegun: "82fc479e247c4ecdbcfa56d3565a43ba"
        case .shadowEnded: "24683f35e8bb4ad088c81f997f1fd234"
        case .numberSkipped: "ba619c1475534f3c937248db6b2cbdef"
        case .clockWentBack: "cc29290994924acba15145add6bd5478"
        case .driftSuspected: "4dc3963ca7a1487b972be3dfc9787c14"
        case .driftCalmed: "f024a0f989e64005ba5630d69f2661a4"
        case .referenceMissing: "10d3d90a22624069b67676e4b79fc1ed"
        case .serviceSwitched: "db79a73889384fc7bf26dfc69a6cc3a1"
        case .serverEnded: "95388b0a4ad549d0bb8625fb5bda5c44"
        case .serviceBroken: "1b03279f4d8b4910a2fa893243d00d9a"
        case .targetChanged: "04c127a6f6e4424c87e3b66cab5b9bee"
        case .modelDamaged: "94ceab38bc8c4a94b89b104a0a9a9166"
        case .performanceBreached: "666aa86643a341b892e10f23fb38bcfa"
        case .performanceMet: "26a47bb15b4e43b4b00e6802c28c560b"
        case .predictionsMissing: "fedadd86a7214f3a8819658de2d11ec4"
        case .modelSuspected: "a44020e86ad4449dab3cd5a8634e8274"
        case .modelCleared: "4c97bcfe189c4811b771583d68583456"
        }
    }

    static let daemonStarted = "33cef9d9e8ca474182f128ef8e1c9a11"
    static let daemonStopping = "1446129a7b7048868efd260fee7574c1"
    static let configurationReloaded = "a205d2b68a0d42ec80d7c88c0dfa4d6c"
    static let configurationRefused = "2c95f62dded94ac18061b3919e823a88"
    static let recordFailing = "76e92b4c633e485989fd9bb3f9624e4e"
    static let recordWorking = "1378c4e5cc22434982c163794717a25c"
    static let fileNotProfiled = "4131dc4cc61e4d2dbb8f5c2007b323be"
    static let fileRemarked = "f3c67d8a388e4bc38aab272d5f68da18"
    static let rowsRejected = "0e6bc9fb2bf0477199855eeb210b8465"
    static let recordConflict = "029e4e45e0904395a4a21060e75b8c59"
    static let recordLogLarge = "c4077d7323e646f6ba59392530c74d93"
    static let recordLogMerged = "ed779d707d8647a2a70c58fabd12caaa"
    static let commandTaken = "3648d06323a14935b0645cc54bf9e1ba"
    static let commandRefused = "69dfd913641842979087a6f45222b567"
    static let stepsWait = "c5ead240b3da49af8d1478d859a27081"
    static let stepsStart = "f1cc9747cce1438fb743d8745c5309f2"

    static let all =
        Notice.Kind.allCases.map(of)
        + [
            daemonStarted, daemonStopping, configurationReloaded, configurationRefused, recordFailing, recordWorking,
            recordConflict, recordLogLarge, recordLogMerged, fileNotProfiled, fileRemarked,
            rowsRejected, commandTaken, commandRefused, stepsWait, stepsStart,
        ]
}
