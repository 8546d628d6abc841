import Foundation
import Rigs
import Testing

@testable import Matting

/// `render --effect cut-out` as an operator runs it.
@Suite struct CutOutProgramTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "render-\(UUID().uuidString)").path
    private static let render = Programs.folder + "/render"

    /// A picture of this package, by a name in a folder of its own.
    private func picture() throws -> String {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let pictures = Programs.root + "/Tests/EffectsTests/Pictures"
        let name = try #require(
            FileManager.default.contentsOfDirectory(atPath: pictures).filter { $0.hasSuffix(".png") }.sorted().first)
        return pictures + "/" + name
    }

    @Test func `without the model it ends with 78 and leaves no file`() async throws {
        let (capture, out) = (try picture(), folder + "/out.png")
        let run = await Programs.blocking {
            Programs.run(Self.render, ["--effect", "cut-out:model=nosuch", capture, "-o", out])
        }
        #expect(run.status == 78)
        #expect(run.said.contains("the model nosuch is not in") && run.said.contains("scripts/models installs it"))
        #expect(run.said.split(separator: "\n").count == 1)
        #expect(!FileManager.default.fileExists(atPath: out))
    }

    @Test func `without the model a picture that was made stays, and that is said`() async throws {
        let (capture, out) = (try picture(), folder + "/out.png")
        try Data("as it was".utf8).write(to: URL(filePath: out))
        let run = await Programs.blocking {
            Programs.run(Self.render, ["--effect", "cut-out:model=nosuch", capture, "-o", out, "--force"])
        }
        #expect(run.status == 78 && run.said.contains("\(out) stays as it was"), "\(run.said)")
        #expect(try Data(contentsOf: URL(filePath: out)) == Data("as it was".utf8))
    }

    @Test(.enabled(if: hasRuntime, "there is no onnxruntime here; scripts/models installs it"))
    func `it writes the picture, the matte in 16 bits of grey, and the guests alone`() async throws {
        let (capture, model) = (try picture(), try TinyModel().write(to: folder))
        let paths = ["out.png", "matte.png", "guests.png"].map { folder + "/" + $0 }
        let words = [
            "--effect", "cut-out:model=\(model),colour=#2040ff", capture, "-o", paths[0], "--matte", paths[1],
            "--cut-out", paths[2],
        ]
        let run = await Programs.blocking { Programs.run(Self.render, words) }
        #expect(run.status == 0, "\(run.said)")
        let headers = try paths.map { Array(try Data(contentsOf: URL(filePath: $0)).prefix(26)) }
        // Bits of a sample, and what they are: 2 colours, 0 grey, 6 colours with alpha.
        #expect(headers.map { Array($0[24..<26]) } == [[8, 2], [16, 0], [8, 6]])
        let before = try Data(contentsOf: URL(filePath: paths[0]))
        let again = await Programs.blocking { Programs.run(Self.render, words + ["--force", "--jobs", "1"]) }
        #expect(again.status == 0, "\(again.said)")
        #expect(try Data(contentsOf: URL(filePath: paths[0])) == before)
    }

    @Test(.enabled(if: hasRuntime, "there is no onnxruntime here; scripts/models installs it"))
    func `a damaged model ends with 65 and its path, and leaves no file`() async throws {
        let (capture, out) = (try picture(), folder + "/out.png")
        let model = folder + "/damaged.onnx"
        try Data(TinyModel().bytes.prefix(40)).write(to: URL(filePath: model))
        let run = await Programs.blocking {
            Programs.run(Self.render, ["--effect", "cut-out:model=\(model)", capture, "-o", out])
        }
        #expect(run.status == 65 && run.said.contains(model), "\(run.said)")
        #expect(!FileManager.default.fileExists(atPath: out))
    }
}
