internal import Work

extension TetheredCamera {
    public func liveView() -> AsyncStream<LiveFrame> {
        guard isOpen, status.hasLiveView != false else { return AsyncStream { $0.finish() } }
        let stream = frameBroadcast.join(newest: 1)
        if pump == nil { pump = Task { await show() } }
        return stream
    }

    /// Frame by frame as long as somebody watches; shots, settings and keep-alive come between two frames.
    private func show() async {
        let pace = Duration.seconds(1) / max(1, min(options.frameRate, 60))
        var refusals = 0
        var since: ContinuousClock.Instant?
        while isOpen, !frameBroadcast.isEmpty, !Task.isCancelled {
            let due = clock.now + pace
            guard link != nil, (try? await turn.take(within: .seconds(1))) != nil else {
                since = nil
                try? await clock.sleep(for: .milliseconds(50))
                continue
            }
            if since == nil { _ = try? await set(options.preview) }
            if let since, clock.now - since > options.renewal {
                // Off and on again: some bodies end live view by themselves after ten minutes, and then refuse it.
                _ = try? await set(options.idle)
            }
            if since.map({ clock.now - $0 > options.renewal }) ?? true { since = clock.now }
            do throws(CameraError) {
                show(try await call(.preview, .previewing).bytes)
                turn.give()
                refusals = 0
                try? await clock.sleep(until: due)
            } catch {
                turn.give()
                if case .unsupported = error {
                    status.hasLiveView = false
                    frameBroadcast.finish()
                    break
                }
                if refusals == 0 { eventBroadcast.send(.warning(error)) }
                refusals += 1
                // A body in its menu, or too hot: it may come back.
                try? await clock.sleep(for: .milliseconds(min(8000, 250 << min(refusals, 5))))
            }
        }
        await darken()
        pump = nil
        // Somebody may have come while it went dark.
        if isOpen, !frameBroadcast.isEmpty, status.hasLiveView != false { pump = Task { await show() } }
    }

    private func show(_ jpeg: [UInt8]) {
        guard LiveFrame.isWhole(jpeg) else {
            status.counters.badFrames += 1
            return
        }
        status.hasLiveView = true
        isLive = true
        if status.state == .ready { change(to: .previewing) }
        status.counters.frames += 1
        frameBroadcast.send(LiveFrame(jpeg: jpeg, number: status.counters.frames, at: clock.now))
    }

    private func darken() async {
        isLive = false
        guard isOpen, link != nil, (try? await turn.take(within: .seconds(10))) != nil else { return }
        defer { turn.give() }
        _ = try? await set(options.idle)
        if link != nil, status.state == .previewing { change(to: .ready) }
    }
}
