import Synchronization

extension PTPBody {
    struct Answer {
        var code = UInt16.ok
        var parameters: [UInt32] = []
        var data: [UInt8]?
        /// What the header says of the data, when it lies.
        var announced: Int?
        /// Before the data come whole.
        var stall = Duration.zero
        var unplugs: Duration??
        var isSilent = false

        init(_ code: UInt16 = .ok) { self.code = code }
        init(_ data: PTPData) { self.data = data.bytes }
    }

    func answer(_ command: PTPContainer, data: [UInt8]) -> Answer {
        state.withLock { state in
            state.asked.append(command.code)
            if state.isFrozen || state.freezesAt == command.code {
                state.isFrozen = true
                return Answer(silent: true)
            }
            return standard(command, data, &state) ?? nikon(command, &state) ?? canon(command, data, &state)
                ?? Answer(.notSupported)
        }
    }

    private var operations: [UInt16] {
        let common: [UInt16] = [
            0x1001, 0x1002, 0x1003, 0x1004, 0x1005, 0x1007, 0x1008, 0x1009, 0x100B, 0x1014, 0x1015, 0x101B,
        ]
        return switch vendor {
        case .canon:
            common + [
                0x9101, 0x9102, 0x9107, 0x9108, 0x9110, 0x9114, 0x9115, 0x9116, 0x9117, 0x911A, 0x911B, 0x911C, 0x911D,
                0x9127, 0x9128, 0x9129, 0x9153,
            ]
        case .nikon: common + [0x90C1, 0x90C2, 0x90C7, 0x90C8, 0x9201, 0x9202, 0x9203, 0x9207]
        case .generic: common + [0x100E]
        }
    }

    private func standard(_ command: PTPContainer, _ data: [UInt8], _ state: inout State) -> Answer? {
        switch command.code {
        case 0x1001: return Answer(deviceInfo)
        case 0x1002:
            defer { state.isInSession = true }
            // What nobody has fetched is told of again.
            for handle in state.objects.filter({ $0.value.inMemory }).keys.sorted() { tell(handle, &state) }
            return Answer(state.isInSession ? .sessionIsOpen : .ok)
        case 0x1003: state.isInSession = false
        case 0x1004:
            var all = PTPData()
            all.put([UInt32(0x0001_0001)])
            return Answer(all)
        case 0x1005:
            var card = PTPData()
            for number in [4, 3, 0] as [UInt16] { card.put(number) }
            card.put(UInt64(32_000_000_000))
            card.put(UInt64(30_000_000_000))
            card.put(UInt32(0xFFFF_FFFF))
            card.put("Card")
            card.put("")
            return Answer(card)
        case 0x1007:
            let parent = command.parameter(2)
            let found = state.objects.filter { one in
                !one.value.inMemory && (parent == 0 || one.value.parent == (parent == 0xFFFF_FFFF ? 0 : parent))
            }
            var all = PTPData()
            all.put(found.keys.sorted())
            return Answer(all)
        case 0x1008:
            guard let object = state.objects[command.parameter(0)] else { return Answer(.badHandle) }
            return Answer(info(of: object))
        case 0x1009: return contents(of: command.parameter(0), from: 0, count: .max, &state)
        case 0x100B:
            guard state.objects.removeValue(forKey: command.parameter(0)) != nil else { return Answer(.badHandle) }
        case 0x100E: return press(focuses: true, intoMemory: false, &state)
        case 0x1014, 0x1015: return property(command, &state)
        case 0x101B, 0x9107:
            return contents(
                of: command.parameter(0), from: Int(command.parameter(1)), count: Int(command.parameter(2)), &state)
        default: return nil
        }
        return Answer()
    }

    private var deviceInfo: PTPData {
        var info = PTPData()
        info.put(UInt16(100))
        info.put(UInt32(vendor == .canon ? 11 : vendor == .nikon ? 10 : 0))
        info.put(UInt16(100))
        info.put("")
        info.put(UInt16(0))
        info.put(operations)
        info.put([0x4002, 0x400D] as [UInt16])
        info.put(vendor == .nikon ? [0x5001, 0xD1A2] : [0x5001] as [UInt16])
        info.put([0x3801] as [UInt16])
        info.put([0x3801, 0x3001] as [UInt16])
        info.put(vendor == .canon ? "Canon Inc." : vendor == .nikon ? "Nikon Corporation" : "Somebody")
        info.put(vendor.model)
        info.put("1.0")
        info.put(serial)
        return info
    }

    private func info(of object: Object) -> PTPData {
        var info = PTPData()
        info.put(UInt32(object.inMemory ? 0 : 0x0001_0001))
        let isRaw = object.name.hasSuffix("NEF") || object.name.hasSuffix("CR2")
        info.put(UInt16(object.isFolder ? 0x3001 : isRaw ? (vendor == .canon ? 0xB103 : 0x3000) : 0x3801))
        info.put(UInt16(0))
        info.put(UInt32(object.bytes.count))
        // A thumbnail's format, without which libgphoto2 will not touch a raw file.
        info.put(UInt16(0x3808))
        for _ in 0..<6 { info.put(UInt32(0)) }
        info.put(object.inMemory ? 0 : object.parent)
        info.put(UInt16(object.isFolder ? 1 : 0))
        info.put(UInt32(0))
        info.put(UInt32(0))
        info.put(object.name)
        for text in ["20260614T120000", "20260614T120000", ""] { info.put(text) }
        return info
    }

    /// Faults of a transfer come with its first part; the length of a shortened one is that of every part.
    private func contents(of handle: UInt32, from: Int, count: Int, _ state: inout State) -> Answer {
        guard let object = state.objects[handle] else { return Answer(.badHandle) }
        let fault = from == 0 && !state.transfers.isEmpty ? state.transfers.removeFirst() : .whole
        var bytes = object.bytes
        if fault == .short || fault == .cutOff { bytes = Array(bytes.prefix(bytes.count / 2)) }
        var data = PTPData()
        data.put(raw: Array(bytes.dropFirst(min(from, bytes.count)).prefix(count)))
        var answer = Answer(data)
        answer.parameters = [UInt32(data.bytes.count)]
        switch fault {
        case .stall(let time): answer.stall = time
        case .unplug(let back): answer.unplugs = .some(back)
        case .short:
            // For good: the rest is asked for and never there.
            state.objects[handle]?.bytes = bytes
        case .whole, .cutOff: break
        }
        answer.stall += state.slowness
        return answer
    }

    private func property(_ command: PTPContainer, _ state: inout State) -> Answer {
        let code = UInt16(truncatingIfNeeded: command.parameter(0))
        let value: UInt8? = code == 0x5001 ? state.battery : code == 0xD1A2 ? (state.isLive ? 1 : 0) : nil
        guard let value else { return Answer(UInt16(0x200A)) }
        var data = PTPData()
        guard command.code == 0x1014 else {
            data.put(value)
            return Answer(data)
        }
        data.put(code)
        data.put(UInt16(2))
        for number in [0, value, value, 1, 0, 100, 1] as [UInt8] { data.put(number) }
        return Answer(data)
    }
}

extension PTPBody.Answer {
    init(silent: Bool) { isSilent = silent }
}
