/// The mask `values`, by examples: one table for each rule of its definition.

import Testing

@testable import LogMarkov

@Suite("The mask values")
struct ValuesMaskTests {
  private func check(_ message: String, _ cleaned: String, _ location: SourceLocation = #_sourceLocation) {
    var tokenizer = TypeTokenizer(.values)
    #expect(tokenizer.clean(message) == cleaned, sourceLocation: location)
  }

  @Test(
    "1: blanks and separators split, all other bytes belong to pieces",
    arguments: [
      ("", ""),
      ("  \t ", ""),
      ("starting up", "starting up"),
      ("a(b)c[d]e{f}g<h>i", "a ( b ) c [ d ] e { f } g < h > i"),
      ("a\"b'c,d;e|f", "a \" b ' c , d ; e | f"),
      ("a\r\u{b}\0b caf\u{e9}\u{a0}x", "a\r\u{b}\0b caf\u{e9}\u{a0}x"),
      ("a\rb4 c", "* c"),
    ])
  func splitting(message: String, cleaned: String) { check(message, cleaned) }

  @Test(
    "2: punctuation behind a core stays outside",
    arguments: [
      ("done.", "done."),
      ("eth0: up!", "*: up!"),
      ("took 5... why?!", "took *... why?!"),
      ("... and : alone", "... and : alone"),
      ("a :.! b", "a :.! b"),
      ("root. user: is x:", "root. user: * x:"),
    ])
  func punctuation(message: String, cleaned: String) { check(message, cleaned) }

  @Test(
    "3: what looks like a value becomes a star",
    arguments: [
      ("eth0 a1b 7", "*"),
      ("open /dev/null now", "open * now"),
      ("/ and @ and \\ alone", "/ and @ and \\ alone"),
      ("/. and //", "/. and *"),
      ("mail me@here a\\x", "mail *"),
      ("see www.example.org or example.org", "see * or example.org"),
      ("a..b here", "* here"),
      ("a.b. here", "a.b. here"),
      ("..a.b here", "..a.b here"),
      ("...hidden here", "...hidden here"),
      ("..a.b.c here", "* here"),
      ("!.a.b here", "* here"),
      ("eth* ** x*y", "*"),
      ("fe80::1 10:aa:0c", "*"),
    ])
  func values(message: String, cleaned: String) { check(message, cleaned) }

  @Test(
    "4: a key keeps its name",
    arguments: [
      ("uid:500 x", "uid:* x"),
      ("uid:500: x", "uid:*: x"),
      ("a_b.c-d:1 x", "a_b.c-d:* x"),
      ("http://host/path x", "http:* x"),
      ("sshd:auth x", "sshd:auth x"),
      ("addr::1 x", "* x"),
      ("eth0:up x", "* x"),
      ("k9:v9 x", "* x"),
      ("k:v:9 x", "k:* x"),
      ("a.b:c.d x", "* x"),
      ("k:.a.b x", "* x"),
      ("k:a.b.c x", "k:* x"),
      ("k:/ x", "* x"),
      ("k:* x", "k:* x"),
      (":9 x", "* x"),
      ("k\u{e9}y:9 x", "* x"),
      ("aa:bb:0c C:\\x", "aa:* C:*"),
    ])
  func keys(message: String, cleaned: String) { check(message, cleaned) }

  @Test(
    "5: names of days and months become stars",
    arguments: [
      ("on Mon at", "on * at"),
      ("Dec: x", "*: x"),
      ("Sun Sep Oct", "*"),
      ("mon JAN Monday May.", "mon JAN Monday *."),
      ("day:Mon Mon/x", "day:Mon *"),
      ("\0Mon", "\0Mon"),
    ])
  func calendarNames(message: String, cleaned: String) { check(message, cleaned) }

  @Test(
    "6: a unit right behind a star goes with it",
    arguments: [
      ("5 kB free", "* free"),
      ("5 kB. Free", "*. Free"),
      ("size:5 kB free", "size:* free"),
      ("size=5 kB free", "size=* free"),
      ("after 900 seconds, 3  ms", "after *"),
      ("* bytes", "*"),
      ("empty= s x", "empty=* x"),
      ("5, kB", "* , kB"),
      ("5: s", "*: s"),
      ("5 (s)", "* ( s )"),
      ("s M bytes", "s M bytes"),
      ("5 minutes", "* minutes"),
    ])
  func units(message: String, cleaned: String) { check(message, cleaned) }

  @Test(
    "5: every day and month is known",
    arguments: [
      "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
      "Sep", "Oct", "Nov", "Dec",
    ])
  func calendarName(name: String) { check("on \(name) at", "on * at") }

