import Synchronization

/// A camera that speaks PTP, with the extensions of Canon or Nikon as libgphoto2 expects them, and with faults by order. It
/// outlives connections, as a body outlives cables.
final class PTPBody: Sendable {
    enum Vendor: Sendable {
        case canon, nikon, generic

        var model: String {
            switch self {
            case .canon: "Canon EOS 6D"
            case .nikon: "Nikon DSC D850"
            case .generic: "Kodak DC4800"
            }
        }
        var ids: (vendor: Int, product: Int) {
            switch self {
            case .canon: (0x04A9, 0x3250)
            case .nikon: (0x04B0, 0x0441)
            // Any that libgphoto2 knows and treats as plain PTP.
            case .generic: (0x040A, 0x0160)
            }
        }
    }

    /// What is wrong with the next press of the shutter.
    enum Fault: Sendable, Equatable {
        case none
        /// So many replies that it is busy.
        case busy(Int)
        case outOfFocus, cardFull
        /// Nobody is told; the picture is on the card, or not.
        case silent(isOnCard: Bool)
        /// Not a reply more until `thaw`.
        case freeze(isOnCard: Bool)
        case unplug(back: Duration?)
        case files([String])
        case twice
        case chatter(Int)
        case noJPEG, cutOff, empty
    }

    /// What is wrong with the next download.
    enum Transfer: Sendable, Equatable {
        case whole
        case stall(Duration)
        case unplug(back: Duration?)
        /// Less than was announced, and then the answer that all is well.
        case short
        case cutOff
    }

    struct Object: Sendable {
        var name: String
        var bytes: [UInt8]
        var parent: UInt32 = 2
        var isFolder = false
        var inMemory = false
    }

    struct State: Sendable {
        var address = 4
        var isPlugged = true
        var isFrozen = false
        /// Freezes at this operation.
        var freezesAt: UInt16?
        var resets = 0
        var claims = 0
        /// Another program has it.
        var isTaken = false
        var objects: [UInt32: Object] = [
            1: Object(name: "DCIM", bytes: [], parent: 0, isFolder: true),
            2: Object(name: "100TEST", bytes: [], parent: 1, isFolder: true),
        ]
        var next: UInt32 = 0x10
        var shots: [Fault] = []
        var transfers: [Transfer] = []
        var slowness = Duration.zero
        var busyReplies = 0
        /// Busy whatever it is asked, as with a menu open.
        var isBusy = false
        var readiness = UInt16.ok
        var focuses: [Bool] = []
        var intoMemory: [Bool] = []
        var eosProperties: [UInt32: UInt32] = [0xD11C: 4, 0xD1B0: 0, 0xD1B1: 1, 0xD11B: 999, 0xD111: 2]
        var eosTarget: UInt32 = 4
        var halfPressed = false
        var fullyPressed = false
        var isInSession = false
        var isLive = false
        var battery: UInt8 = 80
        var liveRefusal: UInt16?
        var frames: [[UInt8]] = []
        var events: [(code: UInt16, parameter: UInt32)] = []
        var changes: [[UInt8]] = []
        var asked: [UInt16] = []
        var presses = 0
    }

    let vendor: Vendor
    let serial: String
    let jpeg: [UInt8]
    /// No two bodies of this process share one.
    private let bus = PTPBody.buses.withLock { buses in
        buses += 1
        return buses
    }
    private static let buses = Mutex(100)
    let state: Mutex<State>

    init(_ vendor: Vendor, jpeg: [UInt8], serial: String = "2055001", _ change: (inout State) -> Void = { _ in }) {
        (self.vendor, self.jpeg, self.serial) = (vendor, jpeg, serial)
        var start = State()
        change(&start)
        state = Mutex(start)
    }

    var port: String {
        let address = state.withLock { $0.address }
        return "usb:\(bus),\(address < 10 ? "00" : "0")\(address)"
    }

    func unplug(for time: Duration?) {
        state.withLock { state in
            (state.isPlugged, state.isInSession, state.isLive, state.claims) = (false, false, false, 0)
            (state.events, state.changes) = ([], [])
            (state.halfPressed, state.fullyPressed) = (false, false)
            state.objects = state.objects.filter { !$0.value.inMemory }
        }
        guard let time else { return }
        Task {
            try? await Task.sleep(for: time)
            plugIn()
        }
    }

    func plugIn() {
        state.withLock { state in
            guard !state.isPlugged else { return }
            state.address += 3
            (state.isPlugged, state.isFrozen, state.claims) = (true, false, 0)
        }
    }

    func thaw() { state.withLock { ($0.isFrozen, $0.freezesAt) = (false, nil) } }

    func count(_ code: UInt16) -> Int { state.withLock { $0.asked.count { $0 == code } } }
}

extension PTPBody.State {
    mutating func add(_ object: PTPBody.Object) -> UInt32 {
        defer { next += 1 }
        objects[next] = object
        return next
    }
}
