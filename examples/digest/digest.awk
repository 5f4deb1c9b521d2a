# Makes a letter of `mcfilter --incidents --sort --explain -C 2`.
#
# An incident is a group, between lines of "--". A line of it has 23 bytes of scores and flag before it if it is one of
# the log, and a blank-indented "|" if it explains the line above.

# The parts of an incident, until it is known what its title says.
function begin() {
  body = title = ""
  score = -100
}

function finish() {
  if (body == "") return
  incidents++
  text = text sprintf("\n%d. %s  (%.0f bits)\n\n%s", incidents, title, score, body)
  begin()
}

# What the letter says of a selected line that is the strangest of its incident yet.
function judge(flag, bits) {
  if (bits + 0 <= score) return
  score = bits + 0
  title = flag == "<" ? "Something seems to be missing here" : "This does not look as if it belonged here"
}

BEGIN { begin() }

$0 == "--" { finish(); next }

/^ *\|/ {
  sub(/^ *\| /, "")
  # The type repeats the line above, and of what was expected the first says enough.
  if ($1 == "after") body = body "        usually, after   " substr($0, 11) "\n"
  if ($1 == "expected") {
    expected = substr($0, 17)
    body = body "        comes            " expected sprintf("  (%.0f %%)\n", 100 * $2)
  }
  if ($1 == "missing" && substr($0, 11) != expected) body = body "        or, seldom       " substr($0, 11) "\n"
  next
}

{
  flag = substr($0, 22, 1)
  selected = flag == "!" || flag == "<"
  if (selected) judge(flag, substr($0, 15, 6))
  body = body (selected ? "  > " : "    ") substr($0, 24) "\n"
}

END {
  finish()
  if (!incidents) exit
  printf "%d incident%s, the strangest first. Lines behind > are the strange ones; the others show what\n", \
    incidents, incidents == 1 ? "" : "s"
  print "was logged around them. Ten bits are odds of a thousand to one, twenty of a million to one."
  printf "%s", text
}
