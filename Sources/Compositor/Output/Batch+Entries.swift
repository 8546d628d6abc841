public import Effects
import Files

extension Batch.Entry {
    /// Each folder's captures in the order of their names, into files called like the folder. Throws when `into` is one of
    /// the folders, because what is written there would be taken for captures the next time.
    public static func sets(
        _ folders: [String], into: String, template: Template, values: Values = Values(), effects: [EffectCall] = []
    ) throws(CompositorError) -> [Batch.Entry] {
        guard !folders.contains(where: { isSameFile($0, into) }) else {
            throw .badOutput(path: into, reason: "a folder of captures itself", remedy: "write into another one")
        }
        return refusingCollisions(
            folders.map { folder in
                entry(folder) { () throws(CompositorError) in
                    let set = try CaptureSet(folder: folder)
                    let output = "\(into)/\(try CaptureSet.name(of: folder))"
                    return RenderJob(
                        captures: set.captures, output: output + ".jpg",
                        animation: template.layout.animation == nil ? nil : output + ".gif", values: values,
                        effects: effects, warnings: [set.warning(of: folder)].compactMap { $0 })
                }
            })
    }

    /// A job for each line of `text` that is not empty. `values` and `effects` hold for all of them, a line's own come
    /// after. `document` is the text's name, for messages.
    public static func lines(
        of text: [UInt8], document: String, values: Values = Values(), effects: [EffectCall] = []
    ) -> [Batch.Entry] {
        // What some editors put before UTF-8.
        let text = text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text[...]
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return refusingCollisions(
            lines.enumerated().compactMap { index, line in
                guard line.contains(where: { !" \t\r".utf8.contains($0) }) else { return nil }
                let place = "\(document), line \(index + 1)"
                return entry(place) { () throws(CompositorError) in
                    var job = try RenderJob(line: Array(line), place: place)
                    job.values = values.merging(job.values)
                    job.effects = effects + job.effects
                    guard job.output != nil || job.animation != nil else {
                        throw .badJob(
                            place: place, reason: "neither \"output\" nor \"animation\"", remedy: "name what to write")
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

    /// A job whose output is a capture of any job fails, for captures are kept; so does the second of two jobs for one file,
    /// for otherwise the slower of them would win.
    private static func refusingCollisions(_ entries: [Batch.Entry]) -> [Batch.Entry] {
        var captures: [FileIdentity: String] = [:]
        for entry in entries {
            guard case .success(let job) = entry.job else { continue }
            for path in job.captures {
                if let file = FileIdentity(path), captures[file] == nil { captures[file] = entry.label }
            }
        }
        var writers: [FilePlace: String] = [:]
        return entries.map { entry in
            guard case .success(let job) = entry.job else { return entry }
            let paths = [job.output, job.animation].compactMap { $0 }
            for path in paths {
                let (reason, remedy): (String, String)
                if let owner = FileIdentity(path).flatMap({ captures[$0] }) {
                    reason = "a capture of \(owner), and captures are kept as they are"
                    remedy = "write to another file"
                } else if let other = writers[FilePlace(path)] {
                    (reason, remedy) = ("\(other) is written there already", "rename one of them")
                } else {
                    continue
                }
                var entry = entry
                entry.job = .failure(.badOutput(path: path, reason: reason, remedy: remedy))
                return entry
            }
            for path in paths { writers[FilePlace(path)] = entry.label }
            return entry
        }
    }
}
