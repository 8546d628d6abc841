import Foundation

/// The virtual camera of libgphoto2's authors, through the stock library in a real worker.
package enum VirtualCamera {
    /// The folder of its driver, or why there is none.
    package static let driver: Result<String, Unavailable> = {
        let folder = Programs.folder + "/virtual-camera"
        let made = Programs.run(Programs.root + "/scripts/virtual-camera", [folder])
        return made.status == 0 ? .success(folder + "/iolibs") : .failure(Unavailable(description: made.said))
    }()

    package struct Unavailable: Error, CustomStringConvertible { package let description: String }

    package static var isThere: Bool { if case .success = driver { true } else { false } }
    package static var whyNot: String {
        if case .failure(let error) = driver { "no virtual camera: \(error)" } else { "" }
    }

    /// What a worker must have in its environment to see a body that takes `jpeg`; its store is made in `room`.
    package static func environment(in room: String, jpeg: [UInt8]) throws -> [String: String] {
        let store = room + "/store"
        try FileManager.default.createDirectory(atPath: store + "/DCIM", withIntermediateDirectories: true)
        try Data(jpeg).write(to: URL(filePath: store + "/picture.jpg"))
        return ["IOLIBS": try driver.get(), "VCAMERADIR": store]
    }
}
