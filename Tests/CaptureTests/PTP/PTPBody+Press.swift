extension PTPBody {
    /// The shutter, by whichever operation.
    func press(focuses: Bool, intoMemory: Bool, _ state: inout State) -> Answer {
        if state.isBusy { return Answer(.busy) }
        if state.busyReplies > 0 {
            state.busyReplies -= 1
            return Answer(.busy)
        }
        let fault = state.shots.isEmpty ? .none : state.shots.removeFirst()
        if case .busy(let count) = fault {
            state.busyReplies = count - 1
            return Answer(.busy)
        }
        state.focuses.append(focuses)
        state.intoMemory.append(intoMemory)
        if fault == .cardFull, !intoMemory { return Answer(.storeFull) }
        if fault == .outOfFocus, focuses {
            state.readiness = .outOfFocus
            return Answer()
        }
        state.presses += 1
        var names = ["IMG_\(1000 + state.presses).JPG"]
        if case .files(let given) = fault { names = given.map { $0.replacing("#", with: "\(1000 + state.presses)") } }
        var bytes = jpeg
        switch fault {
        case .noJPEG: bytes = Array(repeating: 7, count: 5000)
        case .cutOff: bytes = Array(jpeg.prefix(jpeg.count / 2))
        case .empty: bytes = []
        case .silent(isOnCard: false), .freeze(isOnCard: false): names = []
        default: break
        }
        let handles = names.map { name in
            let contents = name.hasSuffix(".JPG") ? bytes : Samples.png
            return state.add(Object(name: name, bytes: contents, inMemory: intoMemory))
        }
        switch fault {
        case .silent: return Answer()
        case .freeze:
            state.isFrozen = true
            return Answer(silent: true)
        case .unplug(let back):
            var answer = Answer()
            answer.unplugs = .some(back)
            return answer
        case .chatter(let count):
            if vendor == .canon {
                state.changes += (0..<count).map { Self.change(0xC189, [0xD1D0, UInt32($0)]) }
            } else {
                // Among them one that libgphoto2 cannot read.
                state.events += (0..<count).map { (0x4006, $0 == 100 ? 0x5002 : 0x5001) }
            }
        default: break
        }
        for handle in handles { tell(handle, &state) }
        if fault == .twice { tell(handles[0], &state) }
        state.events.append((0x400D, 0))
        state.changes.append(Self.change(0xC18B, [1]))
        state.changes.append(Self.change(0xC18B, [0]))
        return Answer()
    }

    func tell(_ handle: UInt32, _ state: inout State) {
        guard let object = state.objects[handle] else { return }
        state.events.append((object.inMemory ? 0xC101 : 0x4002, handle))
        let size = UInt32(object.bytes.count)
        let format: UInt32 = object.name.hasSuffix("CR2") ? 0xB103 : 0x3801
        let name = Array(object.name.utf8) + Array(repeating: 0, count: 16 - object.name.utf8.count)
        let words: [UInt32] =
            object.inMemory
            ? [handle, format, 0, size, 0] : [handle, 0x0001_0001, format, 0, 0, size, object.parent, 0]
        state.changes.append(Self.change(object.inMemory ? 0xC186 : 0xC181, words, name))
    }

    static func change(_ code: UInt32, _ words: [UInt32], _ tail: [UInt8] = []) -> [UInt8] {
        var data = PTPData()
        data.put(UInt32(8 + words.count * 4 + tail.count))
        data.put(code)
        for word in words { data.put(word) }
        data.put(raw: tail)
        return data.bytes
    }

    func nikon(_ command: PTPContainer, _ state: inout State) -> Answer? {
        guard vendor == .nikon else { return nil }
        switch command.code {
        case 0x90C1: return Answer(state.isBusy ? .busy : .ok)
        case 0x90C2: return Answer()
        case 0x90C7:
            var data = PTPData()
            let events = state.events.prefix(100)
            state.events.removeFirst(events.count)
            data.put(UInt16(events.count))
            for event in events {
                data.put(event.code)
                data.put(event.parameter)
            }
            return Answer(data)
        case 0x90C8:
            defer { state.readiness = .ok }
            return Answer(state.isBusy ? .busy : state.readiness)
        case 0x9201:
            if let refusal = state.liveRefusal { return Answer(refusal) }
            state.isLive = true
        case 0x9202: state.isLive = false
        case 0x9203:
            guard state.isLive else { return Answer(UInt16(0xA00B)) }
            var data = PTPData()
            data.put(raw: Array(repeating: 0, count: 384))
            data.put(raw: state.frames.isEmpty ? jpeg : state.frames.removeFirst())
            return Answer(data)
        case 0x9207:
            return press(focuses: command.parameter(0) == 0xFFFF_FFFE, intoMemory: command.parameter(1) != 0, &state)
        default: return nil
        }
        return Answer()
    }
}
