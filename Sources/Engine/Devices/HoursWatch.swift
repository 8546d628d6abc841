import Work

/// Looks every second whether the event's hours have begun or ended, so that the attract step says so.
struct HoursWatch: Sendable {
    let context: Context

    func run() async {
        repeat {
            let closed = context.closedUntil
            context.view.change { $0.closedUntil = closed }
        } while (try? await context.time.sleep(for: .seconds(1))) != nil
    }
}
