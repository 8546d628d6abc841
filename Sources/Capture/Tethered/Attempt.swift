internal import Files
internal import Imaging
internal import Work

/// How far a shot has come, and what has been tried.
struct Attempt: Sendable {
    let request: ShotRequest
    let ticket: Ticket
    let number: Int
    let began: TimeSource.Instant
    var shot = Shot()
    var isLate = false
    var focuses = true
    var usesCard = true
    var busy = 0
    var busySince: TimeSource.Instant?
    var hasReopened = false
    var presses = 0
    /// Of the files of this press.
    var fetches = 0
    /// Whether there may be a picture of this press.
    var isShutterDown = false { didSet { hasPressed = hasPressed || isShutterDown } }
    /// Or of any.
    private(set) var hasPressed = false
    /// What lay on the card before the shutter; nil when nobody knows.
    var known: Set<CameraObject>?
    var landed: Set<CameraObject> = []
    /// Of the committed files: some bodies announce one file under two names.
    var imprints: [Imprint] = []

    struct Imprint: Hashable, Sendable {
        let format: PictureFormat
        let bytes: Int
        let tail: ContentHash
    }

    mutating func again() { (isShutterDown, fetches) = (false, 0) }

    /// Of what is new on a card the files of one shot: those that share a name but for the extension.
    static func oneShot(of objects: [CameraObject]) -> [CameraObject] {
        func stem(_ object: CameraObject) -> Substring { object.name.prefix { $0 != "." } }
        let sorted = objects.sorted { ($0.folder, $0.name) < ($1.folder, $1.name) }
        guard let first = sorted.first else { return [] }
        return sorted.filter { $0.folder == first.folder && stem($0) == stem(first) }
    }
}
