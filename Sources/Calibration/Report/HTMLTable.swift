/// A table for eyes and screen readers: the first column names its row, numbers are to the right.
struct HTMLTable {
  struct Column {
    let title: String
    var isNumber = true
  }

  let caption: String
  /// Titles over several columns each, with how many; none where there is one line of titles.
  var spans: [(title: String, columns: Int)] = []
  let columns: [Column]
  var rows: [[String]] = []

  /// In a box that can be scrolled sideways, with the keyboard too.
  var element: Element {
    Element("div", ["class": "scroll", "role": "region", "tabindex": "0", "aria-label": caption]) {
      Element("table") {
        Element("caption", text: caption)
        Element("thead") {
          if !spans.isEmpty {
            Element("tr") {
              spans.map { span in
                Element(
                  "th", ["scope": "colgroup", "colspan": "\(span.columns)", "class": "span"],
                  text: span.title)
              }
            }
          }
          Element("tr") {
            columns.map { column in
              Element(
                "th", ["scope": "col", "class": column.isNumber ? "number" : "word"],
                text: column.title)
            }
          }
        }
        Element("tbody") {
          rows.map { cells in
            Element("tr") { zip(columns, cells).enumerated().map(cell) }
          }
        }
      }
    }
  }

  private func cell(_ index: Int, _ pair: (column: Column, text: String)) -> Element {
    let kind = pair.column.isNumber ? "number" : "word"
    // A name of usual length stays on one line.
    let length = index == 0 && pair.text.count <= 32 ? " short" : ""
    return index == 0
      ? Element("th", ["scope": "row", "class": kind + length], text: pair.text)
      : Element("td", ["class": kind], text: pair.text)
  }
}
