import Foundation
import PrintOut
import Rigs

/// The camera of a night.
enum NightCamera: Sendable {
    /// The virtual one, whose driver lies in `drivers`.
    case virtual(drivers: String, environment: [String: String])
    case folder(String)

    /// A camera that takes `jpeg`; what it needs is put into `room`.
    static func virtual(in room: String, jpeg: [UInt8]) throws -> NightCamera {
        var environment = try VirtualCamera.environment(in: room, jpeg: jpeg)
        let drivers = room + "/drivers"
        try FileManager.default.copyItem(atPath: VirtualCamera.driver.get(), toPath: drivers)
        environment["IOLIBS"] = drivers
        return .virtual(drivers: drivers, environment: environment)
    }

    static func folder(in room: String, jpeg: [UInt8]) throws -> NightCamera {
        let folder = room + "/pictures"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for number in 1...3 { try Data(jpeg).write(to: URL(filePath: folder + "/\(number).jpg")) }
        return .folder(folder)
    }

    var words: [String] {
        switch self {
        case .virtual: ["--camera", "usb"]
        case .folder(let folder): ["--camera", "folder:" + folder]
        }
    }

    var environment: [String: String] { if case .virtual(_, let environment) = self { environment } else { [:] } }

    var mishaps: [Mishap] {
        if case .virtual = self { [.cameraCrashes, .cameraHangs, .cameraUnplugged] } else { [.cameraUnplugged] }
    }

    /// No camera is to be found from now on, until `plugIn`.
    func unplug() {
        if case .virtual(let drivers, _) = self { move(drivers + "/vusb.so", drivers + "/away") } else { aside(true) }
    }

    func plugIn() {
        if case .virtual(let drivers, _) = self { move(drivers + "/away", drivers + "/vusb.so") } else { aside(false) }
    }

    private func aside(_ isAway: Bool) {
        guard case .folder(let folder) = self else { return }
        isAway ? move(folder, folder + "-away") : move(folder + "-away", folder)
    }
}

/// The printer of a night.
enum NightPrinter: Sendable {
    case queue(Station, name: String)
    case folder(String)

    var words: [String] {
        switch self {
        case .queue(_, let name): ["--printer", name]
        case .folder(let folder): ["--printer", "file:" + folder]
        }
    }

    var environment: [String: String] {
        if case .queue(let station, _) = self { ["CUPS_SERVER": "127.0.0.1:\(station.port)"] } else { [:] }
    }

    var mishaps: [Mishap] {
        switch self {
        case .queue: [.paperOut, .printFails, .queueStopped, .schedulerRestarted, .schedulerCrashes]
        case .folder: [.paperOut]
        }
    }

    /// Something goes wrong with it, and is put right after `seconds`. Returns when it was. Blocks.
    func suffer(_ mishap: Mishap, for seconds: Double) {
        switch self {
        case .folder(let folder):
            move(folder, folder + "-away")
            Thread.sleep(forTimeInterval: seconds)
            // The booth may have begun a new one.
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
                move(folder + "/" + name, folder + "-away/" + name)
            }
            try? FileManager.default.removeItem(atPath: folder)
            move(folder + "-away", folder)
        case .queue(let station, let name):
            switch mishap {
            case .paperOut: try? station.setMode("media-empty-error", of: name)
            case .printFails: try? station.setMode("fail", of: name)
            case .queueStopped:
                _ = Programs.run("/usr/sbin/cupsdisable", ["-r", "paper jam", name], environment: environment)
            case .schedulerRestarted: return station.tell("restart")
            case .schedulerCrashes: station.tell("kill")
            default: return
            }
            Thread.sleep(forTimeInterval: seconds)
            if mishap == .schedulerCrashes { return station.tell("restart") }
            mend()
        }
    }

    /// What an operator does: paper in, and the queue goes on.
    func mend() {
        guard case .queue(let station, let name) = self else { return }
        try? station.setMode("ok", of: name)
        _ = Programs.run(NightBooth.program, ["printer", "resume", name], environment: environment)
    }

    /// How often each print came out, by its id.
    func sheets() -> [String: Int] {
        switch self {
        case .folder(let folder):
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return Dictionary(
                uniqueKeysWithValues: names.filter { $0.hasSuffix(".jpg") }.map { (String($0.dropLast(4)), 1) })
        case .queue(let station, let name):
            let sheets = station.sheets(name)
            let counts = Dictionary(grouping: sheets) { Int($0.prefix { $0.isNumber }) ?? 0 }.mapValues(\.count)
            return station.jobs(name).mapValues { jobs in jobs.reduce(0) { $0 + counts[$1, default: 0] } }
        }
    }

    /// Sheets are large, and have been counted by their names.
    func tidy() {
        guard case .queue(let station, let name) = self else { return }
        let folder = "\(station.folder)/received/\(name)"
        for file in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where file.hasSuffix(".sheet") || file.hasSuffix(".raster") {
            truncate("\(folder)/\(file)", 0)
        }
    }
}

private func move(_ old: String, _ new: String) { _ = rename(old, new) }
