import Faults
import Files
import Foundation
import Testing

@testable import Matting

/// The booth's side of the process that has a model, with a stand-in that misbehaves by order.
@Suite struct MatteWorkerTests {
    private static let programs = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .path

    private static let folder = FileManager.default.temporaryDirectory.appending(path: "orders-\(UUID().uuidString)")
        .path

    /// A model of that name, which says how the stand-in is to behave.
    private func model(_ order: String) throws -> MattingModel {
        try FileManager.default.createDirectory(atPath: Self.folder, withIntermediateDirectories: true)
        for name in [order + ".onnx", "libonnxruntime.so"] {
            try Data("no more than a name".utf8).write(to: URL(filePath: Self.folder + "/" + name))
        }
        return try MattingModel(order, in: [Self.folder])
    }

    private func worker(_ order: String, limit: Duration = .seconds(20)) throws -> MatteWorker {
        var limits = MatteWorker.Limits()
        (limits.start, limits.still, limits.live) = (limit, limit, limit)
        return MatteWorker(
            try model(order),
            program: MatteWorker.Program(path: Self.programs + "/MatteStandIn", arguments: []), limits: limits)
    }

    private func ask(
        _ worker: MatteWorker, for purpose: MatteWorker.Purpose = .still, width: Int = 1_200, height: Int = 1_800
    ) throws(MattingError) -> CoarseMatte {
        try worker.matte(width: width, height: height, for: purpose) { (width, height) throws(MattingError) in
            PictureBytes(width: width, height: height, samples: [UInt8](repeating: 9, count: width * height * 3))
        } refused: {
            $0
        }
    }

    @Test func oneProcessAnswersAgainAndAgain() throws {
        let worker = try worker("counts")
        #expect(try (1...3).map { _ in try ask(worker).values[0] } == [1, 2, 3])
    }

    @Test func whatItIsShownHasTheShorterSideOfTheModel() throws {
        let worker = try worker("counts")
        func shown(_ width: Int, _ height: Int, for purpose: MatteWorker.Purpose = .still) throws -> [Int] {
            var sizes: [Int] = []
            _ = try worker.matte(width: width, height: height, for: purpose) { (width, height) throws(MattingError) in
                sizes = [width, height]
                return PictureBytes(
                    width: width, height: height, samples: [UInt8](repeating: 9, count: width * height * 3))
            } refused: {
                $0
            }
            return sizes
        }
        #expect(try shown(1_200, 1_800) == [512, 768])
        #expect(try shown(1_800, 1_200) == [768, 512])
        #expect(try shown(960, 640, for: .live) == [384, 256])
        #expect(try shown(960, 640, for: .film) == [384, 256])
        #expect(try shown(6_000, 100) == [1_024, 512], "a strip is squeezed and not cut")
    }

    @Test func oneThatEndedWhileNobodyAskedIsReplaced() throws {
        let worker = try worker("leaves")
        #expect(try (1...3).map { _ in try ask(worker).values[0] } == [1, 1, 1])
    }

    @Test(arguments: [
        ("refuses", MattingError.unusable(path: folder + "/refuses.onnx", reason: "it is of another shape")),
        ("babbles", .failed(reason: "its process sent nonsense")), ("dies", .failed(reason: "its process ended")),
        ("floods", .failed(reason: "its process sent nonsense")),
        ("stale", .failed(reason: "its process sent nonsense")),
    ])
    func whatGoesWrongIsSaid(order: String, expected: MattingError) throws {
        let worker = try worker(order)
        #expect(throws: expected) { try ask(worker) }
        // Also the second time: nothing is left behind that would be taken for an answer.
        #expect(throws: expected) { try ask(worker) }
    }

    @Test(arguments: ["silent", "hangs"])
    func oneThatTakesTooLongIsEnded(order: String) throws {
        let worker = try worker(order, limit: .milliseconds(200))
        let error = #expect(throws: MattingError.self) { try ask(worker) }
        #expect(error == .late(seconds: 1))
        #expect(error?.status == .tryAgain)
    }

    /// A live view shows its frames as they are meanwhile, and stands never still.
    @Test func aLiveViewWaitsForNoModelThatIsBeingLoaded() throws {
        let worker = try worker("silent", limit: .seconds(20))
        for _ in 0..<3 { #expect(throws: MattingError.busy) { try ask(worker, for: .live) } }
        let loaded = try self.worker("counts")
        _ = try ask(loaded)
        #expect(try ask(loaded, for: .live).values[0] == 2)
    }

    @Test(arguments: ["dies", "hangs", "babbles", "refuses"])
    func aLiveViewRestsAfterAFailure(order: String) throws {
        let worker = try worker(order, limit: .milliseconds(300))
        // It is loaded by the first frame.
        var error = #expect(throws: MattingError.self) { try ask(worker, for: .live) }
        while error == .busy { error = #expect(throws: MattingError.self) { try ask(worker, for: .live) } }
        #expect(worker.resting == error)
        #expect(throws: error ?? .busy) { try ask(worker, for: .live) }
        // A picture that is taken meanwhile is tried all the same.
        #expect(throws: MattingError.self) { try ask(worker) }
    }

    @Test func aProgramThatIsNotThereIsNamed() throws {
        let worker = MatteWorker(
            try model("counts"),
            program: MatteWorker.Program(path: "/no/such/program"))
        let error = #expect(throws: MattingError.self) { try ask(worker) }
        #expect(error?.status == .configuration)
        #expect(error?.problem.contains("/no/such/program") == true)
    }
}
