/// mcfilter: scores log lines by how unusually they follow each other.
@main
enum Mcfilter {
  static func main() {}
}
