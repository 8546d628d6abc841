import Faults
import Files
import Foundation
import Testing

@testable import Matting

@Suite struct MattingModelTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "models-\(UUID().uuidString)").path

    private func write(_ name: String, _ text: String, in place: String = "one") throws {
        let place = "\(folder)/\(place)"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try text.write(toFile: "\(place)/\(name)", atomically: true, encoding: .utf8)
    }

    @Test func placesAreThoseThatTheManualNames() {
        #expect(
            MattingModel.places(["BOOTHKIT_MODELS": "/m", "XDG_DATA_HOME": "/d", "HOME": "/h"])
                == ["/m", "/d/boothkit/models", "/usr/share/boothkit/models"])
        #expect(
            MattingModel.places(["BOOTHKIT_MODELS": "", "HOME": "/h"])
                == ["/h/.local/share/boothkit/models", "/usr/share/boothkit/models"])
    }

    @Test func theFirstPlaceThatHasOneWins() throws {
        try write("modnet.onnx", "first")
        try write("modnet.onnx", "second", in: "two")
        try write("libonnxruntime.so.1.9.0", "old", in: "two")
        try write("libonnxruntime.so.1.28.0", "new", in: "two")
        let model = try MattingModel("modnet", in: ["\(folder)/one", "\(folder)/two"])
        #expect(model.path == "\(folder)/one/modnet.onnx")
        #expect(model.runtime == "\(folder)/two/libonnxruntime.so.1.28.0", "the newest, by number and not by letter")
    }

    @Test func aModelByPathIsTakenAsItIs() throws {
        try write("mine.onnx", "m")
        try write("libonnxruntime.so", "r")
        #expect(try MattingModel("\(folder)/one/mine.onnx", in: ["\(folder)/one"]).path == "\(folder)/one/mine.onnx")
    }

    @Test func whatIsMissingIsNamedWithItsRemedy() throws {
        try write("modnet.onnx", "m")
        let missing = #expect(throws: MattingError.self) { try MattingModel("u2netp", in: ["\(folder)/one"]) }
        #expect(missing?.status == .configuration)
        #expect(
            missing?.description.contains("the model u2netp is not in \(folder)/one; scripts/models installs it")
                == true)
        let none = #expect(throws: MattingError.self) { try MattingModel("modnet", in: ["\(folder)/one"]) }
        #expect(none == .noRuntime(searched: ["\(folder)/one"]))
        #expect(none?.status == .configuration && none?.isMissing == true)
        #expect(throws: MattingError.noModel(name: "/no/x.onnx", searched: ["/no/x.onnx"])) {
            try MattingModel("/no/x.onnx", in: ["\(folder)/one"])
        }
    }

    /// The hash must follow the content, whatever the name and however often it is asked for.
    @Test func identityIsOfTheContentOfBoth() throws {
        try write("a.onnx", "model")
        try write("libonnxruntime.so", "runtime")
        func identity(_ name: String) throws -> String { try MattingModel(name, in: ["\(folder)/one"]).identity() }
        let first = try identity("a")
        try write("b.onnx", "model")
        #expect(try identity("b") == first)
        try write("b.onnx", "other model")
        #expect(try identity("b") != first)
        try write("libonnxruntime.so", "newer runtime")
        #expect(try identity("a") != first)
    }
}
