/// The version of the programs, as CHANGELOG.md counts them.
public let boothkitVersion = "0.1"
