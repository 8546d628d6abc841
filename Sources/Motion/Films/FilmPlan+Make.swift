import Compositor
import Effects
import Files
import Imaging

extension FilmPlan {
    /// Makes and writes the film and its poster, unless what is there carries the same content hash.
    func make() throws(MotionError) -> RenderResult {
        var result = RenderResult(warnings: job.warnings + warnings)
        result.film = RenderResult.Film(
            width: plan.width & ~1, height: plan.height & ~1, milliseconds: timeline.length / 90)
        let paths = [path, job.poster].compactMap { $0 }
        if try isUpToDate(paths) {
            result.outputs = paths.map { Rendered(path: $0, state: .upToDate, size: 0) }
            return result
        }
        guard !studio.options.dryRun else {
            result.outputs = paths.map { Rendered(path: $0, state: .due, size: 0) }
            return result
        }
        studio.begins(timeline.picks.count)
        let layers = try MovingLayers(studio.template, plan, for: path, tools: studio.tools)
        let posterFrame = min(Int(plan.film.poster * Double(timeline.rate)), timeline.count - 1) % timeline.picks.count
        let watch = FilmWatch(
            posterFrame: job.poster == nil ? nil : posterFrame, shows: studio.shows, advance: studio.advances)
        let film = FilmJob(
            path: path, plan: plan, composition: composition, source: source, timeline: timeline, layers: layers,
            tools: studio.tools, workers: studio.options.workers, acceptDamaged: studio.options.acceptDamaged,
            emptyScreen: job.emptyScreen.map(EmptyScreen.init), watch: watch)
        let stamp: String
        if let format = FilmFormat(path: path) {
            let encoded = try film.encoded(format)
            stamp = try self.stamp()
            try write(encoded, of: film, format, stamp)
            result.warnings += encoded.warnings
        } else {
            stamp = try self.stamp()
            result.warnings += try film.writeAnimation(stamp: stamp)
        }
        if let poster = job.poster, let image = watch.poster {
            try filming {
                let bytes = try image.encoded(
                    as: StillFormat(path: poster) ?? .jpeg, quality: 90, chroma: .half,
                    metadata: Metadata(comment: stamp))
                try writeDurably(bytes, to: poster)
            }
        }
        if case .captures(let pictures, _) = source {
            result.warnings += pictures.sorted { $0.key < $1.key }.flatMap(\.value.warnings)
        }
        result.warnings += composition.notes.all
        for path in paths {
            let size = try filming { () throws in try FileReading(path).size() }
            result.outputs.append(Rendered(path: path, state: .written, size: size))
        }
        return result
    }

    /// Whether all of them carry the content hash. It takes reading the captures, and perhaps a start of the encoder, so that it is
    /// looked for only where there is something to compare it with.
    private func isUpToDate(_ paths: [String]) throws(MotionError) -> Bool {
        guard !studio.options.force else { return false }
        let found = paths.map(stampOf)
        guard !found.contains(nil) else { return false }
        let stamp = try stamp()
        return found.allSatisfy { $0 == stamp }
    }

    private func stampOf(_ path: String) -> String? {
        FilmFormat(path: path) == nil ? try? Stamp.comment(ofFile: path) : FilmStamp.ofFile(path)
    }

    private func write(
        _ encoded: EncodedFilm, of film: FilmJob, _ format: FilmFormat, _ stamp: String
    ) throws(MotionError) {
        let sound = try sound()
        switch format {
        case .mp4:
            let streams = try filming { try encoded.streams.map(AnnexB.init) }
            var tracks = [
                try MP4.Track(
                    pictures: streams, passes: timeline.passes, rate: timeline.rate, width: film.width,
                    height: film.height, for: path)
            ]
            if let sound {
                let scratch = try sound.encoded(timeline.length, for: path, tools: studio.tools)
                tracks.append(try filming { try MP4.Track(sound: scratch) })
            }
            try filming {
                try MP4(width: film.width, height: film.height, tracks: tracks, comment: stamp).write(to: path)
            }
        case .webm:
            let ogg = try sound.map { (sound) throws(MotionError) in
                try sound.opus(timeline.length, for: path, tools: studio.tools)
            }
            try WebM(
                streams: encoded.streams, passes: timeline.passes, rate: timeline.rate, sound: ogg, comment: stamp
            ).write(to: path, tools: studio.tools)
        }
    }

    /// The layout's music; else what the clip itself sounds like, where it is shown as it was recorded.
    private func sound() throws(MotionError) -> Sound? {
        if let music = plan.film.music {
            let file = try filming { try studio.template.path(ofFile: music.file) }
            return try Sound(music: file, start: music.start, fadeOut: music.fadeOut)
        }
        guard case .clip(let clip) = source, clip.hasSound, plan.film.ramp.isEmpty, plan.order == .forward
        else { return nil }
        return Sound(
            of: clip, from: clip.start + ((job.trim ?? plan.film.trim)?.lowerBound ?? 0),
            pass: timeline.passes > 1 ? timeline.length / timeline.passes : nil)
    }
}
