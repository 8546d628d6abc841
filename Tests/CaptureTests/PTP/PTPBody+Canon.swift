extension PTPBody {
    func canon(_ command: PTPContainer, _ data: [UInt8], _ state: inout State) -> Answer? {
        guard vendor == .canon else { return nil }
        switch command.code {
        case 0x9101:
            var all = PTPData()
            all.put([UInt32(0x0001_0001)])
            return Answer(all)
        case 0x9102: return answer(words: [0, 0, 0, 0])
        // Size, then what it supports: events, properties and something unknown.
        case 0x9108: return answer(words: [28, 1, 0xC181, 1, 0xD11C, 1, 0])
        case 0x9110:
            let (code, value) = (PTPContainer.word(data, 4), PTPContainer.word(data, 8))
            if code == 0xD1B0, value & 2 != 0, let refusal = state.liveRefusal { return Answer(refusal) }
            state.eosProperties[code] = value
            state.isLive = state.eosProperties[0xD1B0]! & 2 != 0
            state.changes.append(Self.change(0xC189, [code, value]))
        case 0x9115 where command.parameter(0) == 1:
            for (code, value) in state.eosProperties.sorted(by: { $0.key < $1.key }) {
                state.changes.append(Self.change(0xC189, [code, value]))
            }
            state.changes.append(Self.change(0xC18A, [0xD11C, 3, 2, 2, 4]))
        case 0x9116:
            var all = PTPData()
            let changes = state.changes.prefix(50)
            state.changes.removeFirst(changes.count)
            for change in changes { all.put(raw: change) }
            all.put(UInt32(8))
            all.put(UInt32(0))
            return Answer(all)
        case 0x9117: state.objects = state.objects.filter { $0.key != command.parameter(0) || !$0.value.inMemory }
        case 0x9128: return release(command.parameter(0), focuses: command.parameter(1) == 0, &state)
        case 0x9129:
            if command.parameter(0) & 1 != 0 { state.halfPressed = false }
            if command.parameter(0) & 2 != 0 { state.fullyPressed = false }
        case 0x9153:
            guard state.isLive else { return Answer(UInt16(0xA102)) }
            let jpeg = state.frames.isEmpty ? jpeg : state.frames.removeFirst()
            var all = PTPData()
            all.put(UInt32(8 + jpeg.count))
            all.put(UInt32(1))
            all.put(raw: jpeg)
            return Answer(all)
        case 0x9114, 0x9115, 0x911A, 0x911B, 0x911C, 0x911D, 0x9127: break
        default: return nil
        }
        return Answer()
    }

    private func answer(words: [UInt32]) -> Answer {
        var data = PTPData()
        for word in words { data.put(word) }
        return Answer(data)
    }

    /// Half (1), full (2) or both (3). Half a press focuses, which the body then tells of.
    private func release(_ button: UInt32, focuses: Bool, _ state: inout State) -> Answer {
        if state.isBusy { return Answer(.busy) }
        if case .busy? = state.shots.first, state.busyReplies == 0 {
            return press(focuses: true, intoMemory: false, &state)
        }
        if state.busyReplies > 0 {
            state.busyReplies -= 1
            return Answer(.busy)
        }
        if button & 1 != 0, !state.halfPressed {
            state.halfPressed = true
            if focuses {
                let isSharp = state.shots.first != .outOfFocus
                state.changes.append(
                    Self.change(0xC1A5, [14, 0x0100], isSharp ? [0, 0, 0, 0, 1, 0] : [0, 0, 0, 2, 0, 0]))
                if !isSharp { state.shots.removeFirst() }
            }
        }
        guard button & 2 != 0 else { return Answer() }
        // A button that nobody let go of cannot be pressed.
        guard !state.fullyPressed else { return Answer(.busy) }
        state.fullyPressed = true
        return press(focuses: button == 2, intoMemory: state.eosProperties[0xD11C] == 4, &state)
    }
}
