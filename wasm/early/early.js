// early.js keeps the CTLive messages that arrive before a Go program listens; see package early.
//
// Load it in the page's head, before the vendor's script: <script src="early.js"></script>. The first wasm.Listen on the
// window takes over what it kept. It makes one global, ctliveEarly, and a second copy does nothing.
(() => {
  // An own property: an element with the id ctliveEarly is none. While a Go program listens it is there and undefined.
  if (Object.hasOwn(self, "ctliveEarly")) return;

  // What may still be kept from the page's own origin, and from all others together: no frame can push out the page's
  // own messages. Messages are kept as JSON alone, and size is about its characters.
  const page = origin === "null" ? origin : location.origin, // a script may replace origin, not location
    own = { n: 1000, size: 64 << 20 },
    rest = { n: 1000, size: 4 << 20 },
    kept = [];
  let lost = 0;

  function keep(e) {
    let data, item, size = 0;
    try {
      data = e.data;
      if (Object(data).name !== "CTLiveEvent") return;
      item = { origin: e.origin, timeStamp: e.timeStamp };
    } catch { // a getter or a Proxy of a script of this page
      return;
    }
    const room = item.origin === page ? own : rest;
    try {
      // Measured while it is written: what is shared many times is small to post, and endless as JSON.
      if (room.n && room.size > 0) item.text = JSON.stringify(data, (name, value) => {
        size += name.length + 4;
        if (Object(value) instanceof String || ArrayBuffer.isView(value)) size += value.length || 0;
        if (size > 1 << 20) throw 0;
        return value;
      });
    } catch { // too long, a BigInt or a cycle: kept without text, Go reports it
      if ((item.long = size > 1 << 20)) size = 1 << 20;
    }
    room.size -= size; // what is too long has cost as much to measure
    if (room.n && room.size > 0) {
      room.n--;
      kept.push(item);
    } else lost++;
  }

  addEventListener("message", keep);
  self.ctliveEarly = {
    // take ends the keeping, and hands over what was kept and how many messages were not.
    take() {
      removeEventListener("message", keep);
      self.ctliveEarly = void 0;
      return { kept, lost };
    }
  };
})();
