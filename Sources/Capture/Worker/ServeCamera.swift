/// What the hidden verb of the executable runs: the owner of one camera, until its booth is gone.
public func serveCamera() -> Never { workerLoop(GPhotoBody()) }