  @Test(
    "6: every unit is known",
    arguments: [
      "B", "KB", "MB", "GB", "kB", "k", "M", "G", "ms", "s", "us", "sec", "secs", "seconds", "bytes",
    ])
  func unit(name: String) { check("has 5 \(name) of \(name)", "has * of \(name)") }

  @Test(
    "7: what comes after user becomes one star",
    arguments: [
      ("user root by", "user * by"),
      ("for user a:b by", "for user * by"),
      ("user uid:500 by", "user uid:* by"),
      ("user: \"bob\" by", "user: \" * \" by"),
      ("user : [bob] by", "user : [ * ] by"),
      ("user user root", "user * root"),
      ("user", "user"),
      ("User root USER root users root", "User root USER root users root"),
      ("user=root by", "user=* by"),
      ("user = root by", "user=* root by"),
      ("a=user root", "a=* root"),
      ("user * root", "user * root"),
    ])
  func users(message: String, cleaned: String) { check(message, cleaned) }

  @Test(
    "8: what stands behind an equals sign becomes one star",
    arguments: [
      ("uid=root x", "uid=* x"),
      ("tcontext=a:b:c x", "tcontext=* x"),
      ("dev=block:8 x", "dev=* x"),
      ("pid=1767. x", "pid=*. x"),
      ("ruser= rhost=x", "ruser=* rhost=*"),
      ("a=", "a=*"),
      ("a=,b", "a=* , b"),
      ("(a=)", "( a=* )"),
      ("a=: b", "a=*: b"),
      ("a==b", "a=*=*"),
      ("a=b=c", "a=*=*"),
      ("==> x", "=*=* > x"),
      ("a = b", "a=* b"),
      ("a =b", "a=*"),
      ("comm=\"cron job\" x", "comm=\" * job \" x"),
      ("comm=\" cron\" x", "comm=\" * \" x"),
      ("comm=\"\" x", "comm=\" * \" x"),
      ("comm=\"", "comm=\" *"),
      ("set=[a b] x", "set=[ * b ] x"),
      ("set={(a)} x", "set={ * ( a ) } x"),
      ("a=<b> c='d'", "a=< * > c=' * '"),
      ("a=(=b", "a=( *=*"),
    ])
  func equals(message: String, cleaned: String) { check(message, cleaned) }

  @Test(
    "9: one blank between any two, none around an equals sign",
    arguments: [
      ("  a   ( b )  ", "a ( b )"),
      ("a\t \tb", "a b"),
      ("((a))", "( ( a ) )"),
      ("( = )", "(=* )"),
    ])
  func blanks(message: String, cleaned: String) { check(message, cleaned) }

  @Test(
    "10: stars with next to nothing between them are one",
    arguments: [
      ("5, 6 x", "* x"),
      ("10 - 12 kB x", "* x"),
      ("1 . : , + - # 2 x", "* x"),
      ("1... 2... x", "*... x"),
      ("Feb  6 12:24:00 2006", "*"),
      ("1 ! 2 x", "* ! * x"),
      ("1! 2 x", "*! * x"),
      ("1 (2) x", "* ( * ) x"),
      ("1; 2 x", "* ; * x"),
      ("1 -- 2 x", "* x"),
      ("1 -x 2", "* -x *"),
      ("1 -:2 x", "* x"),
      ("uid:1 2 x", "uid:* x"),
      ("1 uid:2 x", "* uid:* x"),
      ("a=1, 2 b=3", "a=* b=*"),
      ("1 , 2=3", "*=*"),
    ])
  func collapsing(message: String, cleaned: String) { check(message, cleaned) }

  @Test(
    "real messages come out as a reader would expect",
    arguments: [
      (
        "authentication failure; logname= uid=0 euid=0 tty=NODEVssh ruser= rhost=218.188.2.4 ",
        "authentication failure ; logname=* uid=* euid=* tty=* ruser=* rhost=*"
      ),
      (
        "session opened for user news by (uid=0)",
        "session opened for user * by ( uid=* )"
      ),
      (
        "Failed password for invalid user webmaster from 173.234.31.186 port 38926 ssh2",
        "Failed password for invalid user * from * port *"
      ),
      (
        "connection from 82.252.162.81 (lns-vlq-45-tou.adsl.proxad.net) at Sun Jul 17 09:44:07 2005",
        "connection from * ( * ) at *"
      ),
      (
        "audit(1138296194.865:693309): avc:  denied  { getattr } for  pid=2285 dev= ino=137035789",
        "audit ( * ) : avc: denied { getattr } for pid=* dev=* ino=*"
      ),
      ("Memory: 125312k/129720k available (1540k kernel code)", "Memory: * available ( * kernel code )"),
    ])
  func realMessages(message: String, cleaned: String) { check(message, cleaned) }
}
