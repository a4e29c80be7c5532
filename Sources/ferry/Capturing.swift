import LibvirtRunner

/// Where the command meets the runner's parts.
enum Capturing {
  /// What captures a plan's migrations, in builds that have libvirt.
  static func session(
    for plan: CapturePlan, lab: String?, folder: String
  ) throws -> any MigrationCapturing {
    #if Libvirt
      return try CaptureSession.make(for: plan, lab: lab ?? Lab.defaultName, folder: folder)
    #else
      throw RunnerProblem(
        "this ferry was built without libvirt, so it can check plans but capture nothing",
        remedy: "install libvirt-dev and build with: swift build -c release --traits Libvirt")
    #endif
  }
}
