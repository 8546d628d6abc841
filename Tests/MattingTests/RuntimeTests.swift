import Faults
import Foundation
import Rigs
import Testing

@testable import Matting

/// What only a machine with the runtime can say; `scripts/models` installs it.
let hasRuntime = MattingModel.places.contains { place in
    ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []).contains { $0.hasPrefix("libonnxruntime.so") }
}

@Suite(.enabled(if: hasRuntime, "there is no onnxruntime here; scripts/models installs it")) struct RuntimeTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "tiny-\(UUID().uuidString)").path

    private func worker(_ model: TinyModel, megabytes: Int = 700, threads: Int? = nil) throws -> MatteWorker {
        var limits = MatteWorker.Limits()
        (limits.megabytes, limits.threads) = (megabytes, threads)
        return MatteWorker(try MattingModel(try model.write(to: folder)), limits: limits)
    }

    /// Red on the left, green on the right.
    private func ask(_ worker: MatteWorker, width: Int = 600, height: Int = 400) throws(MattingError) -> CoarseMatte {
        try worker.matte(width: width, height: height) { (width, height) throws(MattingError) in
            let samples = (0..<width * height).flatMap { place -> [UInt8] in
                place % width < width / 2 ? [220, 40, 90] : [40, 220, 90]
            }
            return PictureBytes(width: width, height: height, samples: samples)
        } refused: {
            $0
        }
    }

    private func expectHalves(_ matte: CoarseMatte) {
        for row in [0, matte.down / 2, matte.down - 1] {
            #expect(matte.values[row * matte.across] > 65_000)
            #expect(matte.values[row * matte.across + matte.across - 1] < 500)
        }
        #expect(abs(matte.share - 0.5) < 0.01)
    }

    @Test func `a model of any size sees pictures at its own`() throws {
        let matte = try ask(worker(TinyModel()))
        #expect((matte.across, matte.down) == (768, 512))
        expectHalves(matte)
    }

    @Test func `a model of one size gets that size, whatever the picture's`() throws {
        var model = TinyModel()
        model.side = 64
        let matte = try ask(worker(model))
        #expect((matte.across, matte.down) == (64, 64))
        expectHalves(matte)
    }

    @Test func `the number of threads changes no value`() throws {
        let one = try ask(worker(TinyModel(), threads: 1))
        #expect(try ask(worker(TinyModel(), threads: 2)) == one)
    }

    @Test func `a model that takes something else is refused with its reason`() throws {
        var model = TinyModel()
        model.channels = 4
        let error = #expect(throws: MattingError.self) { try ask(worker(model)) }
        #expect(error?.status == .badData)
        #expect(error?.description.contains("its input has 4 channels, where 3 belong") == true, "\(error!)")
        #expect(error?.description.contains("\n") == false)
    }

    @Test func `a model that gives something else is refused with its reason`() throws {
        var model = TinyModel()
        model.isOfAnotherShape = true
        let error = #expect(throws: MattingError.self) { try ask(worker(model)) }
        #expect(error?.description.contains("where 393216 belong") == true, "\(error!)")
    }

    @Test func `a model that asks for all memory gets none, and the machine stays well`() throws {
        var model = TinyModel()
        model.isHungry = true
        let error = #expect(throws: MattingError.self) { try ask(worker(model)) }
        switch error {
        case .unusable, .failed: break
        default: Issue.record("\(String(describing: error))")
        }
        // And whoever asks next is answered.
        expectHalves(try ask(worker(TinyModel())))
    }

    @Test func `what is no model is refused`() throws {
        let path = folder + "/text.onnx"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("no model".utf8).write(to: URL(filePath: path))
        let error = #expect(throws: MattingError.self) { try ask(MatteWorker(MattingModel(path))) }
        #expect(error?.status == .badData && error?.problem.hasPrefix(path) == true)
    }
}
