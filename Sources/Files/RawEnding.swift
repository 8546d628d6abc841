/// Endings of cameras' raw files, in lower case. What a file is, its bytes tell; where only its name is known, this is the one
/// list.
private let rawEndings: Set<Substring> = [
    "3fr", "arw", "cr2", "cr3", "crw", "dcr", "dng", "erf", "iiq", "kdc", "mef", "mos", "mrw", "nef", "nrw", "orf",
    "pef",
    "raf", "rw2", "rwl", "sr2", "srf", "srw", "x3f",
]

/// Whether `name`, with or without folders before it, ends as cameras' raw files do: "DSC_0001.NEF".
public func hasRawEnding(_ name: String) -> Bool {
    let last = name.split(separator: "/").last ?? ""
    guard let dot = last.lastIndex(of: ".") else { return false }
    return rawEndings.contains(last[dot...].dropFirst().lowercased()[...])
}
