import MLOpsControl
import MLOpsCore
import MLOpsStore

extension RequestDetail {
    init(_ recorded: RecordedRequest) {
        self.init(request: RequestSummary(recorded.request), pipeline: recorded.request.pipeline.text, state: .pending)
        switch recorded.end {
        case nil: break
        case .started(let id):
            state = .started
            run = id.description
        case .expired(let reason):
            state = .expired
            detail = reason
        case .withdrawn(let reason):
            state = .withdrawn
            detail = reason
        }
    }
}
