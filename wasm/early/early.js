// early.js keeps the CTLive messages that arrive before a Go program listens; see package early.
//
// Load it in the page's head, before the vendor's script: <script src="early.js"></script>. The first wasm.Listen on the
// window takes over what it kept. It makes one global, ctliveEarly, and a second copy does nothing.

// An own property: an element with the id ctliveEarly is none. While a Go program listens it is there and undefined.
if (!Object.hasOwn(self, "ctliveEarly")) {
  // What may still be kept from the page's own origin, and from all others together: no frame can push out the page's
  // own messages. size is about the characters of their JSON.
  const page = origin === "null" ? origin : location.origin, // a script may replace origin, not location
    own = { n: 1000, size: 64e6 },
    rest = { n: 1000, size: 4e6 },
    max = 1e6,
    kept = [];
  let lost = 0;

  const keep = (e) => {
    let m, size = 0;
    try {
      m = { data: e.data, origin: e.origin, timeStamp: e.timeStamp };
      if (Object(m.data).name !== "CTLiveEvent") return;
    } catch { return } // a getter or a Proxy of a script of this page
    const room = m.origin === page ? own : rest;
    if (room.size < 0 || room.n-- < 1) return lost++;
    try {
      // A copy, that no other script changes and that holds no more than its JSON. It is measured while it is written: what
      // is shared many times is small to post, and endless as JSON.
      m.data = JSON.parse(JSON.stringify(m.data, (key, value) => {
        size += key.length + 4;
        if (Object(value) instanceof String || ArrayBuffer.isView(value)) size += value.length || 0;
        if (size > max) throw 0;
        return value;
      }));
    } catch { // too long, a BigInt or a cycle: kept as what Go will find to be too long, or not to be had as JSON
      m.data = { name: "CTLiveEvent", object: size > max ? Array(1e9) : 0n };
    }
    room.size -= Math.min(size, max); // what is too long has cost as much to measure
    kept.push(m);
  };

  addEventListener("message", keep);
  self.ctliveEarly = {
    // take ends the keeping, calls receive for what was kept, and returns how many messages were not.
    take(receive) {
      removeEventListener("message", keep);
      self.ctliveEarly = void 0;
      kept.forEach(receive);
      return lost;
    }
  };
}
