internal import Synchronization

/// The workers of this process, one for each model, kept warm: whoever asks next finds the model loaded.
public enum MatteWorkers {
    private static let kept = Mutex<[MattingModel: MatteWorker]>([:])
    /// A booth uses one model; somebody who compares them, a few.
    private static let most = 2

    public static func worker(for model: MattingModel) -> MatteWorker {
        kept.withLock { kept in
            if let worker = kept[model] { return worker }
            if kept.count >= most { kept = [:] }
            let worker = MatteWorker(model)
            kept[model] = worker
            return worker
        }
    }
}
