/// A far side that keeps files: what a destination for media can do. Verdicts are those of a single attempt.
struct FileStore: Sendable {
    /// Puts a file into a folder there ("": none), so that nobody ever sees half of it. One that is there already under a name that
    /// stands for its content is not sent again.
    var put: @Sendable (_ file: SentFile, _ folder: String, _ item: Item) async -> Verdict
    /// Takes away such a folder with all that is in it; one that is not there is fine.
    var remove: @Sendable (_ folder: String, _ item: Item) async -> Verdict
    /// What is there under the name of a file.
    var read: @Sendable (_ file: SentFile, _ folder: String, _ item: Item) async -> (verdict: Verdict, bytes: [UInt8])

    /// The files of a media item, or of a page in its folder; the end of a page's folder.
    func send(_ item: Item) async -> Verdict {
        switch item.kind {
        case .removal: return await remove(item.folder, item)
        case .media, .page:
            if item.kind == .page, !SentFile.isFarName(item.folder) {
                return .refused("\"\(item.folder)\" cannot be the name of a folder")
            }
            for file in item.files {
                let verdict = await put(file, item.kind == .page ? item.folder : "", item)
                guard verdict.isDelivered else { return verdict }
            }
            return .delivered(reference: nil)
        case .survey, .email, .sms, .alert:
            return .refused("this destination takes files only, and no \(item.kind.rawValue)")
        }
    }

    /// Puts a small file, reads it back and takes it away again.
    func probe(_ item: Item) async -> [ProbeStep] {
        let text = Array("Boothkit was here to try this destination. This file may be deleted.\n".utf8)
        var file = SentFile(.bytes(text), name: "probe.txt", mediaType: "text/plain")
        file.replaces = true
        let folder = "boothkit-probe-\(item.key)"
        var steps = [ProbeStep("put a file", await put(file, folder, item))]
        if steps[0].verdict.isDelivered {
            let (verdict, bytes) = await read(file, folder, item)
            let isSame = verdict.isDelivered && bytes != text
            steps.append(ProbeStep("read it back", isSame ? .refused("it is not what was sent") : verdict))
        }
        // Also of what was put half.
        steps.append(ProbeStep("delete it", await remove(folder, item)))
        return steps
    }
}

/// A part of what `DeliveryService.probe` has tried.
public struct ProbeStep: Sendable, Equatable {
    /// "put a file"
    public var what: String
    public var verdict: Verdict

    init(_ what: String, _ verdict: Verdict) { (self.what, self.verdict) = (what, verdict) }
}
