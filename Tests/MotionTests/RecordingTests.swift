import Compositor
import Files
import Foundation
import Imaging
import Rigs
import Testing

@testable import Motion

/// A recorded live view: one file with the camera's own pictures and their times.
@Suite(.onOwnThreads) struct RecordingTests {
    private let studio: FilmStudio
    init() throws { studio = try FilmStudio() }

    /// Times as a camera gives them, 40 ms apart and one late.
    private let times = [0, 3_600, 7_200, 16_200, 19_800]

    private func recorded(_ name: String = "live.mov") throws -> (path: String, jpegs: [[UInt8]]) {
        let path = studio.path(name)
        let writer = try RecordingWriter(path)
        let jpegs = try times.indices.map {
            try FilmStudio.numbered($0).encoded(as: .jpeg, quality: 90, metadata: Metadata())
        }
        for (jpeg, time) in zip(jpegs, times) { #expect(try writer.append(jpeg, at: time)) }
        try writer.finish(length: 23_400)
        return (path, jpegs)
    }

    @Test func `Pictures and times are read back as they were written`() throws {
        let (path, jpegs) = try recorded()
        #expect(RecordingFile.isOne(path))
        let recording = try RecordingFile(path: path).recording
        #expect(recording.times == times && recording.length == 23_400)
        #expect((recording.width, recording.height) == (FilmStudio.width, FilmStudio.height))
        let bytes = try readAll(path, limit: 1 << 24)
        // To the byte: no generation is lost.
        for jpeg in jpegs { #expect(bytes.firstRange(of: jpeg) != nil) }
        for number in times.indices {
            let file = try recording.picture(number)
            let image = try file.sampled(
                Region(x: 0, y: 0, width: Double(file.width), height: Double(file.height)), width: file.width,
                height: file.height)
            let frame = try VideoFrame(width: image.width, height: image.height)
            try frame.draw(image, x: 0, y: 0)
            #expect(FilmStudio.number(on: frame, in: frame.bounds) == number)
        }
    }

    /// An operator opens it in any player.
    @Test func `Others read the same times and every picture`() throws {
        _ = try recorded()
        #expect(try studio.probe("live.mov", "stream=codec_name") == ["mjpeg"])
        #expect(try studio.probe("live.mov", "packet=pts") == times.map(String.init))
        #expect(try studio.numbers("live.mov") == Array(times.indices))
        #expect(try Clip(path: studio.path("live.mov")).times == times)
    }

    @Test func `Its film shows every moment by its own time, in any order`() throws {
        let (path, _) = try recorded()
        let template = try studio.template(#""from": "clip", "order": "boomerang", "minSeconds": 0, "fps": 25"#)
        let recording = try RecordingFile(path: path).recording
        var job = RenderJob(captures: [path], animation: studio.path("out.mp4"))
        job.poster = studio.path("poster.jpg")
        let film = try FilmRenderer(template: template, options: .init()).render(job, recording: recording)
        // 260 ms of it are six whole frames of 40 ms; the late one stands for the one that is missing.
        let shown = try studio.numbers("out.mp4")
        #expect(shown == [0, 1, 2, 2, 3, 3, 3, 2, 2, 1])
        #expect(film.outputs.map(\.state) == [.written, .written] && film.film?.milliseconds == 400)
        let again = try FilmRenderer(template: template, options: .init()).render(job, recording: recording)
        #expect(again.outputs.map(\.state) == [.upToDate, .upToDate])
    }

    @Test func `What does not fit is left out while it is recorded`() throws {
        let writer = try RecordingWriter(studio.path("odd.mov"))
        let jpeg = try FilmStudio.numbered(1).encoded(as: .jpeg, metadata: Metadata())
        let small = try FilmStudio.numbered(1, width: 160, height: 120).encoded(as: .jpeg, metadata: Metadata())
        #expect(try !writer.append([0xFF, 0xD8, 0xFF], at: 0), "no whole picture")
        #expect(try writer.append(jpeg, at: 90) && !writer.append(jpeg, at: 0), "time does not go back")
        #expect(try !writer.append(small, at: 4_000), "another size")
        try writer.finish(length: 100)
        #expect(try RecordingFile(path: studio.path("odd.mov")).recording.times == [0])
        #expect(throws: FilesError.self, "a file that is there is not written over") {
            try RecordingWriter(studio.path("odd.mov"))
        }
    }

    /// Whatever a power cut leaves of it is no recording, and no crash.
    @Test func `A recording that is cut off anywhere, or damaged, is refused`() throws {
        let (path, _) = try recorded()
        let whole = try readAll(path, limit: 1 << 24)
        for length in [0, 10, 24, 40, whole.count / 2, whole.count - 200, whole.count - 1] {
            try studio.write(whole.prefix(length), "cut.mov")
            #expect(throws: MotionError.self, "\(length) bytes") { try RecordingFile(path: studio.path("cut.mov")) }
        }
        // Every byte of the index in turn.
        let index = whole.count - 300
        for place in stride(from: index, to: whole.count, by: 3) {
            var bytes = whole
            bytes[place] ^= 0xFF
            try studio.write(bytes, "bent.mov")
            let read = try? RecordingFile(path: studio.path("bent.mov")).recording
            #expect(read.map { $0.times.count == times.count && $0.length <= 60 * Timeline.second } ?? true)
        }
    }
}
