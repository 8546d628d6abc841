public import Faults

/// Why people cannot be told from what is behind them.
public enum MattingError: Fault, Equatable {
    case noModel(name: String, searched: [String])
    case noRuntime(searched: [String])
    /// Of another shape, damaged, or no model at all; `reason` is what the runtime says.
    case unusable(path: String, reason: String)
    /// The worker took too long, and was ended.
    case late(seconds: Int)
    /// The worker ended by itself, or could not do it; `reason` says how.
    case failed(reason: String)
    case notStarted(program: String, reason: String)
    /// Of a live view: it is being loaded, or looks at another picture.
    case busy
}

extension MattingError {
    public var report: FaultReport {
        switch self {
        case .noModel(let path, let searched) where searched == [path]:
            FaultReport(
                "\(path): there is no such model", remedy: "check the name; scripts/models installs models",
                status: .configuration)
        case .noModel(let name, let searched):
            FaultReport(
                "the model \(name) is not in \(searched.joined(separator: ", "))",
                remedy: "scripts/models installs it, or name another with model=FILE.onnx", status: .configuration)
        case .noRuntime(let searched):
            FaultReport(
                "onnxruntime, which runs models, is not in \(searched.joined(separator: ", "))",
                remedy: "scripts/models installs it", status: .configuration)
        case .unusable(let path, let reason):
            .badData(
                "\(path): no model that can be used (\(reason))",
                "scripts/models installs those that can; another has to take 1 x 3 x height x width floats")
        case .late(let seconds):
            FaultReport(
                "people were not found within \(seconds) s",
                remedy: "close other programs, or take a smaller model: model=u2netp", status: .tryAgain)
        case .failed(let reason):
            FaultReport("people could not be found (\(reason))", remedy: "try again", status: .tryAgain)
        case .notStarted(let program, let reason):
            FaultReport(
                "\(program): cannot be started (\(reason))", remedy: "install Boothkit again", status: .configuration)
        case .busy: FaultReport("the model is busy", remedy: "try again", status: .tryAgain)
        }
    }

    /// Whether something has to be installed first.
    public var isMissing: Bool {
        switch self {
        case .noModel, .noRuntime: true
        default: false
        }
    }
}
