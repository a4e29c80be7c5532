/// What each item of QEMU's migration stream costs on the wire, in bytes.
///
/// Source: QEMU 7.2, migration/ram.c (`save_page_header`, `save_zero_page_to_file`) and
/// migration/savevm.c (section headers and footers); unchanged through 10.0 without multifd.
public enum StreamFormat {
  /// Header with CONTINUE flag, and the page.
  public static let normalPage: Int64 = 8 + 4096
  /// Header, and one byte.
  public static let zeroPage: Int64 = 8 + 1
  /// One round of `ram_save_iterate`: section header 5, end of RAM's part 8, footer 5.
  public static let section: Int64 = 5 + 8 + 5
  /// What `ram.transferred` of QEMU 7.2 counts of a section.
  public static let sectionInRAM: Int64 = 8
  /// Stream magic and version 8, configuration with a machine's name of ten letters 15, RAM's START
  /// section: header 17, size 8, three blocks' names and sizes 46, end 8, footer 5.
  public static let setup: Int64 = 8 + 15 + 17 + 8 + 46 + 8 + 5
  /// Commands that open a return path, where there is one: the opening 5, a ping 9.
  public static let returnPath: Int64 = 5 + 9
  /// Names of the memory blocks, sent with the first page after each change of block: pc.ram 7,
  /// pc.bios 8, pc.rom 7. Firmware is sent once, so there are no more changes.
  public static let blockNames: Int64 = 7 + 8 + 7
  /// Pages that one `writev` hands to the socket: 64 buffers, a header and a page for each.
  static let pagesPerWrite: Int64 = 32
  /// Small items gather in a buffer of this size (`IO_BUF_SIZE`).
  static let bufferedBytes: Int64 = 32768
}
