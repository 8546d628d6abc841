public import Effects
import Files

extension Batch.Entry {
    /// Each folder's captures in the order of their names, into files called like the folder.
    public static func sets(
        _ folders: [String], into: String, template: Template, values: Values = Values(), effects: [EffectCall] = []
    ) -> [Batch.Entry] {
        refusingDoubles(
            folders.map { folder in
                entry(folder) { () throws(CompositorError) in
                    guard !isSameFile(folder, into) else {
                        throw .badOutput(
                            path: into, reason: "the folder of the captures themselves; write into another one")
                    }
                    let captures = try CaptureSet.captures(in: folder)
                    let output = "\(into)/\(try CaptureSet.name(of: folder))"
                    return RenderJob(
                        captures: captures, output: output + ".jpg",
                        animation: template.layout.animation == nil ? nil : output + ".gif", values: values,
                        effects: effects)
                }
            })
    }

    /// A job for each line of `text` that is not empty. `values` and `effects` hold for all of them, a line's own come
    /// after. `document` is the text's name, for messages.
    public static func lines(
        of text: [UInt8], document: String, values: Values = Values(), effects: [EffectCall] = []
    ) -> [Batch.Entry] {
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return refusingDoubles(
            lines.enumerated().compactMap { index, line in
                guard line.contains(where: { !" \t\r".utf8.contains($0) }) else { return nil }
                let place = "\(document), line \(index + 1)"
                return entry(place) { () throws(CompositorError) in
                    var job = try RenderJob(line: Array(line), place: place)
                    job.values = values.merging(job.values)
                    job.effects = effects + job.effects
                    guard job.output != nil || job.animation != nil else {
                        throw .badJob(place: place, reason: "neither \"output\" nor \"animation\"; name what to write")
                    }
                    return job
                }
            })
    }

    private static func entry(
        _ label: String, _ job: () throws(CompositorError) -> RenderJob
    ) -> Batch.Entry {
        Batch.Entry(label: label, job: Result { () throws(CompositorError) in try job() })
    }

    /// The second of two jobs for one file fails, for otherwise the slower of them would win.
    private static func refusingDoubles(_ entries: [Batch.Entry]) -> [Batch.Entry] {
        var writers: [String: String] = [:]
        return entries.map { entry in
            guard case .success(let job) = entry.job else { return entry }
            for path in [job.output, job.animation].compactMap({ $0 }) {
                let plain = path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
                if let other = writers.updateValue(entry.label, forKey: plain), other != entry.label {
                    var entry = entry
                    entry.job = .failure(
                        .badOutput(path: path, reason: "\(other) is written there already; rename one of them"))
                    return entry
                }
            }
            return entry
        }
    }
}
