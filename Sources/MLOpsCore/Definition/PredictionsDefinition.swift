/// Where the predictions of the deployed models are logged, and where it is said what came true.
package struct PredictionsDefinition: Hashable, Sendable {
    package enum ModelTask: String, Sendable, CaseIterable {
        case binary, multiclass, regression
    }

    /// The column with the probability of a class.
    package struct ClassScore: Hashable, Sendable {
        package var name: String
        package var column: String

        package init(name: String, column: String) {
            self.name = name
            self.column = column
        }
    }

    /// The directory of the logs; absolute.
    package var log: String
    /// The directory of the labels; nil: the log carries them.
    package var labels: String?
    /// nil: by the file name's ending.
    package var format: DatasetDefinition.Format?
    /// The column, of both kinds of files, that says what belongs together.
    package var id: String
    /// The column with the time of the prediction.
    package var time: String
    /// The column with the version that predicted; nil: the champion at that time.
    package var modelVersion: String?
    /// The column with what was predicted; nil: it follows from the score.
    package var prediction: String?
    /// The column with the probability of 1.
    package var score: String?
    /// In the order of the names.
    package var scores: [ClassScore]
    /// The column with what came true.
    package var label: String
    /// The column, beside the label, with the time at which it was known; nil: when it was read.
    package var labelTime: String?
    package var task: ModelTask
    /// Columns by whose values windows are also told apart.
    package var segments: [String]
    /// The length of a window; a multiple of a minute, counted from 1970 in UTC.
    package var window: Duration
    /// A window is judged this long after its end, whatever labels are missing; nil: only by its coverage.
    package var labelHorizon: Duration?
    /// A window is judged sooner when this share of its predictions is labelled.
    package var minLabelCoverage: Double
    /// How many labels of each class a window needs.
    package var minPerClass: Int64
    /// How long labels are waited for; later ones revise nothing.
    package var lateness: Duration

    package init(
        log: String, labels: String? = nil, format: DatasetDefinition.Format? = nil, id: String, time: String,
        modelVersion: String? = nil, prediction: String? = nil, score: String? = nil, scores: [ClassScore] = [],
        label: String, labelTime: String? = nil, task: ModelTask, segments: [String] = [],
        window: Duration = .seconds(86_400), labelHorizon: Duration? = nil, minLabelCoverage: Double = 0.9,
        minPerClass: Int64 = 30, lateness: Duration = .seconds(60 * 86_400)
    ) {
        self.log = log
        self.labels = labels
        self.format = format
        self.id = id
        self.time = time
        self.modelVersion = modelVersion
        self.prediction = prediction
        self.score = score
        self.scores = scores
        self.label = label
        self.labelTime = labelTime
        self.task = task
        self.segments = segments
        self.window = window
        self.labelHorizon = labelHorizon
        self.minLabelCoverage = minLabelCoverage
        self.minPerClass = minPerClass
        self.lateness = lateness
    }
}
