// early.js keeps the CTLive messages that arrive before a Go program listens; see package early.
//
// Load it in the page's head, before the vendor's script: <script src="early.js"></script>. The first wasm.Listen on the
// window takes over what it kept. It makes one global, ctliveEarly, and a second copy does nothing.
(() => {
  // An own property: an element with the id ctliveEarly is none. While a Go program listens it is there and undefined.
  if (Object.hasOwn(self, "ctliveEarly")) return;

  // What may still be kept from the page's own origin, and from all others together: no frame can push out the page's
  // own messages. size is about the characters of their JSON.
  const page = origin === "null" ? origin : location.origin, // a script may replace origin, not location
    own = { n: 1000, size: 64 << 20 },
    rest = { n: 1000, size: 4 << 20 },
    name = "CTLiveEvent",
    kept = [];
  let lost = 0;

  function keep(e) {
    let data, item, size = 0;
    try {
      data = e.data;
      if (Object(data).name !== name) return;
      item = { data, origin: e.origin, timeStamp: e.timeStamp };
    } catch { // a getter or a Proxy of a script of this page
      return;
    }
    const room = item.origin === page ? own : rest;
    try {
      // Measured while it is written: what is shared many times is small to post, and endless as JSON.
      if (room.n && room.size > 0) JSON.stringify(data, (key, value) => {
        size += key.length + 4;
        if (Object(value) instanceof String || ArrayBuffer.isView(value)) size += value.length || 0;
        if (size > 1 << 20) throw 0;
        return value;
      });
    } catch { // kept as what Go finds to be too long, or a BigInt in place of what JSON can't express
      item.data = { name, object: 0n };
      if (size > 1 << 20) {
        size = 1 << 20;
        item.data = { name, length: 1 / 0, [Symbol.toStringTag]: "String" };
      }
    }
    room.size -= size; // what is too long has cost as much to measure
    if (room.n && room.size > 0) {
      room.n--;
      kept.push(item);
    } else lost++;
  }

  addEventListener("message", keep);
  self.ctliveEarly = {
    // take ends the keeping, calls receive for what was kept, and returns how many messages were not.
    take(receive) {
      removeEventListener("message", keep);
      self.ctliveEarly = void 0;
      kept.forEach((item) => receive(item));
      return lost;
    }
  };
})();
