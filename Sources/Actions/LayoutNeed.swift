import Compositor
import Engine
import Faults
import Sessions

/// Throws when the workflow of an event needs what the event has no more with other layouts than before: the one that it names,
/// or else a first one that it takes enough pictures for.
func requireLayouts(of folder: EventFolder, from old: [String], to new: [String], in library: LayoutLibrary) throws {
    let script = try Script(Workflow(in: folder), document: folder.workflow)
    let another = "add one first: booth event add-layout \(folder.argument) LAYOUT"
    if let named = script.layout {
        guard !old.contains(named) || new.contains(named) else {
            throw SessionsError.notNow(
                "layout \(named): the workflow shows it",
                remedy: "name another as \"layout\" in \(folder.workflow) first")
        }
        return
    }
    guard script.mode != .roaming, let former = old.first, new.first != former else { return }
    guard let next = new.first else {
        throw SessionsError.notNow(
            "layout \(former): the workflow needs one, and the event has no other", remedy: another)
    }
    let needed = try library.layout(next, keptIn: folder.layouts).layout
        .capturesNeeded
    let shots = script.shots(slots: needed)
    guard shots < needed else { return }
    throw SessionsError.notNow(
        "layout \(former): the workflow takes \(counted(shots, "picture")), and \(next), the next layout, shows \(needed)",
        remedy: another)
}
