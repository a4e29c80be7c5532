import MigrationModel
import Quantities

extension Scenario {
  /// What moving or sharing disks means for the guest that works on them.
  static func storageNotes(of input: MigrationInput) -> [String] {
    var notes = unused(of: input)
    for work in input.guest.diskWork where work.kind == .write {
      guard let disk = input.guest.disks.first(where: { $0.name == work.disk }) else { continue }
      let asked = work.requestsPerSecond
      func most(_ wait: Span) -> Double { 1 / max(1e-9, wait.seconds) }
      if let copy = input.settings.storage, copy.isSynchronous, copy.copies(disk) {
        let wait = input.path.roundTrip
        notes.append(
          "synchronous writes to \(disk.name) take at least a round trip (\(wait)) each"
            + (asked > most(wait)
              ? ": of \(Int64(asked.rounded())) a second, one at a time, "
                + "\(Int64(most(wait).rounded())) are left" : "")
            + "; while the disk is copied, each waits behind 16 MiB of the mirror's own")
      }
      guard disk.isReachedOverPath else { continue }
      let trips = disk.backend.roundTrips(ofWriting: work.block)
      let wait = input.path.roundTrip * trips
      var note =
        "\(disk.name) on \(disk.backend.rawValue) is reached over the migration's path: the "
        + "guest's writes take \(work.rate) of it, and a synchronous one waits \(wait) "
        + "(\(trips) round trip\(trips == 1 ? "" : "s"))"
      if work.flushEvery != nil, disk.backend.roundTripsOfFlush > 0 {
        note += ", a flush \(input.path.roundTrip * disk.backend.roundTripsOfFlush)"
      }
      notes.append(note)
    }
    if input.settings.method == .twoStep, let seeding = input.seeding {
      notes.append(
        "two steps: the first takes \(seeding) of the total time, while the guest runs and nothing "
          + "of its memory moves")
    }
    if !input.settings.method.streamsMemory, input.settings.method != .offline {
      notes.append(
        "the guest stands still from its stop to its start; shutting down, booting, and writing "
          + "files to disk come on top")
    }
    return notes
  }

  /// What a scenario may say of disks and no prediction depends on.
  private static func unused(of input: MigrationInput) -> [String] {
    input.guest.diskWork.flatMap { work -> [String] in
      guard work.kind == .write else {
        return ["reads of \(work.disk) decide nothing: they take no part of the stream's direction"]
      }
      var notes: [String] = []
      if work.flushEvery != nil { notes.append("flushes of \(work.disk) are not modelled") }
      if work.pacing != .catchUp {
        notes.append("writes to \(work.disk) are predicted at their rate, whatever their pacing")
      }
      return notes
    }
  }
}
