import Files
public import Imaging
public import Sessions

/// What a shot of the empty screen says, and where the event keeps it.
public struct ScreenCalibration: Sendable {
    public let shot: EmptyScreenShot
    public let report: ScreenKey.Report
    /// What is wrong with the light, in words for an operator; empty when it is good.
    public let advice: [String]

    /// px of the longer side: light changes slowly over a screen, and the copy is read for every picture.
    private static let side = 1_600.0

    /// Keeps `picture` in the event, for all green screens of sessions from now on. Throws, and keeps nothing, when it
    /// shows no screen. `key`: the screen's colour; nil finds it at the borders.
    public init(_ picture: String, key: Colour? = nil, in folder: EventFolder) throws(DarkroomError) {
        let made = try developing {
            var event = try Event(in: folder)
            let file = try PictureFile(path: picture)
            let scale = min(1, Self.side / Double(max(file.width, file.height)))
            let small = try file.sampled(
                Region(x: 0, y: 0, width: Double(file.width), height: Double(file.height)),
                width: max(1, Int((Double(file.width) * scale).rounded())),
                height: max(1, Int((Double(file.height) * scale).rounded())))
            let screen = try Canvas(copying: small).finished()
            let found = try ScreenKey(screen, settings: ScreenKey.Settings(keyColour: key))
            guard let report = found.report else { throw DarkroomError.noScreen(path: picture) }
            let bytes = try screen.encoded(as: .jpeg, quality: 95, metadata: Metadata(takenAt: file.takenAt))
            let path = "Screen/empty-\(ContentHash(of: bytes).prefix8).jpg"
            try makeFolder(folder.path + "/Screen")
            try writeDurably(bytes, to: folder.path + "/" + path)
            let shot = EmptyScreenShot(path: path, taken: .now)
            event.calibrate(shot)
            try event.write(to: folder)
            return (shot, report, found.advice)
        }
        (shot, report, advice) = made
    }
}

extension EventRecord {
    /// The shot of the empty screen that a session's green screens go by. Read from the disk, so that a booth that runs
    /// takes a new one up at once.
    nonisolated func emptyScreen(of session: Session) -> String? { emptyScreen(at: session.started) }

    nonisolated func emptyScreen(at moment: Moment) -> String? {
        let event = (try? Event(in: folder)) ?? event
        return event.emptyScreen(at: moment).map { folder.path + "/" + $0.path }
    }
}
