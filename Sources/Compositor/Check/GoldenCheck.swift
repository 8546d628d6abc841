import Effects
import Files
import Glibc
import Imaging
import StrictJSON

/// Compares what is rendered now with golden images: `NAME.json` (a job with its layout) beside `NAME.png`.
public struct GoldenCheck: Sendable {
    /// How far decoded pixels may be off. Text is set by libraries that differ a little between systems.
    public struct Tolerance: Sendable {
        public var greatest = 24
        public var mean = 0.4
        public var ssim = 0.995
        public init() {}
    }

    public struct Outcome: Sendable {
        public enum State: String, Sendable {
            case same, differs, recorded
            case missing = "golden missing"
            case failed
        }
        public var name: String
        public var state: State
        public var greatest: Int?
        public var mean: Double?
        public var ssim: Double?
        /// What went wrong, or where the pictures of a difference are.
        public var note = ""
    }

    public let folder: String
    /// Where actual, expected and difference of a failing case are written.
    public let results: String
    public let library: LayoutLibrary
    public var tolerance = Tolerance()
    /// Replace goldens by what is rendered now. Never the default.
    public var record = false

    public init(folder: String, results: String, library: LayoutLibrary) {
        (self.folder, self.results, self.library) = (folder, results, library)
    }

    /// The cases of the folder, by name.
    public func cases() throws(CompositorError) -> [String] {
        let names = try compositing { try entries(ofFolder: folder) }
        return names.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }

    public func check(_ name: String) -> Outcome {
        do throws(CompositorError) { return try compared(name) } catch {
            return Outcome(name: name, state: .failed, note: "\(error)")
        }
    }

    private func compared(_ name: String) throws(CompositorError) -> Outcome {
        let actual = try rendered(name)
        let golden = "\(folder)/\(name).png"
        return try compositing {
            let bytes = try actual.encoded(as: .png, metadata: Metadata())
            if record {
                try writeDurably(bytes, to: golden)
                return Outcome(name: name, state: .recorded, note: "\(bytes.count / 1_000) kB")
            }
            guard access(golden, F_OK) == 0 else {
                return Outcome(name: name, state: .missing, note: "\(golden); record it with --record")
            }
            let expected = try PictureFile(path: golden).whole()
            let difference = try PictureDifference(actual, expected)
            let good =
                difference.sameSize && difference.greatest <= tolerance.greatest && difference.mean <= tolerance.mean
                && difference.ssim >= tolerance.ssim
            var outcome = Outcome(
                name: name, state: good ? .same : .differs, greatest: difference.greatest, mean: difference.mean,
                ssim: difference.ssim)
            guard !good else { return outcome }
            try makeFolder(results)
            try writeDurably(bytes, to: "\(results)/\(name).actual.png")
            try writeDurably(try readAll(golden, limit: 100_000_000), to: "\(results)/\(name).expected.png")
            outcome.note = "see \(results)/\(name).{actual,expected,difference}.png"
            if difference.sameSize {
                let picture = try difference.image().encoded(as: .png, metadata: Metadata())
                try writeDurably(picture, to: "\(results)/\(name).difference.png")
            } else {
                outcome.note =
                    "\(actual.width)x\(actual.height) instead of \(expected.width)x\(expected.height); " + outcome.note
            }
            return outcome
        }
    }

    /// A case is a job line with the key `layout`; paths are relative to the folder of the case.
    private func rendered(_ name: String) throws(CompositorError) -> Image {
        let file = "\(folder)/\(name).json"
        let bytes = try compositing { try readAll(file, limit: 1_000_000) }
        var (job, layoutName) = try RenderJob.golden(bytes, place: file)
        job.captures = job.captures.map { folder + "/" + $0 }
        let drawing = try job.drawing.map { (name) throws(CompositorError) in try Drawing(file: folder + "/" + name) }
        job.effects = job.effects.map { $0.locating { folder + "/" + $0 } }
        let template = try Template(library.layout(folder + "/" + layoutName))
        var pictures: [Int: PictureFile] = [:]
        for (index, path) in job.captures.enumerated() {
            pictures[index + 1] = try compositing { try PictureFile(path: path) }
        }
        var values = job.values
        values.moment = values.moment ?? pictures[1]?.takenAt
        let composition = try Composition(
            template: template, captures: job.captures.count, values: values, drawing: drawing,
            effects: job.effects)
        try composition.place(pictures, workers: 1)
        return try composition.canvas()
    }
}
